using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>The batches of an epoch, shuffled, augmented and normalized beforehand: what is left is the steps.</summary>
internal sealed unsafe class PreparedBatches : IBatchSource
{
    private readonly float[] _pixels;
    private readonly int[] _indices;
    private readonly int[] _labels;
    private readonly Target[] _targets;
    private readonly int _size;
    private readonly int _batch;
    private int _first;

    /// <summary>Reads a whole epoch.</summary>
    /// <param name="batches">The epoch, started.</param>
    /// <param name="images">Images in it.</param>
    /// <param name="size">Numbers an image.</param>
    /// <param name="batch">Images a batch.</param>
    public PreparedBatches(ShuffledBatches batches, int images, int size, int batch)
    {
        _size = size;
        _batch = batch;
        _pixels = new float[(long)images * size];
        _indices = new int[images];
        _labels = new int[images];
        _targets = new Target[images];
        fixed (float* pixels = _pixels)
        {
            for (int b = 0; b < batches.BatchCount; b++)
            {
                batches.MoveTo(b);
                for (int i = 0; i < batches.Count; i++)
                {
                    int place = (b * batch) + i;
                    _indices[place] = batches.SampleIndex(i);
                    _labels[place] = batches.Label(i);
                    _targets[place] = batches.TargetOf(i);
                    batches.WriteImage(i, pixels + ((long)place * size), stride: 1);
                }
            }
        }
    }

    /// <summary>Batches in the epoch.</summary>
    public int BatchCount => (_labels.Length + _batch - 1) / _batch;

    /// <inheritdoc/>
    public int Count => Math.Min(_batch, _labels.Length - _first);

    /// <summary>Moves to a batch, from 0.</summary>
    public void MoveTo(int batch) => _first = batch * _batch;

    /// <inheritdoc/>
    public int SampleIndex(int i) => _indices[_first + i];

    /// <inheritdoc/>
    public int Label(int i) => _labels[_first + i];

    /// <inheritdoc/>
    public Target TargetOf(int i) => _targets[_first + i];

    /// <inheritdoc/>
    public void WriteImage(int i, float* destination, int stride)
    {
        ReadOnlySpan<float> image = _pixels.AsSpan((_first + i) * _size, _size);
        for (int p = 0; p < image.Length; p++)
            destination[p * stride] = image[p];
    }
}
