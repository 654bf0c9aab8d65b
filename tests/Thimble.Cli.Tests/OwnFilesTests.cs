using System.Buffers.Binary;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Your own data: four IDX files in a folder.</summary>
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

    [Fact]
    public void What_deserves_a_word_is_said_of_a_run_without_its_data()
    {
        using var folder = new TemporaryFolder();
        Dataset digits = SyntheticDigits.Create(trainCount: 200, testCount: 100, seed: 7);
        // No image of a 9 to train on, and nine of ten test images are of a 0.
        ImageDataset train = Choose(digits.Train, label => label != 9, label => label);
        ImageDataset test = Choose(digits.Evaluated, _ => true, label => label == 9 ? 9 : 0);
        Write(folder["mine"], digits with { Train = train, Evaluated = Choose(train, label => label == 3, label => label, and: test) });
        int threes = train.Labels.Count((byte)3);
        int nines = test.Labels.Count((byte)9);
        Assert.Equal(0, ThimbleProcess.Run(folder, "train", "sprint", "--data", "mine", "--epochs", "1", "--batch", "32").ExitCode);

        ProcessResult evaluation = ThimbleProcess.Run(folder, "evaluate", "sprint");
        Directory.Delete(folder["mine"], recursive: true);
        ProcessResult report = ThimbleProcess.Run(folder, "report", "sprint");

        ProcessResult diagnosis = ThimbleProcess.Run(folder, "diagnose", "sprint", "--run");

        Assert.Equal(0, diagnosis.ExitCode);
        Assert.Contains("What training measured on the trained network is read instead.", diagnosis.Error);
        Assert.Contains("1 class of 10 has no training images: 9", diagnosis.Output);
        Assert.Contains("Balanced  ", evaluation.Output);
        Assert.Contains($"the mean over the 3 classes that occur; always guessing class 0 would reach {(100.0 - nines) / (100 + threes):0.00%} accuracy", evaluation.Output);
        Assert.Equal(0, report.ExitCode);
        string page = File.ReadAllText(folder["runs/sprint/001/report/report.md"]);
        Assert.Contains("1 class of 10 has no training images: 9", page);
        Assert.Contains($"{nines} test images of what was never trained on, 0 of them recognized", page);
        Assert.Contains($"{threes} of the {100 + threes} test images are training images, too", page);
        Assert.Contains($"Class 0 has {100 - nines} test images, class {(nines <= threes ? 9 : 3)} has {Math.Min(threes, nines)}", page);
    }

    [Fact]
    public void Data_can_be_looked_at_before_training()
    {
        using var folder = new TemporaryFolder();
        Dataset digits = SyntheticDigits.Create(trainCount: 40, testCount: 20, seed: 7);
        Write(folder["mine"], digits with { Train = Choose(digits.Train, label => label == 0, label => label) });

        ProcessResult diagnosis = ThimbleProcess.Run(folder, "diagnose", "sprint", "--data", "mine");

        Assert.Equal(0, diagnosis.ExitCode);
        Assert.Contains("All training images are of class 0", diagnosis.Output);
    }

    [Fact]
    public void A_test_set_alone_is_evaluated_with_the_classes_of_the_network()
    {
        using var folder = new TemporaryFolder();
        Dataset digits = SyntheticDigits.Create(trainCount: 100, testCount: 50, seed: 7);
        Write(folder["mine"], digits);
        Assert.Equal(0, ThimbleProcess.Run(folder, "train", "sprint", "--data", "mine", "--epochs", "1").ExitCode);
        Write(folder["some"], "test", Choose(digits.Evaluated, label => label is 2 or 5, label => label));
        Write(folder["beyond"], "test", Choose(digits.Evaluated, _ => true, label => label + 3));
        Write(folder["calibration"], "train", digits.Train);

        ProcessResult some = ThimbleProcess.Run(folder, "evaluate", "sprint", "--data", "some");
        ProcessResult file = ThimbleProcess.Run(folder, "evaluate", "runs/sprint/001/final.safetensors", "--data", "some");
        ProcessResult beyond = ThimbleProcess.Run(folder, "evaluate", "sprint", "--data", "beyond");
        ProcessResult training = ThimbleProcess.Run(folder, "train", "sprint", "--data", "some");
        ProcessResult export = ThimbleProcess.Run(folder, "export", "sprint", "--c", "c", "--int8", "--data", "calibration");

        Assert.Equal((0, 0), (some.ExitCode, file.ExitCode));
        int count = digits.Evaluated.Labels.Count((byte)2) + digits.Evaluated.Labels.Count((byte)5);
        Assert.Contains($": {count} test images", some.Output);
        Assert.Equal(Accuracy(some), Accuracy(file));
        Assert.Equal(2, beyond.ExitCode);
        Assert.Equal(
            $"thimble: sprint: {digits.Evaluated.Labels.Count((byte)7) + digits.Evaluated.Labels.Count((byte)8) + digits.Evaluated.Labels.Count((byte)9)} of the 50 test images of files have labels from 10 up to 12, but the network knows the classes 0 to 9; label them as its classes, or use other data\n",
            beyond.Error);
        Assert.Equal(2, training.ExitCode);
        Assert.Contains($"train-images-idx3-ubyte, train-labels-idx1-ubyte missing; there are test-images-idx3-ubyte ({count} images of 28×28)", training.Error);
        Assert.Equal(0, export.ExitCode);
        Assert.Contains("\nAccuracy  not measured: ", export.Output);
    }

    private static string Accuracy(ProcessResult evaluation) => evaluation.Output.Split('\n').Single(line => line.StartsWith("Accuracy", StringComparison.Ordinal));

    private static ImageDataset Choose(ImageDataset images, Func<int, bool> isChosen, Func<int, int> label, ImageDataset? and = null)
    {
        int[] chosen = [.. Enumerable.Range(0, images.Count).Where(index => isChosen(images.Label(index)))];
        byte[] pixels = [.. chosen.SelectMany(index => images.Pixels(index).ToArray()), .. Enumerable.Range(0, and?.Count ?? 0).SelectMany(index => and!.Pixels(index).ToArray())];
        byte[] labels = [.. chosen.Select(index => (byte)label(images.Label(index))), .. and is null ? [] : and.Labels.ToArray()];
        return new(images.Name, images.Split, images.ImageShape, 256, pixels, labels);
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
        Directory.CreateDirectory(folder);
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
