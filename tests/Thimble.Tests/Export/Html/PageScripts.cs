using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Thimble.Tests.Export.Html;

/// <summary>Runs the scripts of a page under node. A test without node on the machine is skipped.</summary>
internal sealed class PageScripts : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A file's path in a folder that goes with this.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The whole numbers that a page's network computes of images.</summary>
    /// <param name="what"><c>logits</c> or <c>classes</c>.</param>
    /// <param name="page">The page.</param>
    /// <param name="images">The images.</param>
    public int[] Numbers(string what, string page, ImageDataset images)
    {
        File.WriteAllBytes(PathOf("images"), [.. Enumerable.Range(0, images.Count).SelectMany(i => images.Pixels(i).ToArray())]);
        return MemoryMarshal.Cast<byte, int>(Run(what, page, "images")).ToArray();
    }

    /// <summary>Runs read_page.js.</summary>
    /// <param name="what">What it computes.</param>
    /// <param name="page">The page.</param>
    /// <param name="input">The name of the file with its input: <see cref="PathOf"/>.</param>
    public byte[] Run(string what, string page, string input)
    {
        File.WriteAllText(PathOf("page.html"), page);
        try
        {
            var start = new ProcessStartInfo("node", [Script(), what, PathOf("page.html"), PathOf(input)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"node ended with {process.ExitCode}: {errors.Result}");
            return Convert.FromBase64String(output);
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not on this machine");
            throw;
        }
    }

    private static string Script([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "read_page.js");
}
