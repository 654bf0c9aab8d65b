using Thimble.Lab.Search;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests.Search;

/// <summary>A search's file: what a variable may be, where it goes, and a line for every mistake.</summary>
public sealed class SearchReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-search-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_that_may_be_said_is_read()
    {
        SearchDefinition search = Searches.Read(Searches.Small + "\nseed: 9\nmax_seconds: 2.5");

        Assert.Equal("small", search.Name);
        Assert.Equal(["pool", "batch", "rate"], search.Space.Variables.Select(variable => variable.Name));
        Assert.Null(search.Space.Size);
        Assert.Equal((6, 9UL, 0.5, 1, 2, 2), (search.Trials, search.Seed, search.Keep, search.RungSeeds, search.Finalists, search.FinalistSeeds));
        Assert.Equal([1, 2], search.RungEpochs);
        Assert.Equal(TimeSpan.FromSeconds(2.5), search.MaximumTime);
    }

    [Fact]
    public void A_value_may_be_a_whole_list_of_layers_and_hold_variables_itself()
    {
        SearchDefinition search = Searches.Read(
            """
            name: fragments
            experiment:
              data: mnist
              input: [1, 28, 28]
              network:
                - $body
                - adaptive_avg_pool2d
                - linear: 10
              recipe: {epochs: 2, optimizer: $optimizer}
            space:
              body:
                one: [{conv2d: {out: $width, kernel: 3}}]
                two:
                  - conv2d: {out: $width, kernel: 3}
                  - relu
                  - conv2d: {out: $width, kernel: 5}
                none: []
              width: [4, 6]
              optimizer: [{sgd: {learning_rate: 0.1}}, {adam: {learning_rate: 0.001}}]
            """);
        SearchDraws draws = SearchDraws.Of(search);

        // Without a body the width makes no difference: 3 · 2 · 2 combinations, of which 2 are the same as others.
        Assert.True(draws.IsGrid);
        Assert.Equal((10, 2), (draws.Trials.Count, draws.Same));
        Experiment two = draws.Trials.Single(trial => trial.Values is [{ Label: "two" }, { Label: "6" }, { Label: "{sgd: {learning_rate: 0.1}}" or "#1" }]).Experiment;
        Assert.Equal(
            [new Conv2d(6, 3), new ReLU(), new Conv2d(6, 5), new AdaptiveAvgPool2d(), new Linear(10)], two.Network.Layers.Select(layer => layer.Layer));
        Assert.IsType<SgdOptions>(two.Recipe.Optimizer);
        Assert.Contains(draws.Trials, trial => trial.Experiment.Recipe.Optimizer is AdamOptions);
        Assert.All(draws.Trials, trial => Assert.Equal("fragments", trial.Experiment.Name));
    }

    [Fact]
    public void A_path_varies_any_setting_of_a_base_that_knows_nothing_of_it()
    {
        SearchDefinition search = Searches.Read(
            """
            name: paths
            base: part3
            space:
              recipe.batch_size: [32, 64]
              recipe.label_smoothing: [0, 0.1]
              recipe.weight_average: [0.99]
              recipe.optimizer.sgd.learning_rate: [0.05]
              network.0.conv2d.out: [8, 10]
              budget.parameters_below: [20000]
            """);
        SearchDraws draws = SearchDraws.Of(search);

        Assert.Equal(8, draws.Trials.Count);
        Assert.All(draws.Trials, trial => Assert.Equal((20_000, 0.05, 0.99), (trial.Experiment.Budget.ParametersBelow, trial.Experiment.Recipe.Optimizer.LearningRate, trial.Experiment.Recipe.WeightAverageDecay)));
        Assert.Equal([32, 64], draws.Trials.Select(trial => trial.Experiment.Recipe.BatchSize).Distinct());
        Assert.Equal([0, 0.1], draws.Trials.Select(trial => trial.Experiment.Recipe.LabelSmoothing).Distinct());
        Assert.Equal([8, 10], draws.Trials.Select(trial => trial.Experiment.Network.Layers[0].Output.Channels).Distinct());
        Assert.Equal(ExperimentCatalogue.Load("part3").Network.ParameterCount, draws.Trials[^1].Experiment.Network.ParameterCount);
    }

    [Fact]
    public void A_base_is_looked_for_beside_the_search_and_its_mistakes_are_named_there()
    {
        File.WriteAllText(Path.Combine(_folder, "base.yaml"), Experiments.Small.Replace("out: 10", "out: $out"));
        string path = Path.Combine(_folder, "search.yaml");
        File.WriteAllText(path, "name: x\nbase: base.yaml\nspace:\n  out: [10]\n");
        Assert.Equal(10, SearchDraws.Of(SearchDefinition.Load(path)).Trials.Single().Experiment.Network.ClassCount);

        File.WriteAllText(path, "name: x\nbase: base.yaml\nspace:\n  out: [10, many]\n");
        string message = Assert.ThrowsAny<InvalidInputException>(() => SearchDefinition.Load(path)).Message;
        Assert.Equal($"{Path.Combine(_folder, "base.yaml")}:5: network.conv2d.out: found 'many'; allowed: a whole number from 1 to 65536 (with out = many)", message);

        // A mistake inside a fragment is in the search and not in the base.
        File.WriteAllText(Path.Combine(_folder, "base.yaml"), Experiments.Small.Replace("- conv2d: {out: 10, kernel: 3}", "- $first"));
        File.WriteAllText(path, "name: x\nbase: base.yaml\nspace:\n  first:\n    - conv2d: {out: 10, kernel: 3}\n    - conv2d:\n        out: 10\n        kernal: 3\n");
        Assert.StartsWith($"{path}:8: network.conv2d.kernal: unknown key", Assert.ThrowsAny<InvalidInputException>(() => SearchDefinition.Load(path)).Message);
    }

    [Theory]
    [InlineData("trials: 6", "trials: 0", "my.yaml:18: trials: found '0'; allowed: a whole number from 1 to 100000")]
    [InlineData("trials: 6", "trails: 6", "my.yaml:18: trails: unknown key; allowed: name, base, experiment, space, trials, seed, rungs, finalists, max_seconds; did you mean 'trials'?")]
    [InlineData("epochs: [1, 2]", "epochs: [2, 2]", "my.yaml:19: rungs.epochs: found [2, 2]; allowed: epochs that rise from rung to rung")]
    [InlineData("epochs: [1, 2]", "epochs: [1, 4]", "my.yaml:19: rungs: the last rung has 4 epochs, but the finalists train for the recipe's 3")]
    [InlineData("keep: 1/2", "keep: 3/2", "my.yaml:19: rungs.keep: found '3/2'; allowed: a fraction such as 1/3, up to 1")]
    [InlineData("keep: 1/2", "keep: 0", "my.yaml:19: rungs.keep: found '0'; allowed: a percentage")]
    [InlineData("[2, 4, 7]", "[]", "my.yaml:15: space.pool: found a list of 0; allowed: 1 to 1000 values")]
    [InlineData("[2, 4, 7]", "[2, 4, 2]", "my.yaml:15: space.pool: the value 2 appears twice; remove one")]
    [InlineData("[2, 4, 7]", "2", "my.yaml:15: space.pool: found '2'; allowed: a list of values, {from, to, log}")]
    [InlineData("[2, 4, 7]", "[2, 4, zero]", "my.yaml:6: network.max_pool2d: found 'zero'; allowed: a whole number from 1 to 256 (with pool = zero, batch = 16, rate = 0.01)")]
    [InlineData("to: 0.1,", "to: 0.01,", "my.yaml:17: space.rate.to: found 0.01; allowed: a number above 0.01, where the range begins")]
    [InlineData("from: 0.01", "from: 0", "my.yaml:17: space.rate.from: found 0; allowed: a number above 0, where the range is logarithmic")]
    [InlineData("from: 0.01", "fom: 0.01", "my.yaml:17: space.rate.fom: unknown key; allowed: from, to, log; did you mean 'from'?")]
    [InlineData("  pool: [", "  po ol: [", "my.yaml:15: space.po ol: this is no name for a variable")]
    [InlineData("max_pool2d: $pool", "max_pool2d: 2", "my.yaml:15: space.pool: no $pool is used anywhere in the experiment")]
    [InlineData("max_pool2d: $pool", "max_pool2d: $pol", "my.yaml:6: '$pol' is no variable of the search; in space there are pool, batch, rate; did you mean '$pool'?")]
    [InlineData("  pool: [2, 4, 7]", "  pool: [2, $pool]", "my.yaml:15: $pool contains itself")]
    [InlineData("  pool: [2, 4, 7]", "  pool: [2]\n  recipe.epochs.x: [1]", "my.yaml:16: space.recipe.epochs.x: recipe.epochs is '3', and there is nothing inside")]
    [InlineData("  pool: [2, 4, 7]", "  pool: [2]\n  network.3.linear: [10]", "my.yaml:16: space.network.3.linear: network is a list of 3; allowed there: a number from 0 to 2")]
    [InlineData("name: small", "name: small\nbase: part3", "my.yaml:3: experiment: there is a base, too; give one of the two")]
    [InlineData("name: small", "name: ../small", "my.yaml:1: name: found '../small'; allowed: letters, digits")]
    [InlineData("  recipe:\n", "  recipes:\n", "my.yaml:9: recipes: unknown key")]
    public void A_mistake_is_reported_in_one_line_with_its_place(string sound, string wrong, string expected)
    {
        Assert.Contains(sound, Searches.Small);
        Assert.StartsWith(expected, Searches.MistakeIn(Searches.Small.Replace(sound, wrong)));
    }

    [Theory]
    [InlineData("", "my.yaml:1: the file is empty; a search has at least name, base or experiment, and space")]
    [InlineData("name: x\nspace: {a: [1]}", "my.yaml:2: space: there is nothing to vary; add base")]
    [InlineData("name: x\nbase: no-such\nspace: {a: [1]}", "my.yaml:2: base: there is no experiment or file 'no-such' beside the search; built in are ")]
    [InlineData("name: x\nbase: part3", "my.yaml:1: the key 'space' is missing; add it")]
    [InlineData("name: x\nbase: part3\nspace: []", "my.yaml:3: space: found a list; allowed: a mapping of variables")]
    public void What_is_missing_is_said(string yaml, string expected) => Assert.StartsWith(expected, Searches.MistakeIn(yaml));
}
