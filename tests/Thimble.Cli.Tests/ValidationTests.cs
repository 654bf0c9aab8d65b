using Thimble.Cli.Tests.Tools;

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
    [InlineData("--split validation", "10,000 of the 320 training images of synthetic-digits cannot be held out")]
    [InlineData("--split test --validation-images 5", "with --split test no images are held out")]
    public void A_split_that_cannot_be_is_one_line(string options, string expected)
    {
        ProcessResult refused = ThimbleProcess.Run(_folder, ["train", "sprint", .. TrainedRun.ShortTraining, .. options.Split(' ')]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(expected, refused.Error);
        Assert.Empty(refused.Output);
    }

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
