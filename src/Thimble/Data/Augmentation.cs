using System.Buffers;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Data;

/// <summary>
/// Turns an image's bytes into network inputs, moved at random: one bilinear resampling through one affine map, with
/// background (0) outside the image. It keeps no state between images, so any thread may use it.
/// </summary>
public sealed unsafe class Augmentation
{
    /// <summary>A zero pixel before the image, and two after it, so that every clamped coordinate has neighbours.</summary>
    private const int Padding = 3;

    private const int GreatestOnStack = 4096;

    private readonly AugmentationOptions _options;
    private readonly Shape _shape;
    private readonly bool _isIdentity;
    private readonly float[] _normalized = new float[256];
    private readonly float _scale;
    private readonly float _offset;

    /// <summary>Prepares for images of one shape.</summary>
    /// <param name="options">How far images are moved.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="normalization">How pixels become network inputs.</param>
    public Augmentation(AugmentationOptions options, Shape shape, Normalization normalization)
    {
        _options = options;
        _shape = shape;
        _isIdentity = options == AugmentationOptions.None;
        for (int pixel = 0; pixel < 256; pixel++)
            _normalized[pixel] = ((pixel / 255f) - normalization.Mean) / normalization.StandardDeviation;
        _scale = 1 / (255 * normalization.StandardDeviation);
        _offset = -normalization.Mean / normalization.StandardDeviation;
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

    /// <summary>Writes one image so that pixel i lies at destination[i × stride].</summary>
    internal void Write(ReadOnlySpan<byte> source, KeyedRandom random, float* destination, int stride)
    {
        if (source.Length != _shape.Size)
            throw new ArgumentException($"An image of {_shape} has {_shape.Size} bytes, not {source.Length}.", nameof(source));
        if (_isIdentity)
            Copy(source, destination, stride);
        else
            Warp(source, AffineDraw.Of(_options, random).Inverse(_shape), destination, stride);
    }

    /// <summary>Writes one image through a given map from the new image's pixels to the source's.</summary>
    internal void Warp(ReadOnlySpan<byte> source, AffineMap map, float* destination, int stride)
    {
        int length = (_shape.Height + Padding) * (_shape.Width + Padding);
        float[]? rented = length > GreatestOnStack ? ArrayPool<float>.Shared.Rent(length) : null;
        Span<float> padded = rented ?? stackalloc float[GreatestOnStack];
        padded = padded[..length];
        padded.Clear();
        fixed (float* pointer = padded)
        {
            for (int channel = 0; channel < _shape.Channels; channel++)
            {
                Pad(source.Slice(channel * _shape.PlaneSize, _shape.PlaneSize), padded);
                WarpPlane(pointer, map, destination + ((long)channel * _shape.PlaneSize * stride), stride);
            }
        }

        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
    }

    private void Copy(ReadOnlySpan<byte> source, float* destination, int stride)
    {
        fixed (float* normalized = _normalized)
        {
            foreach (byte pixel in source)
            {
                *destination = normalized[pixel];
                destination += stride;
            }
        }
    }

    /// <summary>Copies a plane into the middle of the padded one, whose border stays 0.</summary>
    private void Pad(ReadOnlySpan<byte> plane, Span<float> padded)
    {
        int width = _shape.Width;
        for (int y = 0; y < _shape.Height; y++)
        {
            ReadOnlySpan<byte> from = plane.Slice(y * width, width);
            Span<float> to = padded.Slice(((y + 1) * (width + Padding)) + 1, width);
            for (int x = 0; x < from.Length; x++)
                to[x] = from[x];
        }
    }

    private void WarpPlane(float* padded, AffineMap map, float* destination, int stride)
    {
        Vector256<float> columns = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        float* values = stackalloc float[Vector256<float>.Count];
        for (int y = 0; y < _shape.Height; y++)
        {
            // The padded plane starts one pixel earlier in both directions.
            float rowX = (map.XY * y) + map.X0 + 1;
            float rowY = (map.YY * y) + map.Y0 + 1;
            for (int x = 0; x < _shape.Width; x += Vector256<float>.Count)
            {
                Vector256<float> column = columns + Vector256.Create((float)x);
                Vector256<float> sourceX = (column * map.XX) + Vector256.Create(rowX);
                Vector256<float> sourceY = (column * map.YX) + Vector256.Create(rowY);
                Vector256<float> pixels = Sample(padded, sourceX, sourceY);
                ((pixels * _scale) + Vector256.Create(_offset)).Store(values);
                int count = Math.Min(Vector256<float>.Count, _shape.Width - x);
                for (int i = 0; i < count; i++)
                {
                    *destination = values[i];
                    destination += stride;
                }
            }
        }
    }

    /// <summary>Eight bilinear samples; a coordinate outside is moved to the zero border, which gives 0.</summary>
    private Vector256<float> Sample(float* padded, Vector256<float> sourceX, Vector256<float> sourceY)
    {
        int width = _shape.Width + Padding;
        sourceX = Vector256.MinNative(Vector256.MaxNative(sourceX, Vector256<float>.Zero), Vector256.Create(_shape.Width + 1f));
        sourceY = Vector256.MinNative(Vector256.MaxNative(sourceY, Vector256<float>.Zero), Vector256.Create(_shape.Height + 1f));
        Vector256<int> left = Vector256.ConvertToInt32Native(sourceX);
        Vector256<int> top = Vector256.ConvertToInt32Native(sourceY);
        Vector256<float> rightWeight = sourceX - Vector256.ConvertToSingle(left);
        Vector256<float> bottomWeight = sourceY - Vector256.ConvertToSingle(top);
        Vector256<int> index = (top * width) + left;

        Vector256<float> topLeft = Gather(padded, index);
        Vector256<float> topRight = Gather(padded + 1, index);
        Vector256<float> bottomLeft = Gather(padded + width, index);
        Vector256<float> bottomRight = Gather(padded + width + 1, index);
        Vector256<float> upper = topLeft + ((topRight - topLeft) * rightWeight);
        Vector256<float> lower = bottomLeft + ((bottomRight - bottomLeft) * rightWeight);
        return upper + ((lower - upper) * bottomWeight);
    }

    private static Vector256<float> Gather(float* source, Vector256<int> index) => Avx2.IsSupported
        ? Avx2.GatherVector256(source, index, sizeof(float))
        : Vector256.Create(
            source[index[0]], source[index[1]], source[index[2]], source[index[3]],
            source[index[4]], source[index[5]], source[index[6]], source[index[7]]);
}
