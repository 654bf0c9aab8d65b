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

    /// <summary>
    /// Loads a trained network, and says on the error stream which run an experiment's name stood for, and what had to be done to make a file's
    /// weights fit.
    /// </summary>
    public static TrainedNetwork Load(CommandEnvironment environment, string pathOrName, RunWeights weights, NamedExperiment? experiment)
    {
        TrainedNetwork trained = Load(environment, pathOrName, weights, experiment, out RunFolder? run);
        if (run?.Reason is not null)
            environment.Error.WriteLine($"thimble: note: {NamedRun.Describe(run)}");
        return trained;
    }

    /// <summary>The same for a command that shows itself which run it took.</summary>
    /// <param name="environment">Where the rest is said.</param>
    /// <param name="pathOrName">A run or a file.</param>
    /// <param name="weights">Which weights of a run.</param>
    /// <param name="experiment">What a file's weights belong to.</param>
    /// <param name="run">The run; null for a file.</param>
    public static TrainedNetwork Load(
        CommandEnvironment environment, string pathOrName, RunWeights weights, NamedExperiment? experiment, out RunFolder? run)
    {
        run = File.Exists(pathOrName) ? null : RunFolder.Open(pathOrName);
        TrainedNetwork trained = TrainedNetworks.Load(run?.Path ?? pathOrName, weights, experiment?.Name, changes: experiment?.Changes);
        if (trained.Adaptation.Length > 0)
            environment.Error.WriteLine($"thimble: note: {pathOrName}: {trained.Adaptation}");
        return trained;
    }

    /// <summary>What was given.</summary>
    public static RunWeights Read(ParseResult words, Option<string> weights) =>
        words.GetRequiredValue(weights) == "best" ? RunWeights.Best : RunWeights.Final;
}
