using System.Runtime.CompilerServices;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests;

public sealed class ExperimentCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_parts_and_our_own_are_built_in() =>
        Assert.Equal(["dscnn", "part1", "part2", "part2-fixed", "part3", "resnet8", "small", "sprint", "tiny", "under10k"], ExperimentCatalogue.Names);

    [Theory]
    [InlineData("part1", 258_602, 91_979_904)]
    [InlineData("part2", 9_736, 3_327_330)]
    [InlineData("part3", 10_224, 2_392_240)]
    public void The_parts_are_the_assignments(string name, int parameters, long multiplyAdds)
    {
        Experiment experiment = ExperimentCatalogue.Load(name);

        Assert.Equal(parameters, experiment.Network.ParameterCount);
        Assert.Equal(multiplyAdds, experiment.Network.MultiplyAdds);
        Assert.Equal(name, experiment.Name);
        Assert.Equal("built-in", experiment.Source);
        Assert.Equal(15, experiment.Recipe.Epochs);
        Assert.Equal("mnist", experiment.Data.Name);
        Assert.NotEmpty(experiment.Target);
        Assert.NotEmpty(experiment.Explanation);
    }

    [Fact]
    public void The_parts_are_held_back_as_the_assignment_says()
    {
        Assert.DoesNotContain(Layers("part1"), layer => layer is BatchNorm2d or Dropout2d);
        Assert.Equal(AugmentationOptions.None, ExperimentCatalogue.Load("part1").Recipe.Augmentation);
        Assert.All(Layers("part2").OfType<Dropout2d>(), layer => Assert.Equal(0.1f, layer.P));
        Assert.Equal(10, Layers("part2").OfType<Dropout2d>().Count());
        Assert.All(Layers("part3").OfType<Dropout2d>(), layer => Assert.Equal(0.05f, layer.P));
        Assert.Equal(9, Layers("part3").OfType<Dropout2d>().Count());
        Assert.IsType<StepLR>(ExperimentCatalogue.Load("part3").Recipe.Schedule);
        Assert.Equal(new Budget(0.994, 10_000, 15), ExperimentCatalogue.Load("part3").Budget);
    }

    [Theory]
    [InlineData("under10k", 9_956, 0.9965, 10_000)]
    [InlineData("small", 4_398, 0.994, 5_000)]
    [InlineData("tiny", 2_350, 0.994, 2_501)]
    public void Our_own_are_as_large_as_their_pages_say(string name, int parameters, double accuracy, int below)
    {
        Experiment experiment = ExperimentCatalogue.Load(name);

        Assert.Equal(parameters, experiment.Network.ParameterCount);
        Assert.True(experiment.Network.ReceptiveField.Covers(experiment.Network.Input));
        Assert.Equal(15, experiment.Recipe.Epochs);
        Assert.Equal(new Budget(accuracy, below, 15), experiment.Budget);
    }

    [Fact]
    public void The_sprint_is_small_and_short()
    {
        Experiment experiment = ExperimentCatalogue.Load("sprint");

        Assert.Equal(9_956, experiment.Network.ParameterCount);
        Assert.Equal(1_238_364, experiment.Network.MultiplyAdds);
        Assert.True(experiment.Network.ReceptiveField.Covers(experiment.Network.Input));
        Assert.Equal(3, experiment.Recipe.Epochs);
        Assert.Equal(new Budget(0.994, 10_000, 3), experiment.Budget);
    }

    [Theory]
    [InlineData("resnet8", 0.85, 80_000, 50)]
    [InlineData("dscnn", 0.9, 25_000, 36)]
    public void The_networks_of_MLPerf_Tiny_are_those_that_PyTorch_computed(string name, double accuracy, int below, int epochs)
    {
        Experiment experiment = ExperimentCatalogue.Load(name);

        // The table of the network that the golden figures are of, kept and checked beside them.
        Assert.Equal(File.ReadAllText(Table(name)), SummaryTable.Render(experiment.Network, wide: true));
        Assert.Equal(new Budget(accuracy, below, epochs), experiment.Budget);
        Assert.Equal(epochs, experiment.Recipe.Epochs);
        Assert.All(Layers(name).OfType<BatchNorm2d>(), layer => Assert.Equal((0.001f, 0.01f), (layer.Eps, layer.Momentum)));
    }

    [Theory]
    [InlineData("part4", "there is no experiment or file 'part4'; built in are dscnn, part1, part2, part2-fixed, part3, resnet8, small, sprint, tiny, under10k; did you mean 'part1'?")]
    [InlineData("sprnt", "there is no experiment or file 'sprnt'; built in are dscnn, part1, part2, part2-fixed, part3, resnet8, small, sprint, tiny, under10k; did you mean 'sprint'?")]
    [InlineData("zebra", "there is no experiment or file 'zebra'; built in are dscnn, part1, part2, part2-fixed, part3, resnet8, small, sprint, tiny, under10k")]
    public void An_unknown_name_is_answered_with_the_known_ones(string name, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => ExperimentCatalogue.Load(name)).Message);

    [Fact]
    public void A_file_is_loaded_by_its_path()
    {
        Experiment experiment = ExperimentCatalogue.Load(Write(Experiments.Small));

        Assert.Equal("small", experiment.Name);
        Assert.Equal(Path.Combine(_folder, "my.yaml"), experiment.Source);
        Assert.Equal(Experiments.Small, experiment.Yaml);
    }

    [Fact]
    public void A_folder_is_no_experiment() =>
        Assert.Equal(
            $"{_folder}: this is a folder; name a YAML file, or one of dscnn, part1, part2, part2-fixed, part3, resnet8, small, sprint, tiny, under10k",
            Assert.Throws<InvalidInputException>(() => ExperimentCatalogue.Load(_folder)).Message);

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Mistake(new byte[(1024 * 1024) + 1], "the file is larger than 1 MiB; this is no experiment");

    [Fact]
    public void A_file_of_weights_is_called_one() => Mistake(
        [16, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF], "this is a safetensors file and not an experiment; give the name of an experiment or a YAML file");

    [Fact]
    public void A_file_that_is_not_text_is_refused() => Mistake([0xFF, 0xFE, 0xFD], "the file is not UTF-8 text; save it as UTF-8");

    [Fact]
    public void An_empty_file_is_refused() =>
        Mistake([], "the file is empty; an experiment has at least name, data, input, network and recipe");

    private static string Table(string name, [CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "Thimble.Tests", "Networks", "Golden", $"{name}.txt");

    private static IEnumerable<Layer> Layers(string name) => ExperimentCatalogue.Load(name).Network.Layers.Select(layer => layer.Layer);

    private void Mistake(byte[] content, string problem)
    {
        string path = Path.Combine(_folder, "my.yaml");
        File.WriteAllBytes(path, content);

        Assert.Equal($"{path}:1: {problem}", Assert.Throws<ExperimentException>(() => ExperimentCatalogue.Load(path)).Message);
    }

    private string Write(string yaml)
    {
        string path = Path.Combine(_folder, "my.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }
}
