using System.CommandLine;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary><c>--weights final|best</c>.</summary>
internal static class WeightsOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string> Create()
    {
        var weights = new Option<string>("--weights")
        {
            Description = "Weights of the final epoch or of the best one, which was picked by looking at the evaluated images.",
            HelpName = "final|best",
            DefaultValueFactory = _ => "final",
        };
        weights.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("final" or "best"))
                result.AddError($"--weights is '{result.Tokens[0].Value}'; give final or best");
        });
        return weights;
    }

    /// <summary>Loads a trained network, and says on the error stream what had to be done to make a file's weights fit.</summary>
    public static TrainedNetwork Load(CommandEnvironment environment, string pathOrName, RunWeights weights, NamedExperiment? experiment)
    {
        TrainedNetwork trained = TrainedNetworks.Load(pathOrName, weights, experiment?.Name, changes: experiment?.Changes);
        if (trained.Adaptation.Length > 0)
            environment.Error.WriteLine($"thimble: note: {pathOrName}: {trained.Adaptation}");
        return trained;
    }

    /// <summary>What was given.</summary>
    public static RunWeights Read(ParseResult words, Option<string> weights) =>
        words.GetRequiredValue(weights) == "best" ? RunWeights.Best : RunWeights.Final;
}
