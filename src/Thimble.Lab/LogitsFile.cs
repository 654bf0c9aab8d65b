using System.Buffers.Binary;

namespace Thimble.Lab;

/// <summary>A network's logits as safetensors, to be compared with those of another program.</summary>
public static class LogitsFile
{
    /// <summary>Writes <c>logits</c> (images, classes) and <c>labels</c> (images).</summary>
    /// <param name="path">The file.</param>
    /// <param name="logits">Image after image, one number a class.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> logits, ImageDataset images)
    {
        byte[] bytes = new byte[logits.Length * sizeof(float)];
        for (int i = 0; i < logits.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), logits[i]);
        SafetensorsFile.Write(
            path,
            [
                new("logits", SafetensorsType.F32, [images.Count, images.Count == 0 ? 0 : logits.Length / images.Count], bytes),
                new("labels", SafetensorsType.U8, [images.Count], images.Labels.ToArray()),
            ],
            new Dictionary<string, string> { ["data"] = $"{images.Name} {images.Split} {images.ContentHash}" });
    }
}
