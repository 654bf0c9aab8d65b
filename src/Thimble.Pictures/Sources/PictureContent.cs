using System.Diagnostics.CodeAnalysis;

namespace Thimble.Pictures;

/// <summary>Labelled picture files of any size.</summary>
internal sealed class PictureContent : SourceContent
{
    private readonly PictureSplit[] _pictures;

    /// <summary>Takes files.</summary>
    /// <param name="name">The data's name.</param>
    /// <param name="kind">What it is, for people.</param>
    /// <param name="pictures">The files, those to train on first.</param>
    /// <param name="classes">How many classes there are.</param>
    [SetsRequiredMembers]
    public PictureContent(string name, string kind, PictureSplit[] pictures, int classes)
    {
        Name = name;
        Kind = kind;
        _pictures = pictures;
        Path = "";
        ClassNames = [];
        Splits = [.. pictures.Select(split => new SourceSplit(split.Name, split.CountClasses(classes)))];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Kind { get; }

    /// <inheritdoc/>
    public override SourceSizes MeasureSizes() => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Dataset Read(SourceRequest request)
    {
        PicturePreparation preparation = request.Preparation ?? PicturePreparation.Whole;
        var pixels = new PreparedPixels(request, preparation);
        ImageDataset train = Read(_pictures[0], pixels, request.Input);
        ImageDataset evaluated = _pictures.Length > 1
            ? Read(_pictures[1], pixels, request.Input)
            : new(Name, Dataset.TestName, request.Input, ClassNames.Count, [], []);
        return new Dataset(train, evaluated, Normalization.Of(train), Path) { Preparation = preparation, ClassNames = ClassNames };
    }

    private ImageDataset Read(PictureSplit split, PreparedPixels pixels, Shape input) =>
        new(Name, split.Name, input, ClassNames.Count, pixels.Of(split.Paths), places: null, split.Labels);
}
