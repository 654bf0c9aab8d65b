using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Diagnosis;

/// <summary>Where normalizations are, and whether their statistics fit.</summary>
public class NormalizationRulesTests
{
    [Fact]
    public void Depth_without_normalization_is_slow()
    {
        Assert.Single(Plans.Find("missing-normalization", AssignmentNetworks.Part1));
        Assert.Empty(Plans.Find("missing-normalization", AssignmentNetworks.Part3));
    }

    [Fact]
    public void Dropout_before_normalization_shifts_its_variance()
    {
        Finding direct = Plans.FindOne("variance-shift", Plans.Network(new Dropout2d(0.1f), new BatchNorm2d()));
        Finding mixed = Plans.FindOne("variance-shift", Plans.Network(new Dropout2d(0.3f), new Conv2d(4, 1), new ReLU(), new BatchNorm2d()));

        Assert.Equal((Confidence.Certain, Confidence.Possible), (direct.Confidence, mixed.Confidence));
        Assert.Contains("1 / (1 − 0.1) = 1.11", direct.Evidence, StringComparison.Ordinal);
        Assert.Empty(Plans.Find("variance-shift", AssignmentNetworks.Part3));
    }

    [Fact]
    public void A_bias_that_is_subtracted_again_is_redundant()
    {
        NetworkDefinition biased = Plans.Network(new Conv2d(6, 3), new BatchNorm2d(), new ReLU());

        Assert.Equal("6 parameters of biases do nothing", Plans.FindOne("redundant-bias", biased).Title);
        Assert.Empty(Plans.Find("redundant-bias", Plans.Sound));
        Assert.Empty(Plans.Find("redundant-bias", AssignmentNetworks.Part2));
    }

    [Fact]
    public void The_order_of_normalization_and_ReLU_costs_biases()
    {
        Assert.Equal(
            "Normalizing before ReLU instead of after it would free 112 parameters", Plans.FindOne("normalization-order", AssignmentNetworks.Part2).Title);
        Assert.Empty(Plans.Find("normalization-order", Plans.Sound));
    }

    [Fact]
    public void Small_batches_and_normalization_do_not_go_together()
    {
        Assert.Equal(Severity.Weakness, Plans.FindOne("small-batch", Plans.Sound, Plans.Recipe with { BatchSize = 4 }).Severity);
        Assert.Empty(Plans.Find("small-batch", Plans.Sound));
        Assert.Empty(Plans.Find("small-batch", AssignmentNetworks.Part1, Plans.Recipe with { BatchSize = 1 }));
        Assert.Equal(Severity.Problem, Plans.FindOne("small-batch", AssignmentNetworks.Part2, Plans.Recipe with { BatchSize = 1 }).Severity);
    }

    [Fact]
    public void Running_statistics_are_held_against_the_batchs_own()
    {
        Assert.Equal(
            Severity.Problem,
            Runs.Part3.With(statistics: Runs.Statistics with { RunningStatistics = Runs.Images(90, 2000) }).FindOne("stale-statistics").Severity);
        Assert.StartsWith("The running statistics fit", Runs.Part3.With(statistics: Runs.Statistics).FindOne("batch-statistics").Title, StringComparison.Ordinal);
        Assert.Empty(Runs.Part1.With(statistics: Runs.Statistics with { BatchStatistics = null }).Find("batch-statistics"));
    }

    [Theory]
    [InlineData(98, 42.2, 2000, "noisy-batch-statistics")]
    [InlineData(98, 97.9, 2000, "batch-statistics")]
    [InlineData(90, 95, 60, "unclear-statistics")]
    [InlineData(95, 90, 60, "unclear-statistics")]
    [InlineData(95, 35, 60, "noisy-batch-statistics")]
    [InlineData(35, 95, 60, "stale-statistics")]
    public void Batch_statistics_say_no_more_than_their_images_allow(double running, double batch, int images, string id)
    {
        TrainedRun run = Runs.Part3.With(statistics: Runs.Statistics with { RunningStatistics = Runs.Images(running, images), BatchStatistics = Runs.Images(batch, images) });

        Finding finding = Assert.Single(RunDiagnosis.Of(run), finding => finding.Id.EndsWith("-statistics", StringComparison.Ordinal));

        Assert.Equal(id, finding.Id);
        Assert.Equal(id == "batch-statistics", finding.Title.StartsWith("The running statistics fit", StringComparison.Ordinal));
    }
}
