using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>Which pictures of your own are trained on and which are evaluated, and what is said of that.</summary>
public sealed class OwnPictureSplitsTests : IDisposable
{
    private readonly FolderOfPictures _pictures = new();
    private readonly TemporaryFolder _folder;

    public OwnPictureSplitsTests() => _folder = _pictures.Folder;

    /// <inheritdoc/>
    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData("pictures/")]
    [InlineData("./pictures/../pictures")]
    [InlineData("moved")]
    public void The_runs_own_pictures_are_split_as_in_training_wherever_they_are(string place)
    {
        _pictures.Train();
        if (place == "moved")
            Directory.Move(_folder["pictures"], _folder["moved"]);

        ProcessResult evaluation = _pictures.Run("evaluate", "run", "--data", place);

        Assert.Equal((0, ""), (evaluation.ExitCode, evaluation.Error));
        Assert.Contains(": 8 validation images (sha256 ", evaluation.Output);
        Assert.DoesNotContain("Note", evaluation.Output);
    }

    [Fact]
    public void Other_data_is_judged_by_its_own_test_pictures()
    {
        _pictures.Train();
        _pictures.AddSplits("other");

        Assert.Contains(": 4 test images", _pictures.Run("evaluate", "run", "--data", "other").Output);
        Assert.Contains(": 6 validation images", _pictures.Run("evaluate", "run", "--data", "other", "--split", "validation").Output);
        Assert.Contains(": 10 validation images", _pictures.Run("evaluate", "run", "--data", "other", "--validation", "10").Output);
    }

    [Fact]
    public void A_split_of_its_own_is_chosen_by_name_and_kept_with_the_run()
    {
        _pictures.AddSplits("own");

        ProcessResult training = _pictures.Run("train", "own", "--split", "validation", "--epochs", "2", "--out", "run", "--quiet");

        Assert.Contains("On        pictures, 6 validation images", training.Output);
        Assert.Equal(("validation", null), (RunFolder.Open(_folder["run"]).LoadExperiment().Data.Split, RunFolder.Open(_folder["run"]).LoadExperiment().Data.Validation));
        Assert.Equal(["data.split=validation"], RunFolder.Open(_folder["run"]).LoadEnvironment().Replaced);
        Assert.Contains(": 6 validation images", _pictures.Run("evaluate", "run").Output);
        Assert.Contains(": 4 test images", _pictures.Run("evaluate", "run", "--split", "test").Output);
    }

    [Fact]
    public void Pictures_that_were_added_are_evaluated_with_a_warning()
    {
        _pictures.Train();
        _pictures.Write("pictures/across/new.png", (x, y) => y == 7, 3);

        ProcessResult evaluation = _pictures.Run("evaluate", "run");

        Assert.Contains("Note      all 41 images are evaluated; those that the network was trained on may be among them\n", evaluation.Output);
    }

    [Fact]
    public void Images_that_a_run_was_trained_on_are_called_so_and_others_are_not()
    {
        _pictures.AddSplits("own");
        Assert.Equal(0, _pictures.Run("train", "own", "--epochs", "2", "--out", "run", "--quiet").ExitCode);
        for (int i = 0; i < 12; i++)
        {
            _pictures.Write($"other/across/{i}.png", (x, y) => y == 2 + i, 90);
            _pictures.Write($"other/down the side/{i}.png", (x, y) => x == 2 + i, 90);
        }

        const string Trained = "Note      the run was trained on these images, too";
        Assert.Contains(Trained, _pictures.Run("evaluate", "run", "--validation", "4").Output);
        Assert.DoesNotContain(Trained, _pictures.Run("evaluate", "run", "--data", "other", "--validation", "4").Output);
    }

    [Theory]
    [InlineData("validation", "test", "4 test images")]
    [InlineData("test", "validation", "6 validation images")]
    public void What_the_command_line_says_of_splits_is_kept_with_the_run(string written, string said, string expected)
    {
        _pictures.AddSplits("own");
        Assert.Equal(0, _pictures.Run("new", "own", "--epochs", "2", "--out", "own.yaml").ExitCode);

        ProcessResult training = _pictures.Run("train", "own.yaml", "--set", $"data.split={written}", "--split", said, "--quiet", "--out", "run");

        Assert.Contains(expected, training.Output);
        Assert.Contains(expected, _pictures.Run("evaluate", "run").Output);
    }

    [Fact]
    public void A_weights_file_says_that_its_training_pictures_may_be_among_them()
    {
        _pictures.Train();

        ProcessResult evaluation = _pictures.Run("evaluate", "run/final.safetensors", "--data", "pictures");

        Assert.Contains("Note      all 40 images are evaluated; those that the network was trained on may be among them\n", evaluation.Output);
    }

    [Fact]
    public void The_first_so_many_pictures_are_of_all_classes()
    {
        ProcessResult training = _pictures.Run("train", "pictures", "--train-images", "10", "--epochs", "2", "--out", "run", "--quiet");

        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Contains("2 validation images held out", training.Output);
    }
}
