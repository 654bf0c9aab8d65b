using Thimble.Diagnosis;

namespace Thimble.Tests.Diagnosis;

/// <summary>What the network learned of its training images, and what of the test images.</summary>
public class FitRulesTests
{
    [Fact]
    public void A_network_that_guesses_has_not_learned()
    {
        Assert.Single(Runs.Of([11.35, 11.35, 9.8]).Find("not-learning"));
        Assert.Empty(Runs.Part2.Find("not-learning"));
    }

    [Fact]
    public void Under_fitting_is_judged_without_dropout_and_augmentation()
    {
        TrainedRun missed = Runs.Of([97, 97.5, 97.6]).With(target: 99);

        Assert.Single(missed.Find("under-fitting"));
        Assert.Single(Runs.Part2.With(statistics: Runs.Statistics).Find("under-fitting"));
        // Not measured, and the log says nothing of it.
        Assert.Empty(Runs.Part2.Find("under-fitting"));
        Assert.Empty(missed.With(target: 97).Find("under-fitting"));
        Assert.Empty(missed.With(statistics: Runs.Statistics with { TrainingImages = Runs.Images(99.5, 5000) }).Find("under-fitting"));
    }

    [Fact]
    public void Over_fitting_is_shown_with_the_epoch_it_began()
    {
        Finding finding = Runs.Part1.FindOne("over-fitting");

        Assert.Contains("the gap has been open since epoch 4", finding.Evidence, StringComparison.Ordinal);
        Assert.Empty(Runs.Part2.Find("over-fitting"));
        // Dropout hides it in the log; as test images are seen, it shows.
        Assert.Single(Runs.Part3.With(statistics: Runs.Statistics with { TrainingImages = Runs.Images(99.98, 5000) }).Find("over-fitting"));
    }

    [Fact]
    public void Training_that_is_made_harder_is_no_fault()
    {
        Assert.Equal(Severity.Note, Runs.Part3.FindOne("held-back").Severity);
        Assert.Empty(Runs.Part1.Find("held-back"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.3f, 1)]
    [InlineData(0, 0)]
    public void Movements_hold_training_back_only_if_the_last_epoch_has_them(float finalShare, int findings)
    {
        TrainedRun run = Runs.Of([98, 98.5, 99], training: [90, 93, 95]);
        run = run with { Recipe = run.Recipe with { Epochs = 3, Augmentation = new(RotationDegrees: 10, FinalShare: finalShare) } };

        Assert.Equal(findings, run.Find("held-back").Count);
    }
}
