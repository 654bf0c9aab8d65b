using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>Settings changed as an experiment is read.</summary>
public sealed class SettingChangeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"thimble-{Guid.NewGuid():N}.yaml");

    public SettingChangeTests() => File.WriteAllText(_file, Experiments.Small);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_changed_setting_reads_as_if_it_stood_in_the_file()
    {
        foreach (string name in ExperimentCatalogue.Names)
        {
            Experiment changed = ExperimentCatalogue.Load(name, [new("recipe.epochs", "2"), new("recipe.seed", "7"), new("data.train_images", "100")]);
            Experiment written = ExperimentCatalogue.Load(name);

            Assert.Equal(ExperimentWriter.Write(written with { Recipe = written.Recipe with { Epochs = 2 }, Seed = 7, Data = written.Data with { TrainImages = 100 } }), ExperimentWriter.Write(changed));
            Assert.Equal(["recipe.epochs=2", "recipe.seed=7", "data.train_images=100"], changed.Changes.Select(change => $"{change}"));
            Assert.Empty(written.Changes);
        }
    }

    [Theory]
    [InlineData("recipe.optimizer.sgd.learning_rate=0.5", "optimizer: {sgd: {learning_rate: 0.1}}", "optimizer: {sgd: {learning_rate: 0.5}}")]
    [InlineData("recipe.optimizer={adam: {learning_rate: 0.5}}", "optimizer: {sgd: {learning_rate: 0.1}}", "optimizer: {adam: {learning_rate: 0.5}}")]
    [InlineData("recipe.schedule.one_cycle_lr.pct_start=0.5", "epochs: 2", "epochs: 2\n  schedule: {one_cycle_lr: {pct_start: 0.5}}")]
    [InlineData("recipe.augmentation.scale=0.1", "epochs: 2", "epochs: 2\n  augmentation: {scale: 0.1}")]
    [InlineData("data.test_images=9", "data: mnist", "data: {name: mnist, test_images: 9}")]
    [InlineData("budget.accuracy=99%", "data: mnist", "data: mnist\nbudget: {accuracy: 99%}")]
    [InlineData("network.0.conv2d.kernel=[3, 5]", "kernel: 3", "kernel: [3, 5]")]
    [InlineData("network.0.conv2d.bias=false", "kernel: 3", "kernel: 3, bias: false")]
    [InlineData("target='two: one'", "data: mnist", "data: mnist\ntarget: 'two: one'")]
    public void A_path_leads_to_any_setting(string change, string sound, string changed)
    {
        string[] word = change.Split('=');
        Assert.Equal(
            ExperimentWriter.Write(Experiments.Read(Experiments.Small.Replace(sound, changed))), ExperimentWriter.Write(ExperimentCatalogue.Load(_file, [new(word[0], word[1])])));
    }

    [Fact]
    public void A_bare_word_or_value_is_what_it_stands_for()
    {
        File.WriteAllText(_file, Experiments.Small.Replace("- adaptive_avg_pool2d", "- max_pool2d: 2\n  - adaptive_avg_pool2d").Replace("epochs: 2", "epochs: 2\n  schedule: one_cycle_lr"));

        Experiment changed = ExperimentCatalogue.Load(_file, [new("network.1.max_pool2d.stride", "1"), new("recipe.schedule.one_cycle_lr.pct_start", "0.5")]);

        Assert.Equal(new MaxPool2d(2, 1), changed.Network.Layers[1].Layer);
        Assert.Equal(0.5, Assert.IsType<OneCycleLR>(changed.Recipe.Schedule).PctStart);
    }

    [Fact]
    public void The_later_of_two_changes_counts()
    {
        Experiment changed = ExperimentCatalogue.Load(_file, [new("recipe.epochs", "3"), new("recipe.seed", "9"), new("recipe.epochs", "4")]);

        Assert.Equal(4, changed.Recipe.Epochs);
        Assert.Equal(["recipe.seed=9", "recipe.epochs=4"], changed.Changes.Select(change => $"{change}"));
    }

    [Theory]
    [InlineData("recipe.epochs=0", "it recipe.epochs: found '0'; allowed: a whole number from 1 to 100000")]
    [InlineData("recipe.epoch=3", "it recipe.epoch: unknown key; allowed: epochs, batch_size, seed, optimizer, schedule, augmentation, label_smoothing, weight_average; did you mean 'epochs'?")]
    [InlineData("recpie.epochs=3", "it recpie: unknown key; allowed: name, target, explanation, data, input, network, recipe, budget, reference; did you mean 'recipe'?")]
    [InlineData("recipe.optimizer.sgd.learning_rat=3", "it recipe.optimizer.sgd.learning_rat: unknown key; allowed: learning_rate, momentum, nesterov, weight_decay, decay_biases, decay_normalization; did you mean 'learning_rate'?")]
    [InlineData("recipe.optimizer.adam.learning_rate=3", "it recipe.optimizer.adam: there is 'sgd' already; to choose another, give the whole value of recipe.optimizer")]
    [InlineData("recipe.epochs.x=3", "it recipe.epochs.x: recipe.epochs is '2', and there is nothing inside; give the whole value of recipe.epochs")]
    [InlineData("network.2.linear.out=3", "it network.2.linear.out: network is a list of 2; allowed there: a number from 0 to 1")]
    [InlineData("network.first.linear.out=3", "it network.first.linear.out: network is a list of 2; allowed there: a number from 0 to 1")]
    [InlineData("network.0.conv2d.out=x", "it network.0.conv2d.out: found 'x'; allowed: a whole number from 1 to 65536")]
    [InlineData("network.0.conv2d.kernel=[3, x]", "it network.0.conv2d.kernel: found 'x'; allowed: a whole number from 1 to 256")]
    [InlineData("recipe..epochs=3", "it recipe..epochs: this is no path to a setting; allowed: keys with points between, such as recipe.optimizer.sgd.learning_rate or network.0.conv2d.out")]
    [InlineData("recipe.epochs=", "it recipe.epochs: found '': the file is empty; give a value")]
    [InlineData("recipe.optimizer={adam", "it recipe.optimizer: found '{adam': this is not well-formed YAML (")]
    [InlineData("recipe.epochs=&a 3", "it recipe.epochs: found '&a 3': anchors and aliases")]
    [InlineData("network.0.conv2d.kernel=31", "<file>:5: network.conv2d: Conv2d cannot take [-1, 1, 28, 28]:")]
    public void A_mistake_is_named_where_it_was_made(string change, string expected)
    {
        int end = change.IndexOf('=', StringComparison.Ordinal);
        ExperimentException error = Assert.Throws<ExperimentException>(
            () => ExperimentCatalogue.Load(_file, [new(change[..end], change[(end + 1)..]) { Origin = "it" }]));

        Assert.StartsWith(expected.Replace("<file>", _file), Assert.Single(error.Mistakes).Message);
    }

    [Fact]
    public void All_mistakes_of_changes_are_told() => Assert.Equal(
        ["network.9", "recipe.epochs", "recipe.batch_size"],
        Assert.Throws<ExperimentException>(() => ExperimentCatalogue.Load(_file, [new("recipe.epochs", "0"), new("recipe.batch_size", "x"), new("network.9", "relu")])).Mistakes.Select(mistake => mistake.Key));

    [Fact]
    public void A_change_mends_a_file_that_lacks_the_setting()
    {
        File.WriteAllText(_file, Experiments.Small.Replace("epochs: 2", "batch_size: 2"));

        Assert.Equal(5, ExperimentCatalogue.Load(_file, [new("recipe.epochs", "5")]).Recipe.Epochs);
    }
}
