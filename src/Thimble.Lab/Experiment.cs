using Thimble.Training;

namespace Thimble.Lab;

/// <summary>A network, how it is trained, on what, and what is asked of it.</summary>
public sealed record Experiment
{
    /// <summary>The name; also the name of its folder of runs.</summary>
    public required string Name { get; init; }

    /// <summary>What is aimed at, in one line; may be empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>Why the network and the recipe are as they are; may be empty.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>The network.</summary>
    public required NetworkDefinition Network { get; init; }

    /// <summary>How it is trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What it is trained and tested on.</summary>
    public required ExperimentData Data { get; init; }

    /// <summary>What is asked of it.</summary>
    public Budget Budget { get; init; } = new();

    /// <summary>What someone else reports of it, if that is known. Nothing is judged by it.</summary>
    public ReferenceFigures? Reference { get; init; }

    /// <summary>The seed of weights, shuffling, augmentation and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where it was read from: a file's path, or <c>built-in</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>The YAML that it was read from.</summary>
    public string Yaml { get; init; } = "";

    /// <summary>The settings that are not as the file has them, but were changed as it was read; none where it is the experiment as it was written.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>The experiment with what a command line says instead; null leaves a setting as it is.</summary>
    /// <exception cref="InvalidInputException">A value is out of range, or there is no data set of that name.</exception>
    public Experiment Override(int? epochs = null, int? batchSize = null, ulong? seed = null, string? data = null)
    {
        CheckRange("epochs", epochs, Recipe.MaximumEpochs);
        CheckRange("batch size", batchSize, Recipe.MaximumBatchSize);
        if (data is not null && !ExperimentData.KnownNames.Contains(data))
            throw new InvalidInputException($"data: found '{data}'; allowed: {string.Join(", ", ExperimentData.KnownNames)}");
        return this with
        {
            Recipe = Recipe with { Epochs = epochs ?? Recipe.Epochs, BatchSize = batchSize ?? Recipe.BatchSize },
            Seed = seed ?? Seed,
            Data = data is null ? Data : Data.Of(data),
            // What is said here comes last, so that an earlier change of the same setting is none any more.
            Changes = Remaining(epochs is not null, batchSize is not null, seed is not null),
        };
    }

    private IReadOnlyList<SettingChange> Remaining(bool setsEpochs, bool setsBatchSize, bool setsSeed)
    {
        SettingChange[] remaining = [.. Changes.Where(change => change.Key switch
        {
            "recipe.epochs" => !setsEpochs,
            "recipe.batch_size" => !setsBatchSize,
            "recipe.seed" => !setsSeed,
            _ => true,
        })];
        return remaining.Length == Changes.Count ? Changes : remaining;
    }

    /// <summary>What a network trained by it needs besides its weights to be used.</summary>
    /// <param name="normalization">How pixels became inputs; null for what the experiment says, or is customary for its data.</param>
    /// <param name="preparation">How pictures are prepared; null for what the experiment says, or is assumed for its data.</param>
    /// <param name="classNames">What the classes are called; what is customary for the data if null.</param>
    /// <exception cref="InvalidInputException">It does not say, and the data has no customary way; or the normalization is for another number of channels.</exception>
    public NetworkDescription Describe(
        Normalization? normalization = null, PicturePreparation? preparation = null, IReadOnlyList<string>? classNames = null)
    {
        normalization ??= Data.Normalization ?? Normalization.Customary(Data.Name) ?? throw new InvalidInputException(
            $"{Name}: it does not say how pixels become inputs; add normalization: {{mean: …, standard_deviation: …}} to its data");
        if (normalization.ProblemWith(Network.Input) is { } problem)
            throw new InvalidInputException($"{Name}: {problem}");
        return new(Network, normalization, Data.Name, classNames, preparation ?? Data.Preparation);
    }

    /// <summary>Checks that the network takes the data's images and knows its classes.</summary>
    /// <exception cref="InvalidInputException">It does not; the message says what to change.</exception>
    public void CheckFits(Dataset data) => CheckFits(Name, Network, data);

    /// <summary>Checks that a network takes the data's images and knows its classes.</summary>
    /// <param name="name">The network's name, for errors.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="InvalidInputException">It does not; the message says what to change.</exception>
    public static void CheckFits(string name, NetworkDefinition network, Dataset data)
    {
        CheckShape(name, network, data);
        if (data.Train.ClassCount != network.ClassCount)
        {
            throw new InvalidInputException(
                $"{name}: the network tells {network.ClassCount} classes apart, but {data.Name} has {data.Train.ClassCount}{OfTestImagesOnly(network, data)}; "
                + "change the last layer, or use other data");
        }
    }

    /// <summary>Checks that a network takes the data's images.</summary>
    /// <exception cref="InvalidInputException">It does not; the message says what to change.</exception>
    internal static void CheckShape(string name, NetworkDefinition network, Dataset data)
    {
        if (data.Train.ImageShape != network.Input)
        {
            throw new InvalidInputException(
                $"{name}: the network takes images of {Describe(network.Input)}, but those of {data.Name} are "
                + $"{Describe(data.Train.ImageShape)}; change input, or use other data");
        }

        if (data.Normalization.ProblemWith(network.Input) is { } problem)
            throw new InvalidInputException($"{name}: {problem}");
    }

    /// <summary>The data with a network's classes in place of those that occur in it: what the network is evaluated on.</summary>
    /// <exception cref="InvalidInputException">Images to evaluate on have labels that the network does not know.</exception>
    internal static Dataset WithClassesOf(string name, NetworkDefinition network, Dataset data)
    {
        int[] unknown = [.. data.Evaluated.CountClasses().Skip(network.ClassCount)];
        return unknown.Sum() == 0
            ? data with { Evaluated = data.Evaluated.WithClassCount(network.ClassCount) }
            : throw new InvalidInputException(
                $"{name}: {unknown.Sum():N0} of the {data.Evaluated.Count:N0} {data.EvaluatedSplit} images of {data.Name} have labels from {network.ClassCount} up to "
                + $"{data.Evaluated.ClassCount - 1}, but the network knows the classes 0 to {network.ClassCount - 1}; label them as its classes, or use other data");
    }

    // What was meant is seen from that: a file of labels with a slip in it, or one of another set.
    private static string OfTestImagesOnly(NetworkDefinition network, Dataset data) =>
        data.Train.Labels.IndexOfAnyInRange((byte)Math.Min(network.ClassCount, byte.MaxValue), byte.MaxValue) < 0 && data.Train.ClassCount > network.ClassCount
            ? $" (labels from {network.ClassCount} on are those of {data.EvaluatedSplit} images only)"
            : "";

    private static string Describe(Shape shape) => $"{shape.Channels}×{shape.Height}×{shape.Width}";

    private static void CheckRange(string name, int? value, int high)
    {
        if (value is < 1 || value > high)
            throw new InvalidInputException($"{name}: found {value}; allowed: a whole number from 1 to {high}");
    }
}
