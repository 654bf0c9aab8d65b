using System.Globalization;
using Thimble.Export.C;
using Thimble.Lab.Search;

namespace Thimble.Lab.Tests.Search;

/// <summary>Which combinations are tried: all or a sample, each once, none over the budget.</summary>
public class SearchDrawsTests
{
    private const string Widths =
        """
        name: widths
        experiment:
          data: mnist
          input: [1, 28, 28]
          network:
            - conv2d: {out: $width, kernel: $kernel}
            - adaptive_avg_pool2d
            - linear: 10
          recipe: {epochs: $epochs, optimizer: {sgd: {learning_rate: 0.1}}}
          budget: {parameters_below: 300, epochs: 8}
        space:
          width: {from: 1, to: 20}
          kernel: [3, 5]
          epochs: [4, 8, 12]
        trials: 1000
        """;

    [Fact]
    public void A_grid_has_every_combination_within_the_budget()
    {
        SearchDraws draws = SearchDraws.Of(Searches.Read(Widths));

        // (k² + 1) · w + 10 w + 10: a kernel of 3 allows up to 14 channels, a kernel of 5 up to 8; of 3 numbers of epochs, 2.
        Assert.True(draws.IsGrid);
        Assert.Equal((14 + 8) * 2, draws.Trials.Count);
        Assert.Equal((20 * 2 * 3) - draws.Trials.Count, draws.OverBudget);
        Assert.All(draws.Trials, trial => Assert.True(trial.Experiment.Network.ParameterCount < 300 && trial.Experiment.Recipe.Epochs <= 8));
        Assert.Equal(Enumerable.Range(1, 44), draws.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public void Draws_are_the_seeds_and_without_repeats_and_more_of_them_begin_with_the_same()
    {
        string few = Widths.Replace("trials: 1000", "trials: 15");
        string[] Labels(string yaml) => [.. SearchDraws.Of(Searches.Read(yaml)).Trials.Select(trial => string.Join(' ', trial.Values.Select(value => value.Label)))];
        string[] first = Labels(few);

        Assert.Equal(15, first.Distinct().Count());
        Assert.False(SearchDraws.Of(Searches.Read(few)).IsGrid);
        Assert.True(SearchDraws.Of(Searches.Read(few)).OverBudget > 0);
        Assert.Equal(first, Labels(few));
        Assert.Equal(first, Labels(few.Replace("trials: 15", "trials: 30"))[..15]);
        Assert.NotEqual(first, Labels($"{few}\nseed: 2"));
    }

    [Fact]
    public void A_space_with_fewer_sound_combinations_than_are_asked_for_gives_those()
    {
        SearchDraws draws = SearchDraws.Of(Searches.Read(Widths.Replace("trials: 1000", "trials: 100")));

        Assert.False(draws.IsGrid);
        Assert.Equal(44, draws.Trials.Count);
        Assert.Equal(120 - 44, draws.OverBudget);
    }

    [Fact]
    public void Combinations_that_make_no_network_are_counted_apart_from_mistakes()
    {
        string yaml = Searches.Small.Replace("    - max_pool2d: $pool", "    - max_pool2d: $pool\n    - conv2d: {out: 4, kernel: 5}").Replace("[2, 4, 7]", "[2, 4, 14]").Replace("rate: {from: 0.01, to: 0.1, log: true}", "rate: [0.1]");
        SearchDraws draws = SearchDraws.Of(Searches.Read(yaml));

        Assert.Equal(4, draws.Trials.Count);
        Assert.Equal(2, draws.Impossible);
        Assert.StartsWith("my.yaml:7: network.conv2d: Conv2d cannot take ", draws.ImpossibleExample);
    }

    [Fact]
    public void Nothing_within_the_budget_is_a_mistake_that_names_the_smallest()
    {
        string message = Assert.Throws<InvalidInputException>(() => SearchDraws.Of(Searches.Read(Widths.Replace("parameters_below: 300", "parameters_below: 30")))).Message;

        Assert.Equal("my.yaml: none of 120 combinations can be tried: 120 have too many parameters (the smallest network has 30, the budget is under 30), 40 train for too many epochs (at the least 12, the budget is 8); change space or budget", message);
    }

    [Fact]
    public void What_does_not_fit_the_device_is_never_tried()
    {
        // k² · w · (29 − k)² + 10 w multiply-adds: at most 60,000 allow up to 9 channels with a kernel of 3, and 4 with one of 5.
        SearchDraws work = SearchDraws.Of(Searches.Read(Widths.Replace("parameters_below: 300", "multiply_adds: 60000")));
        Assert.Equal((9 + 4) * 2, work.Trials.Count);
        Assert.Equal((20 * 2 * 3) - 26, work.OverBudget);

        // A kernel of 3 keeps three rows of 28 pixels, one of 5 five. Then sums of 32 bits, at the most one for each channel, a mean of each, and counters.
        SearchDraws ram = SearchDraws.Of(Searches.Read(Widths.Replace("parameters_below: 300", "ram: 200")));
        Assert.NotEmpty(ram.Trials);
        Assert.True(ram.OverBudget > 40);
        Assert.All(ram.Trials, trial => Assert.True(DeviceCost.Of(trial.Experiment.Network).RamBytes <= 200));

        string message = Assert.Throws<InvalidInputException>(() => SearchDraws.Of(Searches.Read(Widths.Replace("parameters_below: 300", "multiply_adds: 100")))).Message;
        Assert.Contains("80 are over the budget of multiply-adds (at the least 6,094, the budget is at most 100)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_of_values_that_come_together_in_a_draw_alone_is_found_before_any_training()
    {
        // Neither alternative is wrong with the first value of the other variable, and $rest does not stand in the first one.
        string yaml = Searches.Small.Replace("epochs: 3", "epochs: $length").Replace("space:", "space:\n  length: [3, $rest]\n  rest: [3, 1]");
        SearchDefinition search = Searches.Read(yaml.Replace("trials: 6", "trials: 40"));

        string message = Assert.Throws<ExperimentException>(() => SearchDraws.Of(search)).Message;
        Assert.Contains("the last rung has 2 epochs, but the finalists train for the recipe's 1; allowed: rungs up to that", message);
    }

    [Theory]
    [InlineData("0.9", "0.99999")]
    [InlineData("0.9999", "0.99999")]
    [InlineData("0.123456", "0.123465")]
    [InlineData("0.00012345", "0.1")]
    [InlineData("1234.5", "1234.75")]
    [InlineData("12345.678", "99999.5")]
    [InlineData("-0.99999", "-0.9")]
    public void What_is_written_of_a_range_lies_in_it_and_is_told_apart(string from, string to)
    {
        double low = double.Parse(from, CultureInfo.InvariantCulture);
        double high = double.Parse(to, CultureInfo.InvariantCulture);
        var range = new RangeVariable("x", 1, low, high, isLogarithmic: low > 0, isWhole: false);

        Assert.Equal([from, to], range.Probes().Select(value => value.Label));
        Assert.Equal(3, range.Groups.Distinct().Count());
        Assert.StartsWith($"{from} to ", range.Groups[0]);
        Assert.EndsWith($" to {to}", range.Groups[2]);
        string[] drawn = [.. Enumerable.Range(0, 1000).Select(i => range.Draw(i / 1000.0).Label)];
        Assert.All(drawn, label => Assert.InRange(double.Parse(label, CultureInfo.InvariantCulture), low, high));
        Assert.True(drawn.Distinct().Count() >= 25, $"{drawn.Distinct().Count()} numbers");
    }

    [Fact]
    public void Ranges_are_even_in_what_they_say_and_reach_both_ends()
    {
        string yaml = Searches.Small.Replace("pool: [2, 4, 7]", "pool: {from: 1, to: 4, log: true}").Replace("trials: 6", "trials: 3000").Replace("parameters_below: 5000", "parameters_below: 500000");
        IReadOnlyList<SearchTrial> trials = SearchDraws.Of(Searches.Read(yaml)).Trials;

        ILookup<string, SearchTrial> pools = trials.ToLookup(trial => trial.Values[0].Label);
        Assert.Equal(["1", "2", "3", "4"], pools.Select(group => group.Key).Order(StringComparer.Ordinal));
        // Room from n to n + 1 on a logarithmic scale from 1 to 5.
        for (int pool = 1; pool <= 4; pool++)
            Assert.InRange((double)pools[$"{pool}"].Count() / trials.Count, (Math.Log((pool + 1.0) / pool) / Math.Log(5)) - 0.04, (Math.Log((pool + 1.0) / pool) / Math.Log(5)) + 0.04);
        double[] rates = [.. trials.Select(trial => double.Parse(trial.Values[2].Label, CultureInfo.InvariantCulture))];
        Assert.All(rates, rate => Assert.InRange(rate, 0.01, 0.1));
        Assert.InRange((double)rates.Count(rate => rate < Math.Sqrt(0.001)) / rates.Length, 0.46, 0.54);
    }
}
