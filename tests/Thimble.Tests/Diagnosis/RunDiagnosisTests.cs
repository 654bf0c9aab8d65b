using Thimble.Diagnosis;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Each rule on a run made to show what it looks for, and on one made not to. Two of the runs are the assignment's.</summary>
public class RunDiagnosisTests
{
    private static readonly TrainedRun Part1 = Runs.Of(
        [56.03, 98.06, 98.52, 98.76, 98.74, 99.06, 98.89, 99.05, 99.00, 99.00, 99.20, 99.14, 99.18, 99.18, 99.14],
        [11.78, 95.17, 98.67, 99.16, 99.34, 99.48, 99.59, 99.71, 99.76, 99.81, 99.85, 99.87, 99.88, 99.92, 99.89])
        .With(target: 98, network: AssignmentNetworks.Part1);

    private static readonly TrainedRun Part2 = Runs.Of(
        [96.12, 97.01, 97.65, 97.81, 97.90, 97.83, 98.28, 98.15, 98.09, 98.23, 98.33, 98.12, 98.32, 98.34, 98.51],
        [71.13, 78.37, 79.10, 79.97, 79.82, 79.87, 80.18, 80.33, 80.53, 80.64, 80.61, 80.61, 80.68, 80.64, 81.16])
        .With(target: 99, network: AssignmentNetworks.Part2);

    private static readonly TrainedRun Part3 = Runs.Of(
        [98.53, 98.88, 99.10, 99.11, 99.17, 99.23, 99.28, 99.23, 99.39, 99.25, 99.40, 99.49, 99.33, 99.37, 99.46],
        [90.11, 97.17, 97.68, 97.93, 98.10, 98.29, 98.35, 98.47, 98.46, 98.63, 98.64, 98.68, 98.83, 98.85, 98.82])
        .With(target: 99.4, network: AssignmentNetworks.Part3);

    [Fact]
    public void A_run_without_an_epoch_shows_nothing() => Assert.Empty(RunDiagnosis.Of(Runs.Of([])));

