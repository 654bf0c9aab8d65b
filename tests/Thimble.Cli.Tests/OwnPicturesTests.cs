using System.Runtime.InteropServices;
using System.Text.Json;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>From folders of pictures to a verdict, and back to the pictures.</summary>
public sealed class OwnPicturesTests : IDisposable
{
    private const int Side = FolderOfPictures.Side;
    private readonly FolderOfPictures _pictures = new();
    private readonly TemporaryFolder _folder;

    public OwnPicturesTests() => _folder = _pictures.Folder;

    /// <inheritdoc/>
    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void One_command_trains_and_says_on_what_it_judged()
    {
        ProcessResult training = _pictures.Run("train", "pictures", "--accuracy", "90%", "--parameters", "1500", "--out", "run", "--threads", "2");

        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Contains("Data      pictures, a folder a class; 2 classes; 40 to train\n", training.Output);
        Assert.Contains("Proposed  images of 16×16 in grey, ", training.Output);
        Assert.Contains("Budget of pictures: MET\n", training.Output);
        Assert.Contains("of 8 validation images) in the final epoch", training.Output);
        Assert.Contains("On        pictures, 8 validation images held out of the training images, sha256 ", training.Output);
        RunFolder run = RunFolder.Open(_folder["run"]);
        Assert.Equal(["across", "down the side"], run.LoadEnvironment().ClassNames);
        Assert.Empty(run.LoadEnvironment().Replaced!);
        Assert.Equal(_folder["pictures"], run.LoadExperiment().Data.Path);
    }

    [Fact]
    public void Predict_names_the_folders_and_agrees_with_evaluate_on_every_picture()
    {
        _pictures.Train();

        ProcessResult evaluation = _pictures.Run("evaluate", "run", "--data", "pictures/../pictures", "--logits", "logits.safetensors");
        using var predictions = JsonDocument.Parse(_pictures.Run("predict", "run", "pictures/across", "pictures/down the side", "--json").Output);
        Dictionary<string, string> names = predictions.RootElement.EnumerateArray()
            .ToDictionary(one => one.GetProperty("image").GetString()!, one => one.GetProperty("name").GetString()!);

        Assert.Contains("0 across ", evaluation.Output);
        Assert.Equal(40, names.Count);
        ImageDataset all = Thimble.Pictures.DataSources.Recognize(_folder["pictures"])!.Read(new(new(1, Side, Side))).Train;
        ImageDataset held = StratifiedSplit.OfCount(all, 8, seed: 1).Validation;
        float[] logits = MemoryMarshal.Cast<byte, float>(SafetensorsFile.Read(_folder["logits.safetensors"]).Tensors.Single(tensor => tensor.Name == "logits").Data.Span).ToArray();
        Assert.Equal(2 * held.Count, logits.Length);
        for (int i = 0; i < held.Count; i++)
            Assert.Equal(logits[2 * i] > logits[(2 * i) + 1] ? "across" : "down the side", names[$"pictures/{held.NameOf(i)}"]);
    }

    [Fact]
    public void Other_pictures_are_all_evaluated_and_their_folders_found_by_name()
    {
        _pictures.Train();
        for (int i = 0; i < 6; i++)
            _pictures.Write($"new/down the side/{i}.png", (x, y) => x == 6 + i, i);

        ProcessResult evaluation = _pictures.Run("evaluate", "run", "--data", "new");

        // One folder alone is no data to train on, and enough to evaluate on.
        Assert.Equal((0, ""), (evaluation.ExitCode, evaluation.Error));
        Assert.Contains("Data      pictures, ", evaluation.Output);
        Assert.Contains(": 6 test images", evaluation.Output);
    }

