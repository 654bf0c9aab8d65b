namespace Thimble;

/// <summary>How the numbers of images are stored in a file of arrays.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="Image">The shape of an image.</param>
/// <param name="IsInterleaved">Whether the channels of a pixel are side by side (N×H×W×C), as pictures are kept; they are in planes otherwise (N×C×H×W).</param>
internal sealed record ImageLayout(int Count, Shape Image, bool IsInterleaved)
{
    /// <summary>Tells the layout by the sizes: N×H×W, or with 1 or 3 channels last or, if they are not last, second.</summary>
    /// <param name="sizes">The sizes of an array, each at least 1.</param>
    /// <returns>Null if they are not those of images.</returns>
    public static ImageLayout? Of(ReadOnlySpan<int> sizes) => sizes switch
    {
        [var count, var height, var width] => new(count, new(1, height, width), false),
        [var count, var height, var width, (1 or 3) and var channels] => new(count, new(channels, height, width), channels > 1),
        [var count, (1 or 3) and var channels, var height, var width] => new(count, new(channels, height, width), false),
        _ => null,
    };

    /// <summary>The same images in planes, channel after channel; the array itself if they are so already.</summary>
    /// <param name="values">The images as they are stored.</param>
    public byte[] ToPlanes(byte[] values)
    {
        if (!IsInterleaved)
            return values;
        byte[] planes = new byte[values.Length];
        int plane = Image.PlaneSize;
        for (int image = 0; image < Count; image++)
        {
            ReadOnlySpan<byte> from = values.AsSpan(image * Image.Size, Image.Size);
            Span<byte> to = planes.AsSpan(image * Image.Size, Image.Size);
            for (int pixel = 0; pixel < plane; pixel++)
            {
                for (int channel = 0; channel < Image.Channels; channel++)
                    to[(channel * plane) + pixel] = from[(pixel * Image.Channels) + channel];
            }
        }

        return planes;
    }
}
