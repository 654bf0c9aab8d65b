namespace Thimble.Pictures;

/// <summary>Reads picture files.</summary>
public static class PictureFile
{
    /// <summary>How the names of picture files end, with the dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <summary>Reads a file.</summary>
    public static Picture Read(string path) => PngReader.Read(path);
}