    [Fact]
    public void A_training_accuracy_at_its_erasing_ceiling_is_explained()
    {
        Finding finding = Part2.FindOne("at-erasing-ceiling");

        Assert.StartsWith("The training accuracy sits at its ceiling of 82.9%", finding.Title, StringComparison.Ordinal);
        Assert.Contains("81.16% in the final epoch, 1.74 points below", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("explain 90.76% of the errors", finding.Evidence, StringComparison.Ordinal);
        Assert.Empty(Part3.Find("at-erasing-ceiling"));
        // Far below the ceiling something else is wrong.
        Assert.Empty(Runs.Of([30, 40], [30, 40]).With(network: AssignmentNetworks.Part2).Find("at-erasing-ceiling"));
    }

    [Fact]
    public void Over_fitting_is_shown_with_the_epoch_it_began()
    {
        Finding finding = Part1.FindOne("over-fitting");

        Assert.Contains("the gap has been open since epoch 4", finding.Evidence, StringComparison.Ordinal);
        Assert.Empty(Part2.Find("over-fitting"));
        // Dropout hides it in the log; as test images are seen, it shows.
        Assert.Single(Part3.With(statistics: Runs.Statistics with { TrainingImages = Runs.Images(99.98, 5000) }).Find("over-fitting"));
    }

    [Fact]
    public void Under_fitting_is_judged_without_dropout_and_augmentation()
    {
        TrainedRun missed = Runs.Of([97, 97.5, 97.6]).With(target: 99);

        Assert.Single(missed.Find("under-fitting"));
        Assert.Single(Part2.With(statistics: Runs.Statistics).Find("under-fitting"));
        // Not measured, and the log says nothing of it.
        Assert.Empty(Part2.Find("under-fitting"));
        Assert.Empty(missed.With(target: 97).Find("under-fitting"));
        Assert.Empty(missed.With(statistics: Runs.Statistics with { TrainingImages = Runs.Images(99.5, 5000) }).Find("under-fitting"));
    }

    [Fact]
    public void Training_that_is_made_harder_is_no_fault()
    {
        Assert.Equal(Severity.Note, Part3.FindOne("held-back").Severity);
        Assert.Empty(Part1.Find("held-back"));
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
    public void Oscillation_is_held_against_sampling_noise()
    {
        Assert.Equal(Severity.Problem, Runs.Of([90, 95, 97, 96, 98, 95, 98, 95.5, 97.9, 95]).FindOne("rate-too-high").Severity);
        // The assignment suspected the learning rate here.
        Assert.Empty(Part2.Find("rate-too-high"));
        Assert.Single(Part2.Find("swings-within-noise"));
    }

    [Fact]
    public void Steps_that_came_late_or_early_are_named()
    {
        TrainedRun late = Stepped(5, [97, 98, 97.9, 97.8, 97.9, 98.9, 98.9, 98.9], [0.2, 0.1, 0.09, 0.09, 0.09, 0.05, 0.05, 0.05]);
        TrainedRun early = Stepped(3, [90, 94, 96, 96.3, 96.3, 96.3], [0.9, 0.5, 0.3, 0.25, 0.249, 0.248]);
        TrainedRun well = Stepped(4, [97, 98, 98.1, 98.2, 98.9, 98.9, 98.9], [0.2, 0.1, 0.095, 0.09, 0.05, 0.049, 0.048]);

        Assert.Contains("the best test accuracy came in epoch 2", late.FindOne("stepped-late").Evidence, StringComparison.Ordinal);
        Assert.Empty(late.Find("stepped-early"));
        Assert.Single(early.Find("stepped-early"));
        Assert.Empty(well.Find("stepped-late").Concat(well.Find("stepped-early")));
    }

    [Fact]
    public void A_finish_is_stable_where_the_last_epochs_are_all_above_the_target()
    {
        Assert.Equal("The last 14 epochs are all at or above 98%", Part1.FindOne("stable-finish").Title);
        Assert.Equal("Only the last epoch is at or above 99.4% without a break", Part3.FindOne("unstable-finish").Title);
        Assert.Equal("99% was reached on the way, but not in the end", Runs.Of([99, 98]).With(target: 99).FindOne("unstable-finish").Title);
        Assert.Empty(Part2.Find("stable-finish").Concat(Part2.Find("unstable-finish")));
    }

    [Fact]
    public void A_verdict_within_the_noise_is_called_so()
    {
        Finding close = Part3.FindOne("noise-floor");

        Assert.Equal("The accuracy is met, but by less than the noise", close.Title);
        Assert.Contains("a standard error of 0.07 points, 7 images", close.Evidence, StringComparison.Ordinal);
        Assert.Contains("0.8 standard errors below", close.Evidence, StringComparison.Ordinal);
        Assert.Equal("The accuracy is missed clear of the noise", Part2.FindOne("noise-floor").Title);
    }

    [Fact]
    public void The_best_epoch_owes_something_to_having_been_picked()
    {
        Finding picked = Part3.FindOne("best-epoch-optimism");

        Assert.StartsWith("The best epoch, 12, is 0.03 points above", picked.Title, StringComparison.Ordinal);
        Assert.StartsWith("The final epoch is the best", Part2.FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.StartsWith("The final epoch is as good as the best", Runs.Of([98, 99.1, 98.8, 99.1]).FindOne("best-epoch-optimism").Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, Runs.Of([98, 99.1, 98.8, 98.9]).With(target: 99).FindOne("best-epoch-optimism").Severity);
    }

    [Fact]
    public void A_network_that_guesses_has_not_learned()
    {
        Assert.Single(Runs.Of([11.35, 11.35, 9.8]).Find("not-learning"));
        Assert.Empty(Part2.Find("not-learning"));
    }

    [Fact]
    public void Dead_still_and_never_cut_channels_are_counted()
    {
        TrainedRun sound = Part3.With(statistics: Runs.Statistics);
        TrainedRun odd = Part3.With(statistics: Runs.Statistics with
        {
            Layers = [Runs.Layer(new(0, 0, 1), new(1, 1, 0.5), new(1, 1, 0.4), new(2, 0.001, 0.1), new(3, 1, 0))],
        });

        Assert.Equal("1 channel of 5 put out nothing but zeros", odd.FindOne("dead-units").Title);
        Assert.Contains("ReLU-3 (1 of 5)", odd.FindOne("near-constant-channels").Evidence, StringComparison.Ordinal);
        Assert.Contains("ReLU-3 (1 of 5)", odd.FindOne("never-cut-channels").Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(RunDiagnosis.Of(sound), finding => finding.Id is "dead-units" or "near-constant-channels" or "never-cut-channels");
    }

    [Fact]
    public void Gradients_and_updates_are_compared_from_layer_to_layer()
    {
        TrainedRun uneven = Part3.With(statistics: Runs.Statistics with
        {
            Tensors = [new("Conv2d-1 weight", true, 0.2, 1e-7, 1e-8), new("Conv2d-4 weight", true, 0.1, 0.01, 0.05)],
        });

        Assert.Equal("Conv2d-1 weight hardly gets a gradient", uneven.FindOne("uneven-gradients").Title);
        Assert.Equal("A single step moves Conv2d-4 weight by 50% of its size", uneven.FindOne("large-updates").Title);
        TrainedRun sound = Part3.With(statistics: Runs.Statistics);
        Assert.Equal("A step moves weights by at most 2.5e-3 of their size", sound.FindOne("update-sizes").Title);
        Assert.Empty(sound.Find("uneven-gradients"));
    }

    [Fact]
    public void Running_statistics_are_held_against_the_batchs_own()
    {
        Assert.Equal(
            Severity.Problem,
            Part3.With(statistics: Runs.Statistics with { RunningStatistics = Runs.Images(90, 2000) }).FindOne("stale-statistics").Severity);
        Assert.Single(Part3.With(statistics: Runs.Statistics).Find("batch-statistics"));
        Assert.Empty(Part1.With(statistics: Runs.Statistics with { BatchStatistics = null }).Find("batch-statistics"));
    }

    // A tenth of the rate behind so many epochs.
    private static TrainedRun Stepped(int epochs, double[] test, double[] losses) => Runs.Of([]) with
    {
        Recipe = Plans.Recipe with { Schedule = new StepLR(epochs) },
        Epochs = [.. test.Select((accuracy, i) => Runs.Epoch(i + 1, accuracy, accuracy, i < epochs ? 0.1 : 0.01, losses[i]))],
    };
}
