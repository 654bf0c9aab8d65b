using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble;

/// <summary>
/// One bilinear resampling of an image through one affine map, with background (0) outside the image. It keeps no state
/// between images, so any thread may use it.
/// </summary>
/// <param name="shape">The shape of an image.</param>
internal sealed unsafe class AffineWarp(Shape shape)
{
    /// <summary>A zero pixel before the image, and two after it, so that every clamped coordinate has neighbours.</summary>
    private const int Padding = 3;

    /// <summary>Eight samples are read as pairs of pixels in a word of four bytes, two beyond the pair.</summary>
    private const int ReadAhead = 2;

    private const int GreatestOnStack = 4096;

    /// <summary>Writes one image so that pixel i is at destination[i × stride].</summary>
    /// <param name="source">The image's bytes.</param>
    /// <param name="map">From the new image's pixels to the source's.</param>
    /// <param name="scale">How pixels become numbers.</param>
    /// <param name="destination">Room for the image.</param>
    /// <param name="stride">Floats between two pixels.</param>
    [SkipLocalsInit]
    public void Write(ReadOnlySpan<byte> source, AffineMap map, PixelScale scale, float* destination, int stride)
    {
        int length = ((shape.Height + Padding) * (shape.Width + Padding)) + ReadAhead;
        byte[]? rented = length > GreatestOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> padded = rented ?? stackalloc byte[GreatestOnStack];
        padded = padded[..length];
        padded.Clear();
        fixed (byte* pointer = padded)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                Pad(source.Slice(channel * shape.PlaneSize, shape.PlaneSize), padded);
                WarpPlane(pointer, map, scale.Factor(channel), scale.Addend(channel), destination + ((long)channel * shape.PlaneSize * stride), stride);
            }
        }

        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Copies a plane into the middle of the padded one, whose border stays 0.</summary>
    private void Pad(ReadOnlySpan<byte> plane, Span<byte> padded)
    {
        int width = shape.Width;
        for (int y = 0; y < shape.Height; y++)
            plane.Slice(y * width, width).CopyTo(padded[(((y + 1) * (width + Padding)) + 1)..]);
    }

    private void WarpPlane(byte* padded, AffineMap map, float factor, float addend, float* destination, int stride)
    {
        Vector256<float> columns = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        float* values = stackalloc float[Vector256<float>.Count];
        for (int y = 0; y < shape.Height; y++)
        {
            // The padded plane starts one pixel earlier in both directions.
            float rowX = (map.XY * y) + map.X0 + 1;
            float rowY = (map.YY * y) + map.Y0 + 1;
            for (int x = 0; x < shape.Width; x += Vector256<float>.Count)
            {
                Vector256<float> column = columns + Vector256.Create((float)x);
                Vector256<float> sourceX = (column * map.XX) + Vector256.Create(rowX);
                Vector256<float> sourceY = (column * map.YX) + Vector256.Create(rowY);
                Vector256<float> pixels = Sample(padded, sourceX, sourceY);
                ((pixels * factor) + Vector256.Create(addend)).Store(values);
                int count = Math.Min(Vector256<float>.Count, shape.Width - x);
                for (int i = 0; i < count; i++)
                {
                    *destination = values[i];
                    destination += stride;
                }
            }
        }
    }

    /// <summary>Eight bilinear samples; a coordinate outside is moved to the zero border, which gives 0.</summary>
    private Vector256<float> Sample(byte* padded, Vector256<float> sourceX, Vector256<float> sourceY)
    {
        int width = shape.Width + Padding;
        sourceX = Vector256.MinNative(Vector256.MaxNative(sourceX, Vector256<float>.Zero), Vector256.Create(shape.Width + 1f));
        sourceY = Vector256.MinNative(Vector256.MaxNative(sourceY, Vector256<float>.Zero), Vector256.Create(shape.Height + 1f));
        Vector256<int> left = Vector256.ConvertToInt32Native(sourceX);
        Vector256<int> top = Vector256.ConvertToInt32Native(sourceY);
        Vector256<float> rightWeight = sourceX - Vector256.ConvertToSingle(left);
        Vector256<float> bottomWeight = sourceY - Vector256.ConvertToSingle(top);
        Vector256<int> index = (top * width) + left;
        Vector256<float> upper = Blend(GatherPairs(padded, index), rightWeight);
        Vector256<float> lower = Blend(GatherPairs(padded + width, index), rightWeight);
        return upper + ((lower - upper) * bottomWeight);
    }

    /// <summary>Between the pixel in the lowest byte of a word and the one in the next.</summary>
    private static Vector256<float> Blend(Vector256<int> pairs, Vector256<float> rightWeight)
    {
        Vector256<int> lowest = Vector256.Create(255);
        Vector256<float> left = Vector256.ConvertToSingle(pairs & lowest);
        Vector256<float> right = Vector256.ConvertToSingle((pairs >>> 8) & lowest);
        return left + ((right - left) * rightWeight);
    }

    /// <summary>A pixel in the lowest byte and its right neighbour in the next, eight times.</summary>
    private static Vector256<int> GatherPairs(byte* source, Vector256<int> index)
    {
        if (Avx2.IsSupported)
            return Avx2.GatherVector256((int*)source, index, 1);
        int* pairs = stackalloc int[Vector256<int>.Count];
        for (int i = 0; i < Vector256<int>.Count; i++)
            pairs[i] = source[index[i]] | (source[index[i] + 1] << 8);
        return Vector256.Load(pairs);
    }
}
