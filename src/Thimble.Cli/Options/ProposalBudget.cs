using System.CommandLine;
using System.Globalization;
using Thimble.Training;

namespace Thimble.Cli.Options;

/// <summary><c>--accuracy</c> and <c>--parameters</c>: what an experiment that is proposed for somebody's data has to reach and stay within.</summary>
internal sealed class ProposalBudget
{
    private readonly Option<double?> _accuracy = new("--accuracy")
    {
        Description = "For data of your own: the accuracy to reach, as in 95%.",
        HelpName = "SHARE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            bool isPercent = text.EndsWith('%');
            if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && number > 0 && number <= (isPercent ? 100 : 1))
                return isPercent ? number / 100 : number;
            result.AddError($"--accuracy is '{text}'; give a share above 0, such as 95% or 0.95");
            return null;
        },
    };

    private readonly Option<int?> _parameters =
        NumberOption.Create("--parameters", $"For data of your own: the network has fewer parameters than this; {Lab.Proposals.ProposalOptions.UsualParameters:N0} by default.", 1, int.MaxValue);

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_accuracy);
        command.Options.Add(_parameters);
    }

    /// <summary>What the command line gives.</summary>
    public Budget Read(ParseResult words) => new(words.GetValue(_accuracy), words.GetValue(_parameters));

    /// <summary>The names of those that are given.</summary>
    public IEnumerable<string> Given(ParseResult words) =>
        ((Option[])[_accuracy, _parameters]).Where(option => words.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>Refuses both for an experiment that has a budget of its own.</summary>
    /// <exception cref="InvalidInputException">One of them is given.</exception>
    public void CheckLeftOut(ParseResult words, string experiment)
    {
        if (Given(words).Any())
            throw new InvalidInputException($"{experiment} is an experiment with a budget of its own; leave out --accuracy and --parameters, or change it with --set budget.accuracy=95%");
    }
}
