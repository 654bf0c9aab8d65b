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

    /// <summary>What the classes are called, in the order of their labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The splits, the training images first. Without one to evaluate on, training images are held out for that.</summary>
    public required IReadOnlyList<SourceSplit> Splits { get; init; }

    /// <summary>What is odd about it, though it can be read; a line each.</summary>
    public IReadOnlyList<string> Oddities { get; init; } = [];

    /// <summary>Whether there are images to evaluate on beside those to train on.</summary>
    public bool HasEvaluated => Splits.Count > 1;

    /// <summary>What is known of the images' sizes and colours; looks at every file, but does not decode it.</summary>
    /// <exception cref="InvalidInputException">A file cannot be read.</exception>
    public abstract SourceSizes MeasureSizes();

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

/// <summary>How large images are.</summary>
/// <param name="Least">The least width and height.</param>
/// <param name="Median">Widths and heights that half of the images stay within.</param>
/// <param name="Greatest">The greatest width and height.</param>
/// <param name="HasColour">Whether any of them may be in colour.</param>
public sealed record SourceSizes((int Width, int Height) Least, (int Width, int Height) Median, (int Width, int Height) Greatest, bool HasColour);

/// <summary>What is wanted of images.</summary>
/// <param name="Input">The network's input: 1 channel for grey, 3 for colour.</param>
/// <param name="Preparation">How pictures of any size become inputs; what is usual for the source if null.</param>
/// <param name="CacheFolder">Where prepared pixels are kept for the next time; nowhere if null.</param>
/// <param name="Progress">Is told how many files have been read.</param>
/// <param name="Cancellation">Stops.</param>
public sealed record SourceRequest(
    Shape Input, PicturePreparation? Preparation = null, string? CacheFolder = null, IProgress<int>? Progress = null, CancellationToken Cancellation = default);
