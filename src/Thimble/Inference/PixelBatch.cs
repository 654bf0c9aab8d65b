using Thimble.Engine;

namespace Thimble;

/// <summary>Images in a caller's memory, one after the other. Made once and pointed elsewhere for each call.</summary>
/// <param name="shape">The shape of an image.</param>
/// <param name="normalization">How pixels become inputs.</param>
internal sealed unsafe class PixelBatch(Shape shape, Normalization normalization) : IBatchSource
{
    private readonly NormalizedPixels _normalized = new(normalization, shape);
    private readonly int _size = shape.Size;
    private byte* _pixels;

    public int Count { get; private set; }

    /// <summary>Points to images, which must stay where they are until they are computed with.</summary>
    public void PointTo(byte* pixels, int count)
    {
        _pixels = pixels;
        Count = count;
    }

    public int SampleIndex(int i) => i;

    public int Label(int i) => throw new NotSupportedException("These images have no labels.");

    public void WriteImage(int i, float* destination, int stride) =>
        _normalized.Write(new ReadOnlySpan<byte>(_pixels + ((nint)i * _size), _size), destination, stride);
}
