namespace Thimble.Training;

/// <summary>The training images of an epoch as a training sees them, turned back into bytes.</summary>
internal sealed unsafe class AugmentedImages
{
    private readonly ImageDataset _images;
    private readonly PixelScale _scale;
    private readonly ShuffledBatches _batches;
    private readonly int _batchSize;
    private readonly int[] _places;
    private readonly float[] _pixels;

    /// <summary>Starts before the first epoch.</summary>
    /// <param name="data">The images.</param>
    /// <param name="recipe">How they are augmented.</param>
    /// <param name="seed">The run's seed.</param>
    public AugmentedImages(Dataset data, Recipe recipe, ulong seed)
    {
        _images = data.Train;
        _scale = PixelScale.Of(data.Normalization, data.Train.ImageShape.Channels);
        _batches = new(data.Train, data.Normalization, recipe, seed);
        _batchSize = recipe.BatchSize;
        _places = new int[data.Train.Count];
        _pixels = new float[data.Train.ImageShape.Size];
    }

    /// <summary>Shuffles for an epoch, from 1.</summary>
    public void StartEpoch(int epoch)
    {
        _batches.StartEpoch(epoch);
        int place = 0;
        for (int batch = 0; batch < _batches.BatchCount; batch++)
        {
            _batches.MoveTo(batch);
            for (int i = 0; i < _batches.Count; i++)
                _places[_batches.SampleIndex(i)] = place++;
        }
    }

    /// <summary>An image of the data set as it is trained on.</summary>
    public byte[] Image(int sample)
    {
        int place = MoveTo(sample);
        fixed (float* pixels = _pixels)
            _batches.WriteImage(place, pixels, stride: 1);
        return Bytes();
    }

    /// <summary>What is mixed into an image, as it is before; null where nothing is.</summary>
    public byte[]? Partner(int sample)
    {
        int place = MoveTo(sample);
        if (_batches.MixOf(place).IsNone)
            return null;
        fixed (float* pixels = _pixels)
            _batches.WriteUnmixed(_batches.PartnerOf(place), pixels, stride: 1);
        return Bytes();
    }

    private int MoveTo(int sample)
    {
        _batches.MoveTo(_places[sample] / _batchSize);
        return _places[sample] % _batchSize;
    }

    private byte[] Bytes()
    {
        byte[] bytes = new byte[_pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            int channel = i / _images.ImageShape.PlaneSize;
            bytes[i] = (byte)Math.Clamp(MathF.Round((_pixels[i] - _scale.Addend(channel)) / _scale.Factor(channel)), 0, 255);
        }

        return bytes;
    }
}
