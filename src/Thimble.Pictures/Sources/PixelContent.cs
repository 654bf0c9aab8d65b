namespace Thimble.Pictures;

/// <summary>Labelled images of one size that are pixels already.</summary>
/// <param name="kind">What it is, for people.</param>
/// <param name="path">Where it is.</param>
/// <param name="images">The splits that have images, in the order of <see cref="SourceContent.Splits"/>.</param>
/// <param name="normalization">How pixels become inputs.</param>
/// <param name="classNames">What the classes are called.</param>
internal sealed class PixelContent(string kind, string path, IReadOnlyList<ImageDataset> images, Normalization normalization, IReadOnlyList<string> classNames)
    : SourceContent(path, classNames, [.. images.Select(split => new SourceSplit(split.Split, split.CountClasses()))])
{
    /// <inheritdoc/>
    public override string Name => images[0].Name;

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override Shape? Shape => images[0].ImageShape;

    /// <summary>How a picture becomes an image such as these.</summary>
    public PicturePreparation Preparation { get; init; } = PicturePreparation.Whole;

    /// <inheritdoc/>
    public override SourceSample Look(int count = 64)
    {
        Shape shape = images[0].ImageShape;
        return new([.. Enumerable.Repeat((shape.Width, shape.Height), Math.Min(count, images[0].Count))], shape.Channels > 1, []);
    }

    /// <inheritdoc/>
    public override Dataset Read(SourceRequest request)
    {
        string evaluated = EvaluatedSplit(request.Evaluated) ?? Dataset.TestName;
        return new(ImagesOf(Dataset.TrainName), ImagesOf(evaluated), normalization, Path) { Preparation = Preparation, ClassNames = ClassNames };
    }

    private ImageDataset ImagesOf(string split) => images.FirstOrDefault(one => one.Split == split) ?? new(Name, split, images[0].ImageShape, images[0].ClassCount, [], []);
}
