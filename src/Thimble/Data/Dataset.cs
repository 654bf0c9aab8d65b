namespace Thimble;

/// <summary>A data set: what to train on and what to evaluate on.</summary>
/// <param name="Train">The training images.</param>
/// <param name="Evaluated">The images to evaluate on: the test images, or ones held out of the training images.</param>
/// <param name="Normalization">How pixels become network inputs.</param>
/// <param name="Source">Where it came from, for people: a folder, or "generated, seed 1".</param>
public sealed record Dataset(ImageDataset Train, ImageDataset Evaluated, Normalization Normalization, string Source)
{
    /// <summary>The name of the split that trains.</summary>
    internal const string TrainName = "train";

    /// <summary>The name of the split that is evaluated unless training images are held out for it.</summary>
    public const string TestName = "test";

    /// <summary>How a picture becomes an image such as these; the whole picture by default.</summary>
    public PicturePreparation Preparation { get; init; } = PicturePreparation.Whole;

    /// <summary>The training images that <see cref="Evaluated"/> was held out of; null where it is a split of its own.</summary>
    internal ImageDataset? HeldOutOf { get; init; }

    /// <summary>The data set's name, e.g. <c>mnist</c>.</summary>
    public string Name => Train.Name;

    /// <summary>What the classes are called, in the order of their labels: by the data, or numbers from 0.</summary>
    /// <exception cref="ArgumentException">There is not a name a class.</exception>
    public IReadOnlyList<string> ClassNames
    {
        get => field ?? Thimble.ClassNames.Of(Name, Train.ClassCount);
        init => field = value.Count == Train.ClassCount
            ? value
            : throw new ArgumentException($"{value.Count} names for {Train.ClassCount} classes.", nameof(value));
    }

    /// <summary>What <see cref="Evaluated"/> is, for people: <c>test</c> or <c>validation</c>.</summary>
    public string EvaluatedSplit => Evaluated.Split == StratifiedSplit.ValidationName ? StratifiedSplit.ValidationName : TestName;
}
