using System.Diagnostics.CodeAnalysis;

namespace Thimble.Pictures;

/// <summary>Labelled images of one size that are pixels already.</summary>
internal sealed class PixelContent : SourceContent
{
    private readonly Dataset _data;

    /// <summary>Takes images.</summary>
    /// <param name="kind">What it is, for people.</param>
    /// <param name="data">The images; without any to evaluate on, some are held out of the others.</param>
    [SetsRequiredMembers]
    public PixelContent(string kind, Dataset data)
    {
        Kind = kind;
        _data = data;
        Path = data.Source;
        ClassNames = data.ClassNames;
        ImageDataset[] splits = data.Evaluated.Count > 0 ? [data.Train, data.Evaluated] : [data.Train];
        Splits = [.. splits.Select(split => new SourceSplit(split.Split, split.CountClasses()))];
    }

    /// <inheritdoc/>
    public override string Name => _data.Name;

    /// <inheritdoc/>
    public override string Kind { get; }

    /// <inheritdoc/>
    public override Shape? Shape => _data.Train.ImageShape;

    /// <inheritdoc/>
    public override SourceSample Look(int count = 64)
    {
        Shape shape = _data.Train.ImageShape;
        return new([.. Enumerable.Repeat((shape.Width, shape.Height), Math.Min(count, _data.Train.Count))], shape.Channels > 1, []);
    }

    /// <inheritdoc/>
    public override Dataset Read(SourceRequest request) => _data;
}
