using System.Runtime.CompilerServices;

namespace Thimble.Lab.Tests;

/// <summary>
/// Compares text with a file beside the tests. With UPDATE_SNAPSHOTS=1 the file is rewritten instead: look at the
/// difference before it is committed.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares.</summary>
    /// <param name="name">The file's name in Snapshots, without <c>.snap</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="place">Filled in by the compiler.</param>
    public static void Matches(string name, string text, [CallerFilePath] string place = "")
    {
        string folder = Path.GetDirectoryName(place)!;
        while (!Directory.Exists(Path.Combine(folder, "Snapshots")))
            folder = Path.GetDirectoryName(folder)!;
        string path = Path.Combine(folder, "Snapshots", $"{name}.snap");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