    [Fact]
    public void A_folder_of_IDX_files_may_hold_pictures_too()
    {
        File.WriteAllBytes(_folder["pictures/train-images-idx3-ubyte"], Idx([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28], 4 * 784));
        File.WriteAllBytes(_folder["pictures/train-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 4, 0, 9, 0, 9]);
        File.WriteAllBytes(_folder["pictures/t10k-images-idx3-ubyte"], Idx([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28], 4 * 784));
        File.WriteAllBytes(_folder["pictures/t10k-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 4, 0, 9, 0, 9]);

        ProcessResult training = _pictures.Run("train", "sprint", "--data", "pictures", "--epochs", "1", "--quiet");

        Assert.Contains("On        files, 4 test images", training.Output);

        static byte[] Idx(byte[] header, int pixels) => [.. header, .. Enumerable.Range(0, pixels).Select(i => (byte)i)];
    }

    [Fact]
    public void Another_name_than_what_lies_there_is_refused()
    {
        ProcessResult training = _pictures.Run("train", "resnet8", "--data", "pictures", "--data-name", "cifar-10");

        Assert.Equal((ExitCode.InvalidInput, "thimble: pictures: this is pictures, not cifar-10: --data DIR\n"), (training.ExitCode, training.Error));
    }

    [Fact]
    public void A_folder_that_the_network_does_not_know_is_refused()
    {
        _pictures.Train();
        _pictures.Write("new/across/1.png", (x, y) => y == 3, 1);
        _pictures.Write("new/zebra/1.png", (x, y) => y == 3, 1);

        ProcessResult evaluation = _pictures.Run("evaluate", "run", "--data", "new");

        Assert.Equal(
            (ExitCode.InvalidInput, $"thimble: pictures: {_folder["new"]} has images of zebra, which the network does not know; its classes are across and down the side\n"),
            (evaluation.ExitCode, evaluation.Error));
    }

    [Fact]
    public void A_proposal_is_a_file_that_trains_wherever_it_is_called_from()
    {
        ProcessResult proposal = _pictures.Run("new", "pictures", "--parameters", "1500", "--epochs", "2", "--out", "mine.yaml");
        Directory.CreateDirectory(_folder["elsewhere"]);
        ProcessResult training = ThimbleProcess.Shell(_folder, "cd elsewhere && dotnet $0 train ../mine.yaml --quiet --out run");

        Assert.Equal((0, ""), (proposal.ExitCode, proposal.Error));
        Assert.EndsWith("\nNext      thimble summary mine.yaml\n          thimble train mine.yaml\n", proposal.Output);
        Assert.Contains("path: \"pictures\"", File.ReadAllText(_folder["mine.yaml"]));
        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Equal(_folder["pictures"], RunFolder.Open(_folder["elsewhere/run"]).LoadExperiment().Data.Path);
        Assert.Empty(RunFolder.Open(_folder["elsewhere/run"]).LoadEnvironment().Replaced!);
    }

    [Fact]
    public void A_proposal_without_a_file_names_the_full_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/stdout.");
        ProcessResult proposal = _pictures.Run("new", "pictures", "--epochs", "2", "--out", "/dev/stdout");

        Assert.Contains("\nname: \"pictures\"\n", proposal.Output);
        Assert.Contains($"path: \"{_folder["pictures"]}\"", proposal.Output);
    }

    [Fact]
    public void Data_says_what_lies_there()
    {
        File.WriteAllText(_folder["pictures/across/99.png"], "no picture");
        File.WriteAllText(_folder["pictures/across/notes.txt"], "a note");

        Snapshot.Matches("data-pictures", Mask.Of(_pictures.Run("data", "pictures").Output, _folder));
    }

    [Fact]
    public void A_sheet_shows_what_a_network_sees()
    {
        ProcessResult sheet = _pictures.Run("data", "pictures", "--show-augmented", "sheet.png");

        Assert.Equal((0, ""), (sheet.ExitCode, sheet.Error));
        Picture picture = PngReader.Read(_folder["sheet.png"]);
        // Nine columns and eight rows of tiles of 64×64, which are four times the picture, and the gaps between them.
        Assert.Equal((624, 548), (picture.Width, picture.Height));
        // The first tile is one of the pictures as it is.
        Picture tile = Crop(picture, left: 4, top: 4);
        Assert.Contains(Directory.GetFiles(_folder["pictures"], "*.png", SearchOption.AllDirectories), path => PngReader.Read(path).Grey.SequenceEqual(tile.Grey));
        Assert.Equal(ExitCode.InvalidInput, _pictures.Run("data", "pictures", "--show-augmented", "sheet.png").ExitCode);
    }

    [Theory]
    [InlineData("train sprint --accuracy 95%", "sprint is an experiment with a budget of its own; leave out --accuracy and --parameters, or change it with --set budget.accuracy=95%")]
    [InlineData("train pictures --accuracy 120%", "--accuracy is '120%'; give a share above 0, such as 95% or 0.95")]
    [InlineData("train pictures --data pictures", "pictures is the data already; leave out --data and --data-name")]
    [InlineData("train pictures --split test", "there are no test images; add a folder called test, or leave --split off: a fifth of the images is then held out")]
    [InlineData("train empty", "empty: there is no training data in this folder; make a folder of pictures for each class")]
    [InlineData("new nowhere", "nowhere: no such folder, or no data; give a folder with a folder of pictures for each class")]
    [InlineData("data nowhere", "nowhere: no such file or folder")]
    [InlineData("train sprint --data-name pictures", "pictures: this is data of your own; give the place where it is: --data DIR")]
    [InlineData("train sprint --data-name pictures --data empty", "empty: there is no data here that is recognized as pictures")]
    public void What_cannot_be_done_is_told_in_one_line(string line, string expected)
    {
        Directory.CreateDirectory(_folder["empty"]);

        ProcessResult result = _pictures.Run(line.Split(' '));

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Contains(expected, result.Error);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void Training_on_pictures_has_the_same_bits_on_any_number_of_threads()
    {
        string[] command = ["train", "pictures", "--parameters", "1500", "--epochs", "4", "--quiet"];
        Assert.Equal(0, _pictures.Run([.. command, "--out", "whole"]).ExitCode);
        Assert.Equal(0, _pictures.Run([.. command, "--out", "again", "--threads", "1"]).ExitCode);

        Assert.Equal(Weights("whole"), Weights("again"));

        float[] Weights(string run) => RunFolder.Open(_folder[run]).LoadNetwork().Values.ToArray();
    }

    // Every fourth pixel of a tile: tiles are drawn four times as large.
    private static Picture Crop(Picture sheet, int left, int top) => new(
        Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => sheet.Grey[((top + (4 * (i / Side))) * sheet.Width) + left + (4 * (i % Side))])]);
}
