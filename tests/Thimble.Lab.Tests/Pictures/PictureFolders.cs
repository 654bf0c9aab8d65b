using Thimble.Lab.Plots;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>Folders of small pictures, made for a test.</summary>
internal sealed class PictureFolders : IDisposable
{
    /// <summary>Where they are.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("thimble-").FullName;

    /// <summary>A path below the root.</summary>
    public string this[string path] => Path.Combine(Root, path);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Writes a grey picture of one level.</summary>
    public PictureFolders Add(string path, byte level = 100, int width = 8, int height = 8)
    {
        Write(path, PngWriter.Grey([.. Enumerable.Repeat(level, width * height)], width, height));
        return this;
    }

    /// <summary>Writes bytes.</summary>
    public PictureFolders Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllBytes(this[path], bytes);
        return this;
    }

    /// <summary>Two classes, of so many pictures each, bright and dark.</summary>
    public PictureFolders AddTwoClasses(int count, string below = "")
    {
        for (int i = 0; i < count; i++)
            Add(Path.Combine(below, "dark", $"{i:D2}.png"), (byte)(10 + i)).Add(Path.Combine(below, "light", $"{i:D2}.png"), (byte)(200 + i));
        return this;
    }
}
