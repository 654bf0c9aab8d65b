namespace Thimble.Lab.Tests;

public sealed class TrainedNetworksTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Weights_saved_elsewhere_load_when_their_experiment_is_named()
    {
        string file = Path.Combine(_root, "weights.safetensors");
        Experiment part3 = ExperimentCatalogue.Load("part3");
        var network = new Network(part3.Network, seed: 3);
        NetworkWeights.Save(network, file);

        TrainedNetwork loaded = TrainedNetworks.Load(file, experiment: "part3", root: _root);

        Assert.True(network.Values.SequenceEqual(loaded.Network.Values));
        Assert.Equal("mnist", loaded.Description.DataName);
        Assert.Equal([0.1307f], loaded.Description.Normalization.Means);
        Assert.Contains("name their network", Refusal(() => TrainedNetworks.Load(file, root: _root)), StringComparison.Ordinal);
        Assert.Contains("another network's weights", Refusal(() => TrainedNetworks.Load(file, experiment: "part2", root: _root)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_is_a_run() => Assert.Contains(
        "there is no run 'part3'", Refusal(() => TrainedNetworks.Load("part3", root: _root)), StringComparison.Ordinal);

    private static string Refusal(Action action) => Assert.Throws<InvalidInputException>(action).Message;
}
