using Thimble.Diagnosis;
using Thimble.Layers;

namespace Thimble.Tests.Diagnosis;

/// <summary>What the network learned of its training images, and what of the test images.</summary>
public class FitRulesTests
{
    [Fact]
    public void A_network_that_guesses_has_not_learned()
    {
        Assert.Single(Runs.Of([11.35, 11.35, 9.8]).Find("not-learning"));
        Assert.Empty(Runs.Part2.Find("not-learning"));
        // A fifth of 60 images may be luck, of 10,000 it is not.
        Assert.Single(Runs.OnImages(60, [20]).Find("not-learning"));
        Assert.Empty(Runs.OnImages(10_000, [20]).Find("not-learning"));
    }

    [Fact]
    public void A_network_that_loses_what_it_learned_has_learned()
    {
        TrainedRun lost = Runs.Of([60, 80, 10, 10, 10]);

        Assert.StartsWith("80% of 10,000 test images in epoch 2, 10% in epoch 5", lost.FindOne("collapsed").Evidence, StringComparison.Ordinal);
        Assert.Empty(lost.Find("not-learning"));
        Assert.Empty(Runs.Of([60, 80, 60]).Find("collapsed"));
    }

    [Theory]
    [InlineData(10_000, 52, 1)]
    [InlineData(10_000, 70, 0)]
    [InlineData(30, 70, 1)]
    public void Guessing_between_two_classes_is_right_half_of_the_time(int images, double accuracy, int findings) =>
        Assert.Equal(findings, Runs.OnImages(images, [accuracy]).With(network: new NetworkDefinition(new Shape(1, 8, 8), new Flatten(), new Linear(2))).Find("not-learning").Count);

    [Fact]
    public void Images_that_are_known_by_heart_while_others_are_guessed_are_called_so()
    {
        Assert.Equal(
            "What was learned of the training images does not carry over: on test images the network does no better than guessing",
            Runs.Of([10, 11, 10], [50, 90, 99]).FindOne("learned-by-heart").Title);
        Assert.Empty(Runs.Of([10, 11, 10], [50, 90, 99]).Find("over-fitting"));
        Assert.Empty(Runs.Part1.Find("learned-by-heart"));
    }

    [Fact]
    public void Under_fitting_is_not_found_where_the_gap_is_larger_than_the_shortfall()
    {
        Assert.Empty(Runs.Of([60, 65, 70], [90, 93, 95]).With(target: 98).Find("under-fitting"));
        Assert.Single(Runs.Of([60, 65, 70], [70, 73, 75]).With(target: 98).Find("under-fitting"));
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
        // On few images even a wide gap may be chance.
        TrainedRun few = Runs.OnImages(30, [100]) with { Epochs = [Runs.Epoch(1, 100, 80, 0.1) with { Evaluated = Runs.Images(80, 30) }] };
        Assert.Equal((Confidence.Possible, Severity.Weakness), (few.FindOne("over-fitting").Confidence, few.FindOne("over-fitting").Severity));
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
