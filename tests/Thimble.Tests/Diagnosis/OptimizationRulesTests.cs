using Thimble.Diagnosis;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Learning rate, schedule and weight decay.</summary>
public class OptimizationRulesTests
{
    [Theory]
    [InlineData(0.8, "learning-rate-high")]
    [InlineData(0.0001, "learning-rate-low")]
    [InlineData(0.05, null)]
    public void A_learning_rate_far_from_custom_is_doubted(double rate, string? id)
    {
        Recipe recipe = Plans.Recipe with { Optimizer = new SgdOptions { LearningRate = rate, Momentum = 0.9 } };

        Assert.Equal(
            id is null ? [] : [id],
            NetworkDiagnosis.Of(Plans.Sound, recipe, new Budget()).Select(finding => finding.Id).Where(found => found.StartsWith("learning-rate", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_that_diverged_says_so_and_nothing_of_its_figures()
    {
        TrainedRun run = Runs.Of([99, 99.1, 99.1]) with { Divergence = "the loss was NaN in epoch 4, batch 5" };

        Finding finding = Assert.Single(RunDiagnosis.Of(run));
        Assert.Equal(("diverged", Severity.Problem, Confidence.Certain), (finding.Id, finding.Severity, finding.Confidence));
        Assert.Equal("The loss was NaN in epoch 4, batch 5", finding.Evidence);
        Assert.Equal("diverged", Assert.Single(RunDiagnosis.Of(run with { Epochs = [] })).Id);
        Assert.DoesNotContain(RunDiagnosis.Of(run with { Divergence = null }), other => other.Id == "diverged");
    }

    [Fact]
    public void A_schedule_is_held_against_the_epochs()
    {
        Assert.Equal(["schedule-never-steps"], Schedule(new StepLR(10)));
        Assert.Equal(["rate-never-falls"], Schedule(new ConstantSchedule()));
        Assert.Equal(["schedule-steps-late"], Schedule(new MultiStepLR([5, 9])));
        Assert.Equal(["rate-falls-early"], Schedule(new MultiStepLR([1, 2], 0.05)));
        Assert.Contains("rate-peak-missed", Schedule(new LinearLR(WarmupEpochs: 20)));
        Assert.Empty(Schedule(new StepLR(4)));
        Assert.Empty(Schedule(new OneCycleLR()));
        Assert.Empty(Schedule(new CosineAnnealingLR()));
    }

    [Fact]
    public void Weight_decay_on_normalizations_is_noted()
    {
        Recipe decaying = Plans.Recipe with { Optimizer = new AdamWOptions { LearningRate = 0.001 } };
        Recipe exempt = Plans.Recipe with { Optimizer = new AdamWOptions { LearningRate = 0.001, DecayNormalization = false } };

        Assert.Single(Plans.Find("decayed-normalization", Plans.Sound, decaying));
        Assert.Empty(Plans.Find("decayed-normalization", Plans.Sound, exempt));
        Assert.Empty(Plans.Find("decayed-normalization", AssignmentNetworks.Part1, decaying));
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

    private static string[] Schedule(Schedule schedule)
    {
        string[] kinds = ["schedule-never-steps", "rate-never-falls", "schedule-steps-late", "rate-falls-early", "rate-peak-missed"];
        return [.. NetworkDiagnosis.Of(Plans.Sound, Plans.Recipe with { Schedule = schedule }, new Budget()).Select(finding => finding.Id).Where(kinds.Contains)];
    }

    // A tenth of the rate after so many epochs.
    private static TrainedRun Stepped(int epochs, double[] test, double[] losses) => Runs.Of([]) with
    {
        Recipe = Plans.Recipe with { Schedule = new StepLR(epochs) },
        Epochs = [.. test.Select((accuracy, i) => Runs.Epoch(i + 1, accuracy, accuracy, i < epochs ? 0.1 : 0.01, losses[i]))],
    };
}
