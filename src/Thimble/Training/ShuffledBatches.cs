using System.Buffers;
using Thimble.Engine;
using Thimble.Kernels;

namespace Thimble.Training;

/// <summary>
/// The training images in an epoch's random order, a batch at a time, augmented as they are read. Order and changes
/// depend on (seed, epoch, image) alone. An image's partner in mixup and CutMix is the one before it in the batch, and the
/// last one for the first (torchvision's <c>roll(1)</c>); it is augmented by its own draws. The only image of a batch has none.
/// </summary>
internal sealed unsafe class ShuffledBatches : IBatchSource
{
    private readonly ImageDataset _images;
    private readonly Normalization _normalization;
    private readonly Recipe _recipe;
    private readonly ulong _seed;
    private readonly int[] _order;
    private Augmentation _augmentation;
    private AugmentationOptions _options;
    private int _epoch;
    private int _first;

    /// <summary>Starts before the first epoch.</summary>
    public ShuffledBatches(ImageDataset images, Normalization normalization, Recipe recipe, ulong seed)
    {
        _images = images;
        _normalization = normalization;
        _recipe = recipe;
        _options = recipe.Augmentation;
        _augmentation = AugmentationOf(_options);
        _seed = seed;
        _order = new int[images.Count];
    }

    /// <summary>Batches in an epoch; the last may be smaller.</summary>
    public int BatchCount => (_images.Count + _recipe.BatchSize - 1) / _recipe.BatchSize;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>Shuffles for an epoch, from 1.</summary>
    public void StartEpoch(int epoch)
    {
        _epoch = epoch;
        _options = _recipe.Augmentation.AtEpoch(epoch, _recipe.Epochs);
        _augmentation = AugmentationOf(_options);
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        var random = new KeyedRandom(_seed, epoch, sample: 0, RandomPlace.Shuffle);
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i, i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }

    /// <summary>Moves to a batch, from 0.</summary>
    public void MoveTo(int batch)
    {
        _first = batch * _recipe.BatchSize;
        Count = Math.Min(_recipe.BatchSize, _images.Count - _first);
    }

    /// <inheritdoc/>
    public int SampleIndex(int i) => _order[_first + i];

    /// <inheritdoc/>
    public int Label(int i) => _images.Label(SampleIndex(i));

    /// <inheritdoc/>
    public Target TargetOf(int i)
    {
        MixDraw mix = MixOf(i);
        return mix.IsNone ? Target.Of(Label(i)) : new(Label(i), Label(PartnerOf(i)), mix.Share);
    }

    /// <inheritdoc/>
    public void WriteImage(int i, float* destination, int stride)
    {
        WriteUnmixed(i, destination, stride);
        MixDraw mix = MixOf(i);
        if (mix.IsNone)
            return;
        int size = _images.ImageShape.Size;
        float[] rented = ArrayPool<float>.Shared.Rent(size);
        fixed (float* partner = rented)
            WriteUnmixed(PartnerOf(i), partner, stride: 1);
        Mixing.Apply(mix, _images.ImageShape, destination, stride, rented.AsSpan(0, size));
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>How sample <paramref name="i"/> of the batch is mixed with its partner.</summary>
    public MixDraw MixOf(int i) => Count < 2
        ? MixDraw.None
        : MixDraw.Of(_options, new(_seed, _epoch, SampleIndex(i), RandomPlace.Mixing), _images.ImageShape);

    /// <summary>The place in the batch of the sample that sample <paramref name="i"/> is mixed with.</summary>
    public int PartnerOf(int i) => i == 0 ? Count - 1 : i - 1;

    /// <summary>Writes sample <paramref name="i"/> as it is before another is mixed in.</summary>
    public void WriteUnmixed(int i, float* destination, int stride)
    {
        int sample = SampleIndex(i);
        var random = new KeyedRandom(_seed, _epoch, sample, RandomPlace.Augmentation);
        _augmentation.Write(_images.Pixels(sample), random, destination, stride);
    }

    private Augmentation AugmentationOf(AugmentationOptions options) => new(options, _images.ImageShape, _normalization);
}
