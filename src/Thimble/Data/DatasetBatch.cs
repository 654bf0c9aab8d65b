using Thimble.Engine;

namespace Thimble.Data;

/// <summary>Images in the data set's own order, unchanged but for normalization: what evaluation reads.</summary>
/// <param name="images">The images.</param>
/// <param name="normalization">How pixels become inputs.</param>
internal sealed unsafe class DatasetBatch(ImageDataset images, Normalization normalization) : IBatchSource
{
    public int Count => images.Count;

    public int SampleIndex(int i) => i;

    public int Label(int i) => images.Label(i);

    public void WriteImage(int i, float* destination, int stride) =>
        NormalizedPixels.Write(images.Pixels(i), normalization, destination, stride);
}
