using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>Training images held out: everything says so, and the test images stay unseen.</summary>
public sealed class ValidationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_figure_names_the_images_that_it_was_measured_on()
    {
        ProcessResult training = ThimbleProcess.Run(
            _folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--split", "validation", "--validation-images", "80", "--threads", "2", "--tensorboard"]);

        Assert.Equal(0, training.ExitCode);
        Assert.DoesNotContain("Test set:", training.Output);
        Assert.Equal(2, training.Output.Split('\n').Count(line => line.StartsWith("Validation set: Average loss:", StringComparison.Ordinal)));
        Assert.Contains("of 80 validation images) in the final epoch", training.Output);
        Assert.Contains("240 training images", training.Output);
        Assert.Contains("80 validation images held out of the training images", training.Output);
        Assert.DoesNotContain("test images", training.Output);
        Assert.Contains("validation_accuracy", File.ReadLines(_folder["runs/sprint/001/metrics.csv"]).First());
        Assert.Contains("\"evaluated\": \"validation\"", File.ReadAllText(_folder["runs/sprint/001/environment.json"]));
        Assert.Contains("\"best_by_validation_accuracy\"", File.ReadAllText(_folder["runs/sprint/001/result.json"]));
        Assert.Single(Directory.GetFiles(_folder["runs/sprint/001"], "events.out.tfevents.*"));
        EvaluationFindsTheSameImages(training.Output);
    }

    [Theory]
    [InlineData("--split dev", "--split is 'dev'; give test or validation")]
    [InlineData("--validation-images 320", "320 of the 320 training images of synthetic-digits cannot be held out")]
    [InlineData("--validation 1.5", "--validation is '1.5'; give a whole number from 1 to 10,000,000, or a share such as 10% or 0.1")]
    [InlineData("--validation 0", "--validation is '0'; give a whole number")]
    [InlineData("--validation 100%", "--validation is '100%'; give a whole number")]
    [InlineData("--validation -3", "--validation is '-3'; give a whole number")]
    [InlineData("--validation 5 --validation-images 6", "--validation and --validation-images say the same; leave the second out")]
    [InlineData("--split test --validation-images 5", "with --split test no images are held out")]
    public void A_split_that_cannot_be_is_reported_in_one_line(string options, string expected)
    {
        ProcessResult refused = ThimbleProcess.Run(_folder, ["train", "sprint", .. TrainedRun.ShortTraining, .. options.Split(' ')]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(expected, refused.Error);
        Assert.Empty(refused.Output);
    }

    [Theory]
    [InlineData("--split validation", 53)]
    [InlineData("--validation 0.25", 80)]
    [InlineData("--validation 25%", 80)]
    [InlineData("--validation-images 0.1", 32)]
    [InlineData("--split validation --validation 7", 7)]
    public void Images_are_held_out_by_number_or_by_share(string options, int expected)
    {
        ProcessResult training = ThimbleProcess.Run(
            _folder, ["train", "tiny", "--data-name", "synthetic-digits", "--train-images", "320", "--test-images", "10000", "--epochs", "1", "--quiet", "--out", "run", .. options.Split(' ')]);

        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Equal(expected, RunFolder.Open(_folder["run"]).LoadExperiment().Data.Validation!.Images);
        Assert.Equal((320 - expected, expected), (RunFolder.Open(_folder["run"]).LoadEnvironment().Train.Images, RunFolder.Open(_folder["run"]).LoadEnvironment().Evaluated.Images));
    }

    [Theory]
    [InlineData(60_000, 10_000)]
    [InlineData(697_932, 10_000)]
    [InlineData(320, 53)]
    [InlineData(3, 1)]
    public void What_is_held_out_unless_it_is_said_is_at_most_a_sixth(int images, int expected) =>
        Assert.Equal(expected, ValidationSplit.UsualImages(images));

    private void EvaluationFindsTheSameImages(string training)
    {
        ProcessResult evaluation = ThimbleProcess.Run(_folder, "evaluate", "sprint");
        Assert.Contains("80 validation images", evaluation.Output);
        Assert.DoesNotContain("Note", evaluation.Output);
        string final = training.Split('\n').Last(line => line.StartsWith("Validation set:", StringComparison.Ordinal));
        Assert.Contains($"({final.Split("Accuracy: ")[1].Split(' ')[0]})", evaluation.Output);

        ProcessResult test = ThimbleProcess.Run(_folder, "evaluate", "sprint", "--split", "test");
        Assert.Contains("100 test images", test.Output);
        Assert.Contains("not the images that the run was evaluated on: synthetic-digits, 80 validation images", test.Output);
    }
}
