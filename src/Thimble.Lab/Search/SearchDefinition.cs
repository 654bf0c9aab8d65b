using Thimble.Lab.Yaml;

namespace Thimble.Lab.Search;

/// <summary>A search as it was written: what may be chosen, and how much is tried.</summary>
public sealed record SearchDefinition
{
    internal SearchDefinition(string name, string file, SearchSpace space, ExperimentTemplate template)
    {
        Name = name;
        File = file;
        Space = space;
        Template = template;
    }

    /// <summary>The name; also that of its folder and of the experiment that comes out.</summary>
    public string Name { get; }

    /// <summary>Where it was read from.</summary>
    public string File { get; }

    /// <summary>What it chooses from.</summary>
    public SearchSpace Space { get; }

    /// <summary>How many combinations are tried; 20 by default.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>The seed of the draws, not of training; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The epochs of each rung, rising; empty for one rung of the experiment's own epochs.</summary>
    public IReadOnlyList<int> RungEpochs { get; init; } = [];

    /// <summary>The share of the trials that continue from one rung to the next; a third by default.</summary>
    public double Keep { get; init; } = 1.0 / 3;

    /// <summary>How many seeds a trial has in a rung; 1 by default.</summary>
    public int RungSeeds { get; init; } = 1;

    /// <summary>How many trials are trained in full at the end; 3 by default.</summary>
    public int Finalists { get; init; } = 3;

    /// <summary>How many seeds each of them has, none of them a rung's; 5 by default.</summary>
    public int FinalistSeeds { get; init; } = 5;

    /// <summary>The longest that a run may take; no limit if null.</summary>
    public TimeSpan? MaximumTime { get; init; }

    internal ExperimentTemplate Template { get; }

    /// <summary>Where the rungs stand in the file, for errors; null where nothing is said of them.</summary>
    internal YamlValue? Rungs { get; init; }

    /// <summary>Checks that no rung is longer than an experiment itself.</summary>
    /// <exception cref="ExperimentException">One is.</exception>
    internal void CheckRungs(Experiment experiment)
    {
        if (RungEpochs.Count > 0 && RungEpochs[^1] > experiment.Recipe.Epochs)
        {
            throw Rungs!.Error(
                $"the last rung has {RungEpochs[^1]} epochs, but the finalists train for the recipe's {experiment.Recipe.Epochs}; "
                + "allowed: rungs up to that");
        }
    }

    /// <summary>Reads a search.</summary>
    /// <param name="path">A YAML file.</param>
    /// <exception cref="InvalidInputException">It cannot be read, or has a mistake; the message names the line.</exception>
    public static SearchDefinition Load(string path)
    {
        if (!System.IO.File.Exists(path))
            throw new InvalidInputException($"there is no file '{path}'; name the YAML file of a search");
        return SearchReader.Read(path, ExperimentCatalogue.ReadText(path));
    }
}
