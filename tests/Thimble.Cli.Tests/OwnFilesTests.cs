using System.Buffers.Binary;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Data of one's own: four IDX files in a folder.</summary>
public class OwnFilesTests
{
    [Fact]
    public void They_are_trained_on_and_found_again_to_evaluate()
    {
        using var folder = new TemporaryFolder();
        Write(folder["mine"], SyntheticDigits.Create(trainCount: 100, testCount: 50, seed: 7));

        ProcessResult training = ThimbleProcess.Run(folder, "train", "sprint", "--data", "mine", "--epochs", "1");
        Assert.Equal(0, training.ExitCode);
        Assert.Contains("holds other data: files\n", training.Output);
        Assert.Contains("mine: 100 training images", training.Output);

        ProcessResult evaluation = ThimbleProcess.Run(folder, "evaluate", "sprint");
        Assert.Equal(0, evaluation.ExitCode);
        Assert.DoesNotContain("Note", evaluation.Output);
        ProcessResult export = ThimbleProcess.Run(folder, "export", "sprint", "--c", "firmware", "--int8");
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        Assert.Contains("calibrated on 100 training images", export.Output);

        Write(folder["mine"], SyntheticDigits.Create(trainCount: 100, testCount: 50, seed: 8));
        Assert.Contains("Note      not the images that the run was evaluated on", ThimbleProcess.Run(folder, "evaluate", "sprint").Output);
    }

    [Fact]
    public void Damaged_files_are_a_mistake_in_one_line()
    {
        using var folder = new TemporaryFolder();
        Write(folder["mine"], SyntheticDigits.Create(trainCount: 100, testCount: 50));
        File.WriteAllBytes(folder["mine/train-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 100, 1, 2, 3]);

        ProcessResult refused = ThimbleProcess.Run(folder, "train", "sprint", "--data", "mine");

        Assert.Equal(2, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Contains("train-labels-idx1-ubyte", Assert.Single(refused.Error.TrimEnd('\n').Split('\n')));
    }

    /// <summary>Writes data as the four files.</summary>
    internal static void Write(string folder, Dataset data)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "train", data.Train);
        Write(folder, "t10k", data.Evaluated);
    }

    private static void Write(string folder, string prefix, ImageDataset images)
    {
        byte[] head = [0, 0, 8, 3, .. BigEndian(images.Count), .. BigEndian(28), .. BigEndian(28)];
        IEnumerable<byte> pixels = Enumerable.Range(0, images.Count).SelectMany(index => images.Pixels(index).ToArray());
        File.WriteAllBytes(Path.Combine(folder, $"{prefix}-images-idx3-ubyte"), [.. head, .. pixels]);
        File.WriteAllBytes(
            Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"), [0, 0, 8, 1, .. BigEndian(images.Count), .. images.Labels]);
    }

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
