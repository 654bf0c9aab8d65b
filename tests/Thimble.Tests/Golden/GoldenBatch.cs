using Thimble.Engine;
using Thimble.Graph;

namespace Thimble.Tests.Golden;

/// <summary>The images of a golden case: a pattern of the class plus noise, as tests/golden/network.py makes them.</summary>
/// <param name="golden">The case.</param>
/// <param name="firstSample">The data set index of the first sample; the next is 3 above it.</param>
/// <param name="count">The number of samples, or the case's own.</param>
internal sealed class GoldenBatch(GoldenCase golden, int firstSample, int? count = null) : IBatchSource
{
    public int Count => count ?? golden.Batch;

    public int[] Labels => [.. Enumerable.Range(0, Count).Select(Label)];

    public int[] Samples => [.. Enumerable.Range(0, Count).Select(SampleIndex)];

    public int SampleIndex(int i) => firstSample + (3 * i);

    public int Label(int i) => Random(SampleIndex(i), GoldenPlace.Label).Below(0, golden.Classes);

    public unsafe void WriteImage(int i, float* destination, int stride)
    {
        foreach (float pixel in Image(i))
        {
            *destination = pixel;
            destination += stride;
        }
    }

    /// <summary>The pixels of image <paramref name="i"/>: channel, row, column.</summary>
    public float[] Image(int i)
    {
        KeyedRandom pattern = Random(Label(i), GoldenPlace.Pattern);
        KeyedRandom noise = Random(SampleIndex(i), GoldenPlace.Noise);
        float[] pixels = new float[golden.Definition.Input.Size];
        for (int p = 0; p < pixels.Length; p++)
            pixels[p] = pattern.Uniform(p, -1, 1) + (0.5f * noise.Uniform(p, -1, 1));
        return pixels;
    }

    /// <summary>All images in double precision, for the references.</summary>
    public Tensor4 Images()
    {
        Shape shape = golden.Definition.Input;
        return new(Count, shape.Channels, shape.Height, shape.Width)
        {
            Values = [.. Enumerable.Range(0, Count).SelectMany(Image).Select(pixel => (double)pixel)],
        };
    }

    private KeyedRandom Random(int sample, int place) => new(golden.Seed, epoch: 0, sample, place);
}
