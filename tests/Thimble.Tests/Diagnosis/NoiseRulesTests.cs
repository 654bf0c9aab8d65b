using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>What of the accuracies is luck.</summary>
public class NoiseRulesTests
{
    [Fact]
    public void A_verdict_within_the_noise_is_called_so()
    {
        Finding close = Runs.Part3.FindOne("noise-floor");

        Assert.Equal("The accuracy is met, but by less than the noise of 10,000 test images", close.Title);
        Assert.Equal(
            "9,946 of 10,000 test images are correctly classified; Wilson's 95% interval is 99.3% to 99.59%, and one image is 0.01 points; the target, 99.4%, is inside it",
            close.Evidence);
        Assert.Equal("The accuracy is missed clear of the noise", Runs.Part2.FindOne("noise-floor").Title);
    }

    [Theory]
    [InlineData(100, 60, "On 60 test images, 100% may stand for anything from 93.98% to 100%")]
    [InlineData(50, 60, "On 60 test images, 50% may stand for anything from 37.74% to 62.26%")]
    [InlineData(100, 1, "On 1 test image, 100% may stand for anything from 20.65% to 100%")]
    [InlineData(98, 10_000, "On 10,000 test images, 98% may stand for anything from 97.71% to 98.26%")]
    public void The_noise_floor_is_that_of_the_images_that_there_are(double accuracy, int images, string title) =>
        Assert.Equal(title, Runs.OnImages(images, [accuracy]).FindOne("noise-floor").Title);

