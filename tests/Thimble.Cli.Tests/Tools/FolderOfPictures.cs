using Thimble.Lab.Plots;

namespace Thimble.Cli.Tests.Tools;

/// <summary>A folder with <c>pictures</c> of two classes in it: twenty with a line across, twenty with one down the side.</summary>
internal sealed class FolderOfPictures : IDisposable
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 16;

    public FolderOfPictures()
    {
        for (int i = 0; i < 20; i++)
        {
            Write($"pictures/across/{i:D2}.png", (x, y) => y == 4 + (i % 8) || y == 5 + (i % 8), i);
            Write($"pictures/down the side/{i:D2}.png", (x, y) => x == 4 + (i % 8) || x == 5 + (i % 8), i);
        }
    }

    /// <summary>The folder.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Adds pictures of the same kind in folders for training, test and validation: 24, 4 and 6.</summary>
    public void AddSplits(string place)
    {
        foreach ((string split, int count) in new[] { ("train", 12), ("test", 2), ("val", 3) })
        {
            for (int i = 0; i < count; i++)
            {
                Write($"{place}/{split}/across/{i}.png", (x, y) => y == 3 + (i % 9), i + count);
                Write($"{place}/{split}/down the side/{i}.png", (x, y) => x == 3 + (i % 9), i + count);
            }
        }
    }

    /// <summary>Trains a small network on the pictures, into <c>run</c>.</summary>
    public void Train() => Assert.Equal(0, Run("train", "pictures", "--parameters", "1500", "--epochs", "10", "--out", "run", "--quiet").ExitCode);

    /// <summary>Runs the command line in the folder.</summary>
    public ProcessResult Run(params string[] words) => ThimbleProcess.Run(Folder, words);

    /// <summary>Writes a picture whose lines are lighter than its ground.</summary>
    public void Write(string path, Func<int, int, bool> isInk, int level)
    {
        byte[] pixels = new byte[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = isInk(i % Side, i / Side) ? (byte)(180 + level) : (byte)level;
        Directory.CreateDirectory(Path.GetDirectoryName(Folder[path])!);
        File.WriteAllBytes(Folder[path], PngWriter.Grey(pixels, Side, Side));
    }

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();
}
