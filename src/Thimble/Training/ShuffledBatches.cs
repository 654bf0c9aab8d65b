using Thimble.Engine;

namespace Thimble.Training;

/// <summary>
/// The training images in an epoch's random order, a batch at a time, augmented as they are read. Order and changes
/// depend on (seed, epoch, image) alone.
/// </summary>
internal sealed unsafe class ShuffledBatches : IBatchSource
{
    private readonly ImageDataset _images;
    private readonly Normalization _normalization;
    private readonly Recipe _recipe;
    private readonly ulong _seed;
    private readonly int[] _order;
    private Augmentation _augmentation;
    private int _epoch;
    private int _first;

    /// <summary>Starts before the first epoch.</summary>
    public ShuffledBatches(ImageDataset images, Normalization normalization, Recipe recipe, ulong seed)
    {
        _images = images;
        _normalization = normalization;
        _recipe = recipe;
        _augmentation = AugmentationOf(recipe.Augmentation);
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
        _augmentation = AugmentationOf(_recipe.Augmentation.AtEpoch(epoch, _recipe.Epochs));
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
    public void WriteImage(int i, float* destination, int stride)
    {
        int sample = SampleIndex(i);
        var random = new KeyedRandom(_seed, _epoch, sample, RandomPlace.Augmentation);
        _augmentation.Write(_images.Pixels(sample), random, destination, stride);
    }

    private Augmentation AugmentationOf(AugmentationOptions options) => new(options, _images.ImageShape, _normalization);
}