    [Fact]
    public void The_best_epoch_owes_something_to_having_been_picked()
    {
        Finding picked = Runs.Part3.FindOne("best-epoch-optimism");

        Assert.Equal("The best epoch, 12, is 0.03 points (3 images) above the final one: picking the best explains that much", picked.Title);
        Assert.StartsWith("The final epoch is the best", Runs.Part2.FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.StartsWith("The final epoch is as good as the best", Runs.Of([98, 99.1, 98.8, 99.1]).FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, Runs.Of([98, 99.1, 98.8, 98.9]).With(target: 99).FindOne("best-epoch-optimism").Severity);
        Assert.EndsWith("more than picking the best explains", Runs.Of([99, 98.9, 98, 97, 96, 95]).FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
    }

    [Fact]
    public void What_picking_adds_depends_on_images_and_epochs_and_is_never_certain()
    {
        // A steep rise is not chance: the figure is bounded by the noise of the images.
        Finding few = Runs.OnImages(60, [10, 20, 50, 70, 85, 95, 90]).FindOne("best-epoch-optimism");
        Finding many = Runs.OnImages(10_000, [10, 20, 50, 70, 85, 95, 90, 93, 94, 94.5, 94.4, 94.6, 94.5, 94.7, 94.6, 94.8]).FindOne("best-epoch-optimism");

        Assert.Equal((Confidence.Possible, Confidence.Likely), (few.Confidence, many.Confidence));
        Assert.Contains("each off by 4.56 points by chance, adds about 4.70 points", few.Evidence, StringComparison.Ordinal);
        Assert.Contains("each off by 0.15 points by chance", many.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Oscillation_is_held_against_sampling_noise()
    {
        double[] swinging = [90, 95, 97, 96, 98, 95, 98, 95.5, 97.9, 95];

        Assert.Equal(Severity.Problem, Runs.Of(swinging).FindOne("rate-too-high").Severity);
        Assert.Single(Runs.OnImages(60, swinging).Find("swings-within-noise"));
        // The assignment suspected the learning rate here.
        Assert.Empty(Runs.Part2.Find("rate-too-high"));
        Assert.Single(Runs.Part2.Find("swings-within-noise"));
    }

    [Fact]
    public void A_rise_is_no_oscillation_however_steep()
    {
        Assert.Empty(Runs.OnImages(900, [10, 12, 15, 22, 30, 45, 70, 82, 90, 93]).Find("rate-too-high"));
        Assert.Empty(Runs.Of([10, 20, 30, 42, 51, 62, 71, 79, 88, 95]).Find("rate-too-high"));
        // It swung once, and ends flat at the same rate.
        Assert.Empty(Runs.Of([50, 60, 70, 80, 90, 95, 90, 95, 90, 95, 90, 95, 95, 95.1, 95, 95.1]).Find("rate-too-high"));
    }

    [Fact]
    public void Only_epochs_at_about_the_final_rate_count_as_oscillation()
    {
        double[] swinging = [50, 60, 40, 70, 50, 80, 60, 85, 65, 90, 70, 92, 91, 92, 92, 92];
        TrainedRun constant = Runs.Of(swinging);
        TrainedRun toZero = constant with { Epochs = [.. constant.Epochs.Select((epoch, i) => epoch with { LearningRate = 0.1 * (15 - i) / 15 })] };
        TrainedRun stepped = constant with { Epochs = [.. constant.Epochs.Select((epoch, i) => epoch with { LearningRate = i < 11 ? 0.1 : 0.01 })] };

        Assert.Empty(toZero.Find("rate-too-high").Concat(toZero.Find("swings-within-noise")));
        Assert.StartsWith("From epoch 12 to 16, at about the final learning rate", stepped.FindOne("swings-within-noise").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plateau_is_told_from_a_rise()
    {
        TrainedRun rising = Runs.Of([90, 91, 92, 93, 94, 95, 96]);
        TrainedRun flat = Runs.Of([90, 95, 97, 97.1, 96.9, 97.0, 97.1, 96.95]);

        Assert.Single(rising.Find("still-improving"));
        Assert.Empty(rising.Find("plateau"));
        Assert.Equal(Severity.Note, flat.FindOne("plateau").Severity);
        Assert.Equal(Severity.Weakness, flat.With(target: 98).FindOne("plateau").Severity);
        Assert.Equal("The last 4 epochs brought nothing that can be told from noise", flat.FindOne("plateau").Title);
        // Half an image an epoch, however steadily, is next to no rise, but no noise.
        Assert.Equal(
            "The last 4 epochs brought less than half a standard error",
            Runs.Of([98, 99, 99.48, 99.485, 99.49, 99.495, 99.5]).FindOne("plateau").Title);
        Assert.Equal("Over the last 4 epochs the test accuracy falls", Runs.Of([90, 95, 99, 98, 97, 96, 95, 94]).FindOne("falling").Title);
    }

    [Fact]
    public void A_flat_end_says_no_more_about_more_epochs_than_images_and_fit_allow()
    {
        TrainedRun few = Runs.OnImages(30, [60, 65, 70, 75, 72, 75, 74, 75]).With(target: 98);
        TrainedRun known = Runs.Of([90, 95, 97, 97.1, 96.9, 97.0, 97.1, 96.95], [99, 99.5, 99.9, 100, 100, 100, 100, 100]).With(target: 98);

        Assert.Equal("What the last 4 epochs brought cannot be seen on 30 test images", few.FindOne("flat-within-noise").Title);
        Assert.Empty(few.Find("plateau"));
        Assert.StartsWith("The training images are known already", known.FindOne("plateau").Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flat_end_at_a_rate_of_zero_does_not_speak_against_more_epochs()
    {
        TrainedRun flat = Runs.Of([90, 95, 97, 97.1, 96.9, 97.0, 97.1, 96.95]).With(target: 98);
        TrainedRun spent = flat with { Epochs = [.. flat.Epochs.Select((epoch, i) => epoch with { LearningRate = 0.1 * (7 - i) / 7 })] };

        Assert.Contains("More epochs of the same will not help", flat.FindOne("plateau").Suggestion, StringComparison.Ordinal);
        Assert.Empty(spent.Find("plateau"));
        Assert.Contains("more epochs, or a rate that falls later, may help", spent.FindOne("flat-at-spent-rate").Suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain("more epochs", (spent with { Budget = new Budget(Accuracy: 0.98, Epochs: spent.Recipe.Epochs) }).FindOne("flat-at-spent-rate").Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finish_is_stable_where_the_last_epochs_are_all_above_the_target()
    {
        Assert.Equal("The last 14 epochs are all at or above 98%", Runs.Part1.FindOne("stable-finish").Title);
        Assert.Equal("Only the last epoch is at or above 99.4%", Runs.Part3.FindOne("unstable-finish").Title);
        Assert.Equal("99% was reached in between, but not in the end", Runs.Of([99, 98]).With(target: 99).FindOne("unstable-finish").Title);
        Assert.Equal("The only epoch is at or above 99%", Runs.Of([99]).With(target: 99).FindOne("stable-finish").Title);
        Assert.Equal("Only the last 2 epochs in a row are at or above 99%", Runs.Of([98, 98, 99, 99]).With(target: 99).FindOne("unstable-finish").Title);
        Assert.Empty(Runs.Part2.Find("stable-finish").Concat(Runs.Part2.Find("unstable-finish")));
    }
}
