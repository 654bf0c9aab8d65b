using Thimble.Diagnosis;

namespace Thimble.Tests.Diagnosis;

/// <summary>What of the accuracies is luck.</summary>
public class NoiseRulesTests
{
    [Fact]
    public void A_verdict_within_the_noise_is_called_so()
    {
        Finding close = Runs.Part3.FindOne("noise-floor");

        Assert.Equal("The accuracy is met, but by less than the noise", close.Title);
        Assert.Contains("a standard error of 0.07 points, 7 images", close.Evidence, StringComparison.Ordinal);
        Assert.Contains("0.8 standard errors below", close.Evidence, StringComparison.Ordinal);
        Assert.Equal("The accuracy is missed clear of the noise", Runs.Part2.FindOne("noise-floor").Title);
    }

    [Fact]
    public void The_best_epoch_owes_something_to_having_been_picked()
    {
        Finding picked = Runs.Part3.FindOne("best-epoch-optimism");

        Assert.StartsWith("The best epoch, 12, is 0.03 points above", picked.Title, StringComparison.Ordinal);
        Assert.StartsWith("The final epoch is the best", Runs.Part2.FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.StartsWith("The final epoch is as good as the best", Runs.Of([98, 99.1, 98.8, 99.1]).FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, Runs.Of([98, 99.1, 98.8, 98.9]).With(target: 99).FindOne("best-epoch-optimism").Severity);
    }

    [Fact]
    public void Oscillation_is_held_against_sampling_noise()
    {
        Assert.Equal(Severity.Problem, Runs.Of([90, 95, 97, 96, 98, 95, 98, 95.5, 97.9, 95]).FindOne("rate-too-high").Severity);
        // The assignment suspected the learning rate here.
        Assert.Empty(Runs.Part2.Find("rate-too-high"));
        Assert.Single(Runs.Part2.Find("swings-within-noise"));
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
        Assert.StartsWith("The last 4 epochs brought nothing", flat.FindOne("plateau").Title);
        // Half an image an epoch, however steadily, is next to no rise, but no noise.
        Assert.Equal(
            "Over the last 4 epochs the accuracy rises by less than half a standard error",
            Runs.Of([98, 99, 99.48, 99.485, 99.49, 99.495, 99.5]).FindOne("plateau").Title);
    }

    [Fact]
    public void A_finish_is_stable_where_the_last_epochs_are_all_above_the_target()
    {
        Assert.Equal("The last 14 epochs are all at or above 98%", Runs.Part1.FindOne("stable-finish").Title);
        Assert.Equal("Only the last epoch is at or above 99.4% without a break", Runs.Part3.FindOne("unstable-finish").Title);
        Assert.Equal("99% was reached on the way, but not in the end", Runs.Of([99, 98]).With(target: 99).FindOne("unstable-finish").Title);
        Assert.Empty(Runs.Part2.Find("stable-finish").Concat(Runs.Part2.Find("unstable-finish")));
    }
}
