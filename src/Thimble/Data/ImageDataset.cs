using System.Security.Cryptography;
using Thimble.Engine;

namespace Thimble;

/// <summary>Labelled images of one size, as bytes: one split (train or test) of a data set.</summary>
public sealed class ImageDataset
{
    private readonly PixelStore _pixels;

    // Where in the store each image is; null where they are there in order.
    private readonly int[]? _places;
    private readonly byte[] _labels;
    private readonly Lazy<string> _contentHash;

    /// <summary>Takes images and labels as they are; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="name">The data set's name, e.g. <c>mnist</c>.</param>
    /// <param name="split">The split's name: <c>train</c> or <c>test</c>.</param>
    /// <param name="imageShape">The shape of one image.</param>
    /// <param name="classCount">The number of classes; every label is below it.</param>
    /// <param name="pixels">Image after image, each channel, row, column: 0 (background) to 255.</param>
    /// <param name="labels">One label an image.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is out of range.</exception>
    public ImageDataset(string name, string split, Shape imageShape, int classCount, byte[] pixels, byte[] labels)
        : this(name, split, imageShape, classCount, new PixelArray(pixels), places: null, labels)
    {
        if ((long)labels.Length * imageShape.Size != pixels.Length)
            throw new ArgumentException($"{labels.Length} images of {imageShape} need {(long)labels.Length * imageShape.Size} bytes, not {pixels.Length}.", nameof(pixels));
    }

    /// <summary>Takes images from where they are stored.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="imageShape">The shape of one image.</param>
    /// <param name="classCount">The number of classes; every label is below it.</param>
    /// <param name="pixels">The pixels of at least these images.</param>
    /// <param name="places">Where in <paramref name="pixels"/> each image is; null where they are there in order.</param>
    /// <param name="labels">One label an image.</param>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    internal ImageDataset(string name, string split, Shape imageShape, int classCount, PixelStore pixels, int[]? places, byte[] labels)
    {
        if (labels.AsSpan().ContainsAnyInRange((byte)Math.Min(classCount, 255), byte.MaxValue) && classCount < 256)
            throw new ArgumentException($"A label is not below the class count {classCount}.", nameof(labels));
        Name = name;
        Split = split;
        ImageShape = imageShape;
        ClassCount = classCount;
        _pixels = pixels;
        _places = places;
        _labels = labels;
        _contentHash = new Lazy<string>(HashContent);
    }

    /// <summary>The data set's name, e.g. <c>mnist</c>.</summary>
    public string Name { get; }

    /// <summary>The split's name: <c>train</c> or <c>test</c>.</summary>
    public string Split { get; }

    /// <summary>The shape of one image.</summary>
    public Shape ImageShape { get; }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>What the images are called, such as their files, in the order of the store; null where they have no names.</summary>
    internal IReadOnlyList<string>? ImageNames { get; init; }

    /// <summary>The number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>One label an image.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>SHA-256 of pixels and labels, in lower-case hexadecimal: what the data is, however it was stored.</summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>The pixels of image <paramref name="index"/>: channel, row, column; 0 to 255.</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.Image(_places is null ? index : _places[index], ImageShape.Size);

    /// <summary>What image <paramref name="index"/> is called; null if it has no name.</summary>
    internal string? NameOf(int index) => ImageNames?[_places is null ? index : _places[index]];

    /// <summary>The label of image <paramref name="index"/>.</summary>
    public int Label(int index) => _labels[index];

    /// <summary>The first <paramref name="count"/> images, or all of them if there are fewer.</summary>
    public ImageDataset Take(int count)
    {
        count = Math.Min(count, Count);
        return count == Count ? this : new(Name, Split, ImageShape, ClassCount, _pixels, _places?[..count], _labels[..count]) { ImageNames = ImageNames };
    }

    /// <summary>Some of the images, in the order of their indices here. Their pixels stay where they are.</summary>
    /// <param name="indices">Which ones.</param>
    /// <param name="split">What they are called; as these are if null.</param>
    internal ImageDataset Select(IReadOnlyList<int> indices, string? split = null)
    {
        int[] places = [.. indices.Select(index => _places is null ? index : _places[index])];
        byte[] labels = [.. indices.Select(index => _labels[index])];
        return new(Name, split ?? Split, ImageShape, ClassCount, _pixels, places, labels) { ImageNames = ImageNames };
    }

    /// <summary>The same images with another number of classes.</summary>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    internal ImageDataset WithClassCount(int classCount) => classCount == ClassCount ? this : new(Name, Split, ImageShape, classCount, _pixels, _places, _labels) { ImageNames = ImageNames };

    /// <summary>The same images with other labels.</summary>
    /// <param name="labels">What each label becomes.</param>
    /// <param name="classCount">The number of classes then.</param>
    internal ImageDataset Relabel(IReadOnlyList<byte> labels, int classCount) =>
        new(Name, Split, ImageShape, classCount, _pixels, _places, [.. _labels.Select(label => labels[label])]) { ImageNames = ImageNames };

    /// <summary>How many images each class has, in the order of the labels.</summary>
    internal int[] CountClasses()
    {
        int[] counts = new int[ClassCount];
        foreach (byte label in _labels)
            counts[label]++;
        return counts;
    }

    private string HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Count; i++)
            hash.AppendData(Pixels(i));
        hash.AppendData(_labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Images in the data set's own order, unchanged but for normalization: what evaluation reads.</summary>
/// <param name="images">The images.</param>
/// <param name="normalization">How pixels become inputs.</param>
/// <exception cref="InvalidInputException">The normalization is for another number of channels.</exception>
internal sealed unsafe class DatasetBatch(ImageDataset images, Normalization normalization) : IBatchSource
{
    private readonly NormalizedPixels _normalized = new(normalization, images.ImageShape);

    public int Count => images.Count;

    public int SampleIndex(int i) => i;

    public int Label(int i) => images.Label(i);

    public void WriteImage(int i, float* destination, int stride) =>
        _normalized.Write(images.Pixels(i), destination, stride);
}
