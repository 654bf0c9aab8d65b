using Thimble.Lab.Tests.Search;

namespace Thimble.Lab.Tests;

/// <summary>A file with several mistakes tells all of them, and none that follows from another.</summary>
public class AllMistakesTests
{
    [Fact]
    public void All_mistakes_are_told_in_the_order_of_the_file()
    {
        const string Wrong =
            """
            recipe:
              epoch: 2
              batch_size: 0
              optimizer: {sgd: {learning_rat: 0.1, momentum: 2}}
              schedule: {one_cycle_lr: {pct_start: 2, div_factor: x}}
            name: ../small
            titel: none
            data: {name: mnits, train_images: 0, normalization: {mean: 2, standard_deviation: 0}}
            input: [5, 0, 28]
            network:
              - conv2d: {out: 0, kernel: [0, 300]}
              - rellu
              - residual:
                  branch: [relu, {linear: x}]
                  shortcut: [rel]
            budget: {accuracy: 99.4, parameters: 10}
            """;

        Assert.Equal(
            [
                "2 recipe.epoch 'epochs'", "3 recipe.batch_size", "4 recipe.optimizer.sgd.learning_rat 'learning_rate'",
                "4 recipe.optimizer.sgd.momentum", "5 recipe.schedule.one_cycle_lr.pct_start", "5 recipe.schedule.one_cycle_lr.div_factor",
                "6 name", "7 titel", "8 data.name 'mnist'", "8 data.train_images", "8 data.normalization.mean",
                "8 data.normalization.standard_deviation", "9 input", "9 input", "11 network.conv2d.out", "11 network.conv2d.kernel",
                "11 network.conv2d.kernel", "12 network 'relu'", "14 network.residual.branch.linear", "15 network.residual.shortcut 'relu'",
                "16 budget.parameters", "16 budget.accuracy",
            ],
            MistakesIn(Wrong).Select(mistake =>
                $"{mistake.Line} {mistake.Key}{(mistake.Message.Split("did you mean ") is [_, var meant] ? $" {meant.TrimEnd('?')}" : "")}"));
    }

    [Theory]
    [InlineData("name: small\ndata: mnist\n", "name: small\ndata: mnist\nepochs: 3\n", "epochs: 2", "epochs: 0", 3, 9)]
    [InlineData("kernel: 3", "kernel: 300", "epochs: 2", "epochs: 0", 5, 8)]
    [InlineData("kernel: 3", "kernel: 31", "epochs: 2", "epochs: 0", 5, 8)]
    [InlineData("name: small", "# none", "data: mnist", "dota: mnist", 1, 2)]
    public void Two_mistakes_are_two(string first, string wrongFirst, string second, string wrongSecond, params int[] lines) =>
        Assert.Equal(lines, MistakesIn(Experiments.Small.Replace(first, wrongFirst).Replace(second, wrongSecond)).Select(mistake => mistake.Line));

    [Theory]
    [InlineData("epochs: 2", "epoch: 2", "recipe.epoch: unknown key")]
    [InlineData("recipe:", "recipes:", "recipes: unknown key")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0,1", "recipe.optimizer.sgd.1: unknown key")]
    [InlineData("learning_rate: 0.1", "learning_rate:0.1", "recipe.optimizer.sgd.learning_rate:0.1: unknown key")]
    [InlineData("kernel: 3", "kernel: none, padding: 1", "network.conv2d.kernel: found 'none'")]
    [InlineData("- conv2d: {out: 10, kernel: 3}", "- flatten: 3\n  - conv2d: {out: 10, kernel: 3}", "network.flatten: found '3'")]
    [InlineData("input: [1, 28, 28]", "input: [1, 28, 0]", "input: found '0'")]
    [InlineData("- conv2d: {out: 10, kernel: 3}", "- conv2d: {out: 10, kernel: 31}\n  - conv2d: {out: 10, kernel: 99}", "network.conv2d: Conv2d cannot take")]
    [InlineData("{sgd: {learning_rate: 0.1}}", "{sdg: {learning_rate: 0, momentum: 3}}", "recipe.optimizer.sdg: unknown key")]
    [InlineData("- conv2d: {out: 10, kernel: 3}", "- conv2d:\n    out: 10\n    kernel: 3", "network.out: unknown key")]
    [InlineData("{sgd: {learning_rate: 0.1}}", "{sgd: {learning_rate: 0.1, momentum: x, nesterov: true}}", "recipe.optimizer.sgd.momentum: found 'x'")]
    public void What_follows_from_a_mistake_is_not_told(string sound, string wrong, string expected)
    {
        ExperimentException only = Assert.Single(MistakesIn(Experiments.Small.Replace(sound, wrong)));

        Assert.Contains($": {expected}", only.Message);
    }

    [Fact]
    public void A_layer_before_the_unreadable_one_is_checked_with_its_input() => Assert.Equal(
        ["my.yaml:5: network.conv2d: Conv2d cannot take", "my.yaml:6: network: found 'rellu';"],
        MistakesIn(Experiments.Small.Replace("kernel: 3}", "kernel: 31}\n  - rellu\n  - conv2d: {out: 10, kernel: 99}")).Select(mistake => string.Join(' ', mistake.Message.Split(' ')[..(mistake.Line == 5 ? 5 : 4)])));

    [Fact]
    public void The_mistakes_of_a_search_are_told_at_once_and_each_once()
    {
        string wrong = Searches.Small
            .Replace("[2, 4, 7]", "[2, zero, one]").Replace("trials: 6", "trails: 6").Replace("keep: 1/2", "keep: 3/2").Replace("epochs: 3", "epochs: 3\n    label_smoothing: 7");

        ExperimentException error = Assert.Throws<ExperimentException>(() => Searches.Read(wrong));

        Assert.Equal(
            [
                "my.yaml:6: network.max_pool2d: found 'zero'", "my.yaml:6: network.max_pool2d: found 'one'", "my.yaml:11: recipe.label_smoothing: found '7'",
                "my.yaml:19: trails: unknown key", "my.yaml:20: rungs.keep: found '3/2'",
            ],
            error.Mistakes.Select(mistake => mistake.Message.Split(';')[0]));
    }

    [Fact]
    public void Variables_without_a_place_are_told_together() => Assert.Equal(
        [6, 11],
        Assert.Throws<ExperimentException>(() => Searches.Read(Searches.Small.Replace("$pool", "$pol").Replace("$batch", "$bach"))).Mistakes.Select(mistake => mistake.Line));

    private static IReadOnlyList<ExperimentException> MistakesIn(string yaml)
    {
        ExperimentException error = Assert.Throws<ExperimentException>(() => Experiments.Read(yaml));
        Assert.Equal(error.Message, error.Mistakes[0].Message);
        return error.Mistakes;
    }
}
