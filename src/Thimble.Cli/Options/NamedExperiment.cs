using System.CommandLine;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary>The experiment that a weights file belongs to which does not say so itself.</summary>
/// <param name="Name">A built-in name, or a YAML file.</param>
/// <param name="Changes">The settings that its network was trained with instead.</param>
internal sealed record NamedExperiment(string Name, IReadOnlyList<SettingChange> Changes);

/// <summary><c>--experiment EXPERIMENT</c>, and <c>--set</c> for it.</summary>
internal sealed class NamedExperimentOptions
{
    private readonly Option<string?> _experiment = new("--experiment")
    {
        Description = "For a weights file that does not say which network it belongs to: its experiment.",
        HelpName = "EXPERIMENT",
    };

    private readonly Option<string[]> _set = SetOption.Create();

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_experiment);
        command.Options.Add(_set);
    }

    /// <summary>What was given; null for no experiment.</summary>
    /// <exception cref="InvalidInputException">Settings were changed of no experiment.</exception>
    public NamedExperiment? Read(ParseResult words)
    {
        IReadOnlyList<SettingChange> changes = SetOption.Read(words, _set);
        if (words.GetValue(_experiment) is { } name)
            return new(name, changes);
        return changes.Count == 0
            ? null
            : throw new InvalidInputException($"{_set.Name}: there is no experiment whose settings could be changed; name it with {_experiment.Name}, or leave {_set.Name} out");
    }
}
