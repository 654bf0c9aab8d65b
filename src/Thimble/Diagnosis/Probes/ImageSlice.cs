using Thimble.Data;

namespace Thimble.Diagnosis.Probes;

/// <summary>Some images of a data set.</summary>
internal static class ImageSlice
{
    /// <summary>The images from <paramref name="first"/> on, at most so many.</summary>
    public static ImageDataset Of(ImageDataset images, int first, int count)
    {
        count = Math.Min(count, images.Count - first);
        int size = images.ImageShape.Size;
        byte[] pixels = new byte[count * size];
        for (int i = 0; i < count; i++)
            images.Pixels(first + i).CopyTo(pixels.AsSpan(i * size));
        return new(
            images.Name, images.Split, images.ImageShape, images.ClassCount, pixels, images.Labels.Slice(first, count).ToArray());
    }

    /// <summary>The images in order, so many at a time; the last may be fewer.</summary>
    public static IEnumerable<ImageDataset> Batches(ImageDataset images, int size)
    {
        for (int first = 0; first < images.Count; first += size)
            yield return Of(images, first, size);
    }
}
