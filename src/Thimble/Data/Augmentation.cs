using System.Buffers;

namespace Thimble;

/// <summary>
/// Turns an image's bytes into network inputs, changed at random: first moved (affine map, crop, flip), then its colours
/// changed, then normalized, then a square cut out. It keeps no state between images, so any thread may use it.
/// </summary>
internal sealed unsafe class Augmentation
{
    private const int ColourChannels = 3;

    private readonly AugmentationOptions _options;
    private readonly Shape _shape;
    private readonly AffineWarp _warp;
    private readonly ColourJitter _jitter;
    private readonly PixelScale _normalized;
    private readonly PixelScale _plain;

    /// <summary>Prepares for images of one shape.</summary>
    /// <param name="options">How far images are changed.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="normalization">How pixels become network inputs.</param>
    /// <exception cref="InvalidInputException">A figure of the options is out of its range, or it or the normalization is not for images of this shape.</exception>
    public Augmentation(AugmentationOptions options, Shape shape, Normalization normalization)
    {
        AugmentationOptions.Schema.Check(options);
        CheckFit(options, shape);
        normalization.CheckFits(shape);
        _options = options;
        _shape = shape;
        _warp = new(shape);
        _jitter = new(shape);
        _normalized = PixelScale.Of(normalization, shape.Channels);
        _plain = PixelScale.Plain(shape.Channels);
    }

    /// <summary>Writes one image, channel, row, column.</summary>
    /// <param name="source">The image's bytes.</param>
    /// <param name="random">KeyedRandom(seed, epoch, sample, <see cref="RandomPlace.Augmentation"/>).</param>
    /// <param name="destination">As many floats as the image has bytes.</param>
    /// <exception cref="ArgumentException">A length is not the shape's size.</exception>
    public void Write(ReadOnlySpan<byte> source, KeyedRandom random, Span<float> destination)
    {
        if (destination.Length != _shape.Size)
            throw new ArgumentException($"An image of {_shape} needs {_shape.Size} floats, not {destination.Length}.", nameof(destination));
        fixed (float* pointer = destination)
            Write(source, random, pointer, 1);
    }

    /// <summary>Writes one image so that pixel i is at destination[i × stride].</summary>
    internal void Write(ReadOnlySpan<byte> source, KeyedRandom random, float* destination, int stride)
    {
        if (source.Length != _shape.Size)
            throw new ArgumentException($"An image of {_shape} has {_shape.Size} bytes, not {source.Length}.", nameof(source));
        if (_options.ChangesColours)
            Recolour(source, random, destination, stride);
        else
            Move(source, random, _normalized, destination, stride);
        if (_options.Cutout > 0)
            Cutout.Erase(Cutout.Draw(_options.Cutout, random, _shape), _shape, destination, stride);
    }

    private static void CheckFit(AugmentationOptions options, Shape shape)
    {
        int side = Math.Min(shape.Height, shape.Width);
        if (options.CropBorder > 0 && options.CropBorder >= side)
            throw new InvalidInputException($"AugmentationOptions: crop_border: {options.CropBorder} can move images of {shape.Height}×{shape.Width} out of sight; use less than {side}");
        if (options.Cutout > 0 && options.Cutout >= side)
            throw new InvalidInputException($"AugmentationOptions: cutout: {options.Cutout} can cover images of {shape.Height}×{shape.Width}; use less than {side}");
        if (options.Saturation > 0 && shape.Channels != ColourChannels)
        {
            string channels = shape.Channels == 1 ? "1 channel" : $"{shape.Channels} channels";
            throw new InvalidInputException($"AugmentationOptions: saturation: it changes colours (3 channels), but these images have {channels}; leave it out");
        }
    }

    private void Recolour(ReadOnlySpan<byte> source, KeyedRandom random, float* destination, int stride)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(_shape.Size + ColourJitter.ReadAhead);
        fixed (float* pixels = rented)
        {
            Move(source, random, _plain, pixels, 1);
            _jitter.Apply(pixels, ColourDraw.Of(_options, random), _normalized);
            for (int i = 0; i < _shape.Size; i++)
            {
                *destination = pixels[i];
                destination += stride;
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private void Move(ReadOnlySpan<byte> source, KeyedRandom random, PixelScale scale, float* destination, int stride)
    {
        FlipAndCrop pixels = FlipAndCrop.Of(_options, random);
        if (_options.IsAffine)
            _warp.Write(source, pixels.After(AffineDraw.Of(_options, random).Inverse(_shape), _shape.Width), scale, destination, stride);
        else
            pixels.Write(source, _shape, scale, destination, stride);
    }
}
