namespace Thimble.Lab.Tests;

/// <summary>What differs between experiments.</summary>
public class ComparisonTests
{
    [Fact]
    public void Only_the_keys_that_differ_are_named_with_a_value_each()
    {
        Experiment first = Experiments.Read(Experiments.Small);
        Experiment second = Experiments.Read(
            Experiments.Small.Replace("epochs: 2", "epochs: 3\n  schedule: {step_lr: {step_size: 6, gamma: 0.5}}", StringComparison.Ordinal));

        Assert.Equal(
            ["recipe.epochs: 2 | 3", "recipe.schedule: constant | ", "recipe.schedule.step_lr.step_size:  | 6", "recipe.schedule.step_lr.gamma:  | 0.5"],
            ExperimentSettings.Differences([first, second]).Select(difference => $"{difference.Key}: {string.Join(" | ", difference.Value)}"));
        Assert.Empty(ExperimentSettings.Differences([first, first with { Name = "other", Target = "other" }]));
    }

    [Fact]
    public void A_layer_that_was_put_in_is_one_change()
    {
        Experiment first = Experiments.Read(Experiments.Small);
        Experiment second = Experiments.Read(Experiments.Small.Replace("  - adaptive", "  - relu\n  - residual: [batch_norm2d]\n  - adaptive", StringComparison.Ordinal));

        Assert.Equal(
            [new(2, true, "relu"), new(3, true, "residual:"), new LayerChange(4, true, "    batch_norm2d")],
            NetworkDifference.Between(first.Network, second.Network));
        Assert.Equal(
            [new(2, false, "relu"), new(3, false, "residual:"), new LayerChange(4, false, "    batch_norm2d")],
            NetworkDifference.Between(second.Network, first.Network));
        Assert.Empty(NetworkDifference.Between(first.Network, first.Network));
    }

    [Fact]
    public void A_layer_that_was_changed_is_taken_away_and_put_in()
    {
        Experiment first = Experiments.Read(Experiments.Small);
        Experiment second = Experiments.Read(Experiments.Small.Replace("kernel: 3", "kernel: 5", StringComparison.Ordinal));

        Assert.Equal(
            [new(1, false, "conv2d: {out: 10, kernel: 3}"), new LayerChange(1, true, "conv2d: {out: 10, kernel: 5}")],
            NetworkDifference.Between(first.Network, second.Network));
    }
}
