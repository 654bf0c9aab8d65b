using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Networks;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Each rule on a network made to show what it looks for, and on one made not to.</summary>
public class NetworkDiagnosisTests
{
    private static readonly NetworkDefinition Sound = Plans.Network(new Conv2d(6, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU());

    [Fact]
    public void A_sound_network_has_no_problem_and_few_weaknesses() => Assert.DoesNotContain(
        NetworkDiagnosis.Of(Sound, Plans.Recipe, new Budget(ParametersBelow: 10_000, Epochs: 10)),
        finding => finding.Severity == Severity.Problem || (finding.Severity == Severity.Weakness && finding.Id != "costliest-layer"));

    [Fact]
    public void The_weightiest_comes_first()
    {
        IReadOnlyList<Finding> findings = NetworkDiagnosis.Of(AssignmentNetworks.Part2, Plans.Recipe, new Budget(ParametersBelow: 10_000));

        Assert.Equal("erasing-bottleneck", findings[0].Id);
        Assert.Equal(findings.Select(finding => finding.Severity).Order(), findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void Erasing_bottlenecks_are_shown_with_their_arithmetic()
    {
        Finding finding = Plans.FindOne("erasing-bottleneck", AssignmentNetworks.Part2);

        Assert.Equal((Severity.Problem, Confidence.Certain), (finding.Severity, finding.Confidence));
        Assert.Equal("Dropout wipes out 19% of the training images; training accuracy cannot exceed 82.9%", finding.Title);
        Assert.Contains("1 − (1 − 0.1)^2 = 19%", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("Dropout2d-17 and Dropout2d-30", finding.Suggestion, StringComparison.Ordinal);
        Assert.Empty(Plans.Find("erasing-bottleneck", AssignmentNetworks.Part1));
        Assert.Empty(Plans.Find("erasing-bottleneck", AssignmentNetworks.Part3));
    }

    [Fact]
    public void The_receptive_field_is_held_against_the_image()
    {
        Assert.Equal(Severity.Note, Plans.FindOne("receptive-field", AssignmentNetworks.Part3).Severity);
        var blind = new NetworkDefinition(new Shape(1, 28, 28), new Conv2d(4, 3), new ReLU(), new MaxPool2d(26), new Conv2d(10, 1));
        var narrow = new NetworkDefinition(new Shape(1, 9, 9), new Conv2d(4, 3, stride: 2), new ReLU(), new Conv2d(10, 1, stride: 2));
        Assert.Equal(Severity.Note, Plans.FindOne("receptive-field", blind).Severity);
        Assert.Equal(Severity.Weakness, Plans.FindOne("receptive-field", narrow).Severity);
    }

    [Fact]
    public void Pools_stand_where_a_layer_has_looked_before()
    {
        Finding placed = Plans.FindOne("pool-placement", AssignmentNetworks.Part3);
        var early = new NetworkDefinition(new Shape(1, 8, 8), new MaxPool2d(2), new Conv2d(10, 3), new ReLU(), new AdaptiveAvgPool2d());

        Assert.Equal(Severity.Note, placed.Severity);
        Assert.StartsWith("MaxPool2d-9: 28×28 to 14×14 at a receptive field of 5×5; MaxPool2d-26: 14×14 to 7×7", placed.Evidence, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, Plans.FindOne("pool-placement", early).Severity);
    }

    [Fact]
    public void Borders_that_no_window_reaches_are_named()
    {
        Finding finding = Plans.FindOne("unseen-border", Plans.Network(new MaxPool2d(3)));

        Assert.Equal("MaxPool2d-4 never looks at the last 2 rows and columns", finding.Title);
        Assert.Empty(Plans.Find("unseen-border", Plans.Network(new MaxPool2d(2))));
        // Only the border of zeros is missed.
        Assert.Empty(Plans.Find("unseen-border", Plans.Network(new MaxPool2d(3, stride: 2, padding: 1))));
    }

    [Fact]
    public void The_layer_that_spends_most_for_least_is_named()
    {
        Finding finding = Plans.FindOne("costliest-layer", AssignmentNetworks.Part2);

        Assert.StartsWith("Conv2d-9 spends most for least: 54.29% of the multiply-adds for 2 pixels", finding.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, finding.Severity);
        Assert.Contains("Conv2d-9 2,320 (23.83%)", Plans.FindOne("layer-cost", AssignmentNetworks.Part2).Evidence, StringComparison.Ordinal);
        Layer[] part = [new Conv2d(8, 3, padding: 1), new ReLU()];
        NetworkDefinition even = Plans.Network([.. part, .. part, .. part, .. part]);
        Assert.Equal(Severity.Note, Plans.FindOne("costliest-layer", even).Severity);
    }

    [Fact]
    public void Parameters_are_held_against_the_budget()
    {
        var budget = new Budget(ParametersBelow: 10_000);

        Assert.Equal("225 parameters too many", Plans.FindOne("parameter-budget", AssignmentNetworks.Part3, budget: budget).Title);
        Assert.Equal(Severity.Note, Plans.FindOne("parameter-budget", AssignmentNetworks.Part2, budget: budget).Severity);
        Assert.Empty(Plans.Find("parameter-budget", AssignmentNetworks.Part2));
    }

    [Fact]
    public void Epochs_are_held_against_the_budget()
    {
        Assert.Equal(Severity.Problem, Plans.FindOne("epoch-budget", Sound, budget: new Budget(Epochs: 9)).Severity);
        Assert.Empty(Plans.Find("epoch-budget", Sound, budget: new Budget(Epochs: 10)));
    }

    [Fact]
    public void A_bias_that_is_subtracted_again_is_redundant()
    {
        NetworkDefinition biased = Plans.Network(new Conv2d(6, 3), new BatchNorm2d(), new ReLU());

        Assert.Equal("6 parameters of biases do nothing", Plans.FindOne("redundant-bias", biased).Title);
        Assert.Empty(Plans.Find("redundant-bias", Sound));
        Assert.Empty(Plans.Find("redundant-bias", AssignmentNetworks.Part2));
    }

    [Fact]
    public void The_order_of_normalization_and_ReLU_costs_biases()
    {
        Assert.Equal(
            "Normalizing before ReLU instead of behind it would free 112 parameters", Plans.FindOne("normalization-order", AssignmentNetworks.Part2).Title);
        Assert.Empty(Plans.Find("normalization-order", Sound));
    }

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
    public void Scores_are_neither_dropped_nor_cut_off()
    {
        Layer[] layers = [.. Sound.Layers.Select(layer => layer.Layer)];
        var dropped = new NetworkDefinition(Sound.Input, [.. layers, new Dropout(0.2f)]);
        var rectified = new NetworkDefinition(Sound.Input, [.. layers, new ReLU()]);

        Assert.Equal(Severity.Problem, Plans.FindOne("dropped-scores", dropped).Severity);
        Assert.Equal(Severity.Problem, Plans.FindOne("rectified-scores", rectified).Severity);
        Assert.Empty(Plans.Find("dropped-scores", AssignmentNetworks.Part2));
        Assert.Empty(Plans.Find("rectified-scores", AssignmentNetworks.Part2));
    }

    [Fact]
    public void Layers_that_change_nothing_are_named()
    {
        string[] idle = [.. Plans.Find("idle-layer", Plans.Network(new ReLU(), new Dropout2d(0), new MaxPool2d(1))).Select(finding => finding.Title)];

        Assert.Equal(["Dropout2d-5 changes nothing", "MaxPool2d-6 changes nothing", "ReLU-4 changes nothing"], idle);
        Assert.Empty(Plans.Find("idle-layer", AssignmentNetworks.Part2));
    }

    [Fact]
    public void Two_layers_of_weights_need_something_between_them_that_bends()
    {
        NetworkDefinition linear = Plans.Network(new Conv2d(4, 3), new BatchNorm2d(), new Conv2d(4, 3), new ReLU());
        NetworkDefinition depthwise = Plans.Network(new Conv2d(4, 3, groups: 4), new Conv2d(8, 1), new ReLU());
        NetworkDefinition waist = Plans.Network(new Conv2d(2, 1), new Conv2d(8, 3), new ReLU());

        Assert.StartsWith("Conv2d-4 and Conv2d-6 are one linear map", Plans.FindOne("missing-nonlinearity", linear).Title, StringComparison.Ordinal);
        Assert.Empty(Plans.Find("missing-nonlinearity", depthwise));
        Assert.Empty(Plans.Find("missing-nonlinearity", waist));
        Assert.Empty(Plans.Find("missing-nonlinearity", AssignmentNetworks.Part3));
    }

    [Theory]
    [InlineData(0.8, "learning-rate-high")]
    [InlineData(0.0001, "learning-rate-low")]
    [InlineData(0.05, null)]
    public void A_learning_rate_far_from_custom_is_doubted(double rate, string? id)
    {
        Recipe recipe = Plans.Recipe with { Optimizer = new SgdOptions { LearningRate = rate, Momentum = 0.9 } };

        Assert.Equal(
            id is null ? [] : [id],
            NetworkDiagnosis.Of(Sound, recipe, new Budget()).Select(finding => finding.Id).Where(found => found.StartsWith("learning-rate", StringComparison.Ordinal)));
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

        Assert.Single(Plans.Find("decayed-normalization", Sound, decaying));
        Assert.Empty(Plans.Find("decayed-normalization", Sound, exempt));
        Assert.Empty(Plans.Find("decayed-normalization", AssignmentNetworks.Part1, decaying));
    }

    [Fact]
    public void Small_batches_and_normalization_do_not_go_together()
    {
        Assert.Equal(Severity.Weakness, Plans.FindOne("small-batch", Sound, Plans.Recipe with { BatchSize = 4 }).Severity);
        Assert.Empty(Plans.Find("small-batch", Sound));
        Assert.Empty(Plans.Find("small-batch", AssignmentNetworks.Part1, Plans.Recipe with { BatchSize = 1 }));
        Assert.Equal(Severity.Problem, Plans.FindOne("small-batch", AssignmentNetworks.Part2, Plans.Recipe with { BatchSize = 1 }).Severity);
    }

    private static string[] Schedule(Schedule schedule)
    {
        string[] kinds = ["schedule-never-steps", "rate-never-falls", "schedule-steps-late", "rate-falls-early", "rate-peak-missed"];
        return [.. NetworkDiagnosis.Of(Sound, Plans.Recipe with { Schedule = schedule }, new Budget()).Select(finding => finding.Id).Where(kinds.Contains)];
    }
}
