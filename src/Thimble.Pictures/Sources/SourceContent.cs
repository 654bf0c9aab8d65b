namespace Thimble.Pictures;

/// <summary>Labelled images that were found at a path, before they are read.</summary>
public abstract class SourceContent
{
    /// <summary>Describes it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="classNames">What the classes are called, in the order of their labels.</param>
    /// <param name="splits">The splits that have images, in the order of <see cref="Splits"/>.</param>
    private protected SourceContent(string path, IReadOnlyList<string> classNames, IReadOnlyList<SourceSplit> splits)
    {
        Path = path;
        ClassNames = classNames;
        Splits = splits;
    }

    /// <summary>The data's name, as an experiment says it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for people: <c>pictures, a folder a class</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The shape that all images have; null for pictures of any size, which are prepared for the network.</summary>
    public virtual Shape? Shape => null;

    /// <summary>What the classes are called, in the order of their labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// The splits that have images, in this order: <c>train</c>, <c>test</c>, <c>validation</c>. Without <c>train</c> the data can only be evaluated;
    /// with nothing else, training images are held out for that.
    /// </summary>
    public IReadOnlyList<SourceSplit> Splits { get; }

    /// <summary>What is odd about it, though it can be read; a line each.</summary>
    public IReadOnlyList<string> Oddities { get; init; } = [];

    /// <summary>Whether there are images to train on.</summary>
    public bool HasTraining => Splits.Any(split => split.Name == Dataset.TrainName);

    /// <summary>Whether there are images that are meant to be evaluated on.</summary>
    public bool HasEvaluated => EvaluatedNames.Length > 0;

    private string[] EvaluatedNames => [.. Splits.Select(split => split.Name).Where(name => name != Dataset.TrainName)];

    /// <summary>The split to evaluate on.</summary>
    /// <param name="wanted">Its name, or another word for it such as <c>val</c>; null for <c>test</c>, or <c>validation</c> where there is no <c>test</c>.</param>
    /// <returns>Its name; null if nobody asked for one and there is none.</returns>
    /// <exception cref="InvalidInputException">There is no such split.</exception>
    public string? EvaluatedSplit(string? wanted)
    {
        if (wanted is null)
            return EvaluatedNames.FirstOrDefault();
        string name = PictureSplit.NameOf(wanted) ?? wanted;
        return EvaluatedNames.Contains(name)
            ? name
            : throw new InvalidInputException($"{Path}: there are no {ClassFolder.Shown(name)} images to evaluate on; there are {(HasEvaluated ? $"images for {string.Join(" and ", EvaluatedNames)}" : "only images to train on")}");
    }

    /// <summary>Checks that there is something to learn. To evaluate, one class and any split are enough.</summary>
    /// <exception cref="InvalidInputException">There are no images to train on, or all are of one class.</exception>
    public void CheckTrains()
    {
        if (!HasTraining)
            throw new InvalidInputException($"{Path}: there are images for {string.Join(" and ", EvaluatedNames)} and none to train on; add some for {Dataset.TrainName}");
        if (ClassNames.Count < 2)
            throw new InvalidInputException($"{Path}: all images are of one class, {ClassNames[0]}; a classifier needs at least two");
    }

    /// <summary>Looks at some of the images.</summary>
    /// <param name="count">At how many, spread evenly over the training images.</param>
    public abstract SourceSample Look(int count = 64);

    /// <summary>Reads the images of the training split and of the one to evaluate on; a split that is not there has no images.</summary>
    /// <param name="request">What is wanted of them.</param>
    /// <exception cref="InvalidInputException">A file is damaged or cannot be read, or there is no such split; one line says which.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract Dataset Read(SourceRequest request);
}

/// <summary>Images of one purpose.</summary>
/// <param name="Name"><c>train</c>, <c>test</c> or <c>validation</c>.</param>
/// <param name="Counts">How many each class has, in the order of the labels.</param>
public sealed record SourceSplit(string Name, IReadOnlyList<int> Counts)
{
    /// <summary>Images in all.</summary>
    public int Count => Counts.Sum();
}

/// <summary>What a look at some of the images has shown.</summary>
/// <param name="Sizes">Their widths and heights.</param>
/// <param name="HasColour">Whether any of them has a pixel that is not grey.</param>
/// <param name="Problems">Why some of them cannot be read; a line each.</param>
public sealed record SourceSample(IReadOnlyList<(int Width, int Height)> Sizes, bool HasColour, IReadOnlyList<string> Problems)
{
    /// <summary>The smallest side of all.</summary>
    public int LeastSide => Sizes.Min(size => Math.Min(size.Width, size.Height));

    /// <summary>The greatest side of all.</summary>
    public int GreatestSide => Sizes.Max(size => Math.Max(size.Width, size.Height));

    /// <summary>The median of the shorter sides.</summary>
    public int MedianSide => Sizes.Select(size => Math.Min(size.Width, size.Height)).Order().ElementAt(Sizes.Count / 2);
}

/// <summary>What is wanted of images.</summary>
/// <param name="Input">The network's input: 1 channel for grey, 3 for colour.</param>
/// <param name="Preparation">How pictures of any size become inputs; what is usual for the source if null.</param>
/// <param name="CacheFolder">Where prepared pixels are kept for the next time; nowhere if null.</param>
/// <param name="Progress">Receives how many files have been read; with a cache, from 1 again for those that are then decoded.</param>
/// <param name="Cancellation">Stops.</param>
public sealed record SourceRequest(
    Shape Input, PicturePreparation? Preparation = null, string? CacheFolder = null, IProgress<int>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>The split to evaluate on; null for <c>test</c> if there is one, else <c>validation</c>, else none.</summary>
    public string? Evaluated { get; init; }
}
