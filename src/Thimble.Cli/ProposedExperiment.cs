using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Proposals;
using Thimble.Lab.Yaml;
using Thimble.Pictures;

namespace Thimble.Cli;

/// <summary>An experiment for data that somebody names in place of an experiment: proposed, and its learning rate measured on the data.</summary>
internal static class ProposedExperiment
{
    private const string NamelessData = "mine";

    /// <summary>Whether what was named in place of an experiment is data.</summary>
    /// <param name="nameOrPath">The word.</param>
    /// <exception cref="InvalidInputException">It is a folder without anything that can be trained on, or data that cannot be.</exception>
    public static SourceContent? Find(string nameOrPath)
    {
        if (ExperimentCatalogue.Names.Contains(nameOrPath) || !Path.Exists(nameOrPath) || Path.GetExtension(nameOrPath).ToLowerInvariant() is ".yaml" or ".yml")
            return null;
        return DataSources.Recognize(nameOrPath) ?? (Directory.Exists(nameOrPath)
            ? throw new InvalidInputException($"{nameOrPath}: there is no training data in this folder; make a folder of pictures for each class, or name an experiment and give a folder of IDX files with --data")
            : null);
    }

    /// <summary>Proposes an experiment, reads its data and measures its learning rate.</summary>
    /// <param name="content">The data.</param>
    /// <param name="options">Name and budget.</param>
    /// <param name="load">Makes the experiment of a proposal as the command line changes it.</param>
    /// <param name="choice">What the command line says about data.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="environment">Where it is told.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The proposal; and the experiment as it is trained, with its data.</returns>
    public static (ExperimentProposal Proposal, Experiment Experiment, Dataset Data) Propose(
        SourceContent content, ProposalOptions options, Func<ExperimentProposal, Experiment> load, DataChoice choice, int? threads, CommandEnvironment environment, CancellationToken cancellation)
    {
        foreach (string oddity in content.Oddities)
            LabelledLine.Write(environment, "Note", oddity, "yellow");
        var proposal = ExperimentProposal.For(content, options);
        Experiment experiment = load(proposal);
        LabelledLine.Write(environment, "Data", SourceLine.Of(content));
        LabelledLine.Write(
            environment, "Proposed",
            $"images of {experiment.Network.Input.Height}×{experiment.Network.Input.Width} in {(experiment.Network.Input.Channels == 1 ? "grey" : "colour")}, {experiment.Network.ParameterCount:N0} parameters, "
            + $"{experiment.Recipe.Epochs} epochs of batches of {experiment.Recipe.BatchSize}");
        (Experiment resolved, Dataset data) = choice.Resolve(experiment, environment, cancellation);
        ExperimentProposal measured = proposal.WithMeasuredRate(experiment, data, threads, cancellation);
        LabelledLine.Write(environment, "Rate", $"{LearningRateDisplay.Rate(measured.Experiment.Recipe.Optimizer.LearningRate)}, {(measured.HasMeasuredRate ? "from short runs on this data" : "the usual one: short runs on this data suggest none")}");
        return (measured, load(measured) with { Data = resolved.Data }, data);
    }

    /// <summary>What an experiment for data is called: as the folder, where that can be a name.</summary>
    public static string NameOf(string path)
    {
        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (File.Exists(path) && folder.IndexOf('.', 1) is > 0 and var end)
            folder = folder[..end];
        string name = string.Concat(folder.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('-', '.', '_');
        return ExperimentReader.IsName(name) && !ExperimentCatalogue.Names.Contains(name) ? name : NamelessData;
    }
}
