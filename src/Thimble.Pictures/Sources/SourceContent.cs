namespace Thimble.Pictures;

/// <summary>Labelled images that were found at a path, before they are read.</summary>
public abstract class SourceContent
{
    /// <summary>The data's name, as an experiment says it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for people: <c>pictures, a folder a class</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>The shape that all images have; null for pictures of any size, which are prepared for the network.</summary>
    public virtual Shape? Shape => null;

    /// <summary>What the classes are called, in the order of their labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The splits, the training images first. Without one to evaluate on, training images are held out for that.</summary>
    public required IReadOnlyList<SourceSplit> Splits { get; init; }

    /// <summary>What is odd about it, though it can be read; a line each.</summary>
    public IReadOnlyList<string> Oddities { get; init; } = [];

    /// <summary>Whether there are images to evaluate on beside those to train on.</summary>
    public bool HasEvaluated => Splits.Count > 1;

    /// <summary>Checks that there is something to tell apart. One class is enough to evaluate on.</summary>
    /// <exception cref="InvalidInputException">There is one class only.</exception>
    public void CheckTrains()
    {
        if (ClassNames.Count < 2)
            throw new InvalidInputException($"{Path}: all images are of one class, {ClassNames[0]}; a classifier needs at least two");
    }

    /// <summary>Looks at some of the images.</summary>
    /// <param name="count">At how many, spread evenly over the training images.</param>
    public abstract SourceSample Look(int count = 64);

    /// <summary>Reads the images.</summary>
    /// <param name="request">What is wanted of them.</param>
    /// <exception cref="InvalidInputException">A file is damaged or cannot be read; one line says which.</exception>
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
/// <param name="Progress">Is told how many files have been read.</param>
/// <param name="Cancellation">Stops.</param>
public sealed record SourceRequest(
    Shape Input, PicturePreparation? Preparation = null, string? CacheFolder = null, IProgress<int>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>Which split is evaluated.</summary>
    public string? Evaluated { get; init; }
}
