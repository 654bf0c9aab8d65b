using Thimble.Layers;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Training;

public class VerdictTests
{
    private static readonly Budget Assignment = new(Accuracy: 0.994, ParametersBelow: 10_000, Epochs: 15);

    [Fact]
    public void Part_3_reaches_the_accuracy_but_misses_the_parameters()
    {
        Verdict verdict = Verdict.Judge(Assignment, AssignmentNetworks.Part3, Run(9949, 9933, 9946));

        Assert.Equal(
            [
                "accuracy: at least 99.40% — 99.46% (9,946 of 10,000) in the final epoch, 3: met by 0.06 points; "
                    + "best was 99.49% in epoch 1, picked by looking at the test images",
                "parameters: under 10,000 — 10,224: missed by 225",
                "epochs: at most 15 — 3: met with 12 to spare",
            ],
            verdict.Lines.Select(line => line.ToString()));
        Assert.Equal([true, false, true], verdict.Lines.Select(line => line.Met));
        Assert.False(verdict.Met);
    }

    [Fact]
    public void A_run_within_every_line_is_met()
    {
        Verdict verdict = Verdict.Judge(Assignment, AssignmentNetworks.Part2, Run(9930, 9941));

        Assert.True(verdict.Met);
        Assert.Equal("met by 0.01 points; no epoch was better", verdict.Lines[0].Remark);
        Assert.Equal("met with 263 to spare", verdict.Lines[1].Remark);
    }

    [Theory]
    [InlineData(9940, true, "met exactly; no epoch was better")]
    [InlineData(9939, false, "missed by 0.01 points; no epoch was better")]
    public void The_accuracy_asked_for_is_enough_and_one_image_less_is_not(int correct, bool met, string remark)
    {
        // 99.4 / 100 is what a reader of "99.4%" computes; it is not the double 0.994.
        VerdictLine line = Verdict.Judge(new(Accuracy: 99.4 / 100), AssignmentNetworks.Part2, Run(correct)).Lines.Single();

        Assert.Equal((met, remark), (line.Met, line.Remark));
    }

    [Fact]
    public void The_best_epoch_does_not_save_a_final_one_that_misses()
    {
        VerdictLine line = Verdict.Judge(new(Accuracy: 0.994), AssignmentNetworks.Part2, Run(9950, 9900)).Lines.Single();

        Assert.False(line.Met);
        Assert.Equal(
            "missed by 0.40 points; best was 99.50% in epoch 1, picked by looking at the test images", line.Remark);
    }

    [Theory]
    [InlineData(101, true, "met exactly")]
    [InlineData(100, false, "missed by 1")]
    public void Under_a_bound_means_under_it(int bound, bool met, string remark)
    {
        var network = new NetworkDefinition(new(1, 3, 3), new Conv2d(10, 3));

        VerdictLine line = Verdict.Judge(new(ParametersBelow: bound), network, Run(1)).Lines.Single();

        Assert.Equal((met, remark), (line.Met, line.Remark));
    }

    [Fact]
    public void Too_many_epochs_are_missed()
    {
        VerdictLine line = Verdict.Judge(new(Epochs: 1), AssignmentNetworks.Part2, Run(1, 2, 3)).Lines.Single();

        Assert.Equal("epochs: at most 1 — 3: missed by 2", line.ToString());
    }

    [Fact]
    public void Without_a_completed_epoch_only_the_parameters_can_be_met()
    {
        Verdict verdict = Verdict.Judge(Assignment, AssignmentNetworks.Part2, Run());

        Assert.Equal(
            [
                "accuracy: at least 99.40% — no completed epoch: missed: there is nothing to judge",
                "parameters: under 10,000 — 9,736: met with 263 to spare",
                "epochs: at most 15 — no completed epoch: missed: there is nothing to judge",
            ],
            verdict.Lines.Select(line => line.ToString()));
        Assert.Equal([false, true, false], verdict.Lines.Select(line => line.Met));
    }

    [Theory]
    [InlineData(3, true, "epochs: at most 3 — 3: met exactly")]
    [InlineData(2, false, "epochs: at most 2 — 3: missed by 1")]
    public void As_many_epochs_as_are_asked_for_are_met(int bound, bool met, string text)
    {
        VerdictLine line = Verdict.Judge(new(Epochs: bound), AssignmentNetworks.Part2, Run(1, 2, 3)).Lines.Single();

        Assert.Equal((met, text), (line.Met, line.ToString()));
    }

    [Fact]
    public void Figures_of_held_out_images_say_so()
    {
        TrainingResult result = Run(9950, 9940) with { EvaluatedSplit = "validation" };

        Assert.Equal(
            "accuracy: at least 99.40% — 99.40% (9,940 of 10,000 validation images) in the final epoch, 2: met exactly; "
                + "best was 99.50% in epoch 1, picked by looking at the validation images",
            Verdict.Judge(new(Accuracy: 0.994), AssignmentNetworks.Part2, result).Lines.Single().ToString());
    }

    // 40 bytes of RAM, counted by hand in DeviceCostTests; 72 + 24 multiply-adds.
    [Fact]
    public void Bounds_of_a_device_are_judged_by_the_definition()
    {
        var network = new NetworkDefinition(new(1, 4, 4), new Conv2d(2, 3), new ReLU(), new Flatten(), new Linear(3));

        Verdict verdict = Verdict.Judge(new(Ram: 39, Flash: 1_000_000, MultiplyAdds: 96), network, Run(1));

        Assert.Equal(["ram", "flash", "multiply-adds"], verdict.Lines.Select(line => line.Name));
        Assert.Equal("ram: at most 39 bytes — 40 bytes (12 of them 3 rows of the image): missed by 1", verdict.Lines[0].ToString());
        Assert.Matches(@"^flash: at most 1,000,000 bytes — about [0-9,]+ bytes \([0-9,]+ of constants, about [0-9,]+ of code\): met with [0-9,]+ to spare$", verdict.Lines[1].ToString());
        Assert.Equal("multiply-adds: at most 96 — 96: met exactly", verdict.Lines[2].ToString());
        Assert.Equal([false, true, true], verdict.Lines.Select(line => line.Met));
    }

    [Fact]
    public void A_network_that_cannot_be_exported_misses_the_bounds_of_a_device()
    {
        // 32 bits hold a sum of 66,572 products of 8 bits for certain.
        var network = new NetworkDefinition(new(1, 260, 260), new Flatten(), new Linear(2));

        VerdictLine line = Verdict.Judge(new(Ram: 100_000), network, Run(1)).Lines.Single();

        Assert.False(line.Met);
        Assert.StartsWith("ram: at most 100,000 bytes — cannot be exported in 8 bits (layer 1 adds up 67,600 products", line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_set_is_not_judged() =>
        Assert.Empty(Verdict.Judge(new(), AssignmentNetworks.Part2, Run(1)).Lines);

    private static TrainingResult Run(params int[] correct) => new(
        TrainingStatus.Completed,
        [.. correct.Select((count, index) => new EpochResult(
            index + 1, 0, 0, new(0, 0, 1), new EvaluationResult(0, count, 10_000), 0.1f, TimeSpan.Zero, TimeSpan.Zero))]);
}
