namespace Thimble;

/// <summary>Pixels as a network takes them in evaluation: (pixel / 255 − mean) / standard deviation.</summary>
internal sealed unsafe class NormalizedPixels
{
    private readonly float[] _factors;
    private readonly float[] _addends;
    private readonly int _length;

    /// <summary>Prepares for images of one shape.</summary>
    /// <exception cref="InvalidInputException">The normalization is for another number of channels.</exception>
    public NormalizedPixels(Normalization normalization, Shape shape)
    {
        normalization.CheckFits(shape);
        int pairs = normalization.Means.Count;
        _factors = [.. Enumerable.Range(0, pairs).Select(normalization.Factor)];
        _addends = [.. Enumerable.Range(0, pairs).Select(normalization.Addend)];
        _length = shape.Size / pairs;
    }

    /// <summary>Writes an image: pixel p to destination[p · stride].</summary>
    public void Write(ReadOnlySpan<byte> pixels, float* destination, int stride)
    {
        for (int pair = 0; pair < _factors.Length; pair++)
        {
            float factor = _factors[pair];
            float addend = _addends[pair];
            foreach (byte pixel in pixels.Slice(pair * _length, _length))
            {
                *destination = (pixel * factor) + addend;
                destination += stride;
            }
        }
    }
}
