using Thimble.Layers;
using Thimble.Tests.RandomNetworks;

namespace Thimble.Lab.Tests;

/// <summary>The random networks of Thimble.Tests as experiment files.</summary>
public class RandomNetworkYamlTests
{
    [Fact]
    public void Layers_come_back_equal_from_an_experiment_file()
    {
        Experiment small = Experiments.Read(Experiments.Small);
        int skipped = NetworkSet.Check(random =>
        {
            NetworkDefinition definition = random.Definition();
            // An experiment's classes are one pixel each; the engine takes any output.
            if (definition.Output.PlaneSize > 1)
                return false;
            string yaml = ExperimentWriter.Write(small with { Network = definition });
            Experiment back = Experiments.Read(yaml);

            Assert.Equal(random.Input, back.Network.Input);
            Assert.Equal(random.Layers, new LayerList([.. back.Network.Layers.Select(layer => layer.Layer)]));
            Assert.Equal(yaml, ExperimentWriter.Write(back));
            return true;
        });

        Assert.InRange(skipped, 0, Math.Max(2, NetworkSet.Count / 5));
    }
}
