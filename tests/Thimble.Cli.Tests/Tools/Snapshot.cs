using System.Runtime.CompilerServices;
using System.Text;

namespace Thimble.Cli.Tests.Tools;

/// <summary>
/// Compares text with a file beside the tests. With UPDATE_SNAPSHOTS=1 the file is rewritten instead: look at the
/// difference before it is committed.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares.</summary>
    /// <param name="name">The file's name in Snapshots, without <c>.snap</c>.</param>
    /// <param name="text">The text, with what differs between runs masked.</param>
    /// <param name="testFile">Filled in by the compiler.</param>
    public static void Matches(string name, string text, [CallerFilePath] string testFile = "")
    {
        string path = Path.Combine(FolderOf(testFile), $"{name}.snap");
        text = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (expected != text)
            Assert.Fail($"{name}.snap differs (UPDATE_SNAPSHOTS=1 rewrites it):\n{Difference(expected, text)}");
    }

    private static string FolderOf(string testFile)
    {
        string folder = Path.GetDirectoryName(testFile)!;
        while (!Directory.Exists(Path.Combine(folder, "Snapshots")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Snapshots");
        return Path.Combine(folder, "Snapshots");
    }

    /// <summary>Line by line: enough where lines rarely move.</summary>
    private static string Difference(string expected, string found)
    {
        string[] before = expected.Split('\n');
        string[] after = found.Split('\n');
        var difference = new StringBuilder();
        for (int i = 0; i < Math.Max(before.Length, after.Length); i++)
        {
            string? old = i < before.Length ? before[i] : null;
            string? now = i < after.Length ? after[i] : null;
            if (old == now)
            {
                difference.Append("  ").Append(old).Append('\n');
                continue;
            }

            if (old is not null)
                difference.Append("- ").Append(old).Append('\n');
            if (now is not null)
                difference.Append("+ ").Append(now).Append('\n');
        }

        return difference.ToString();
    }
}
