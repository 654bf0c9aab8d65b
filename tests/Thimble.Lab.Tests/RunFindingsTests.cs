using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests;

public sealed class RunFindingsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;
    private readonly Dataset _data = SyntheticDigits.Create(trainCount: 128, testCount: 64);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_shows_what_its_network_its_figures_and_its_weights_show()
    {
        string[] found = [.. RunFindings.Of(Train("part2"), _data, threads: 1).Select(finding => finding.Id)];

        Assert.Contains("erasing-bottleneck", found);
        Assert.Contains("noise-floor", found);
        Assert.Contains(found, id => id is "update-sizes" or "large-updates");
        Assert.Contains(found, id => id.EndsWith("-statistics", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_data_the_figures_speak_alone()
    {
        string[] found = [.. RunFindings.Of(Train("part2-fixed")).Select(finding => finding.Id)];

        Assert.DoesNotContain("erasing-bottleneck", found);
        Assert.Contains("noise-floor", found);
        Assert.DoesNotContain(found, id => id is "update-sizes" or "large-updates");
    }

    [Fact]
    public void What_training_kept_of_the_trained_network_speaks_without_data()
    {
        RunFolder run = Train("part2");
        Experiment experiment = run.LoadExperiment();
        StatisticsFile.Write(run.StatisticsFile, NetworkProbe.Measure(run.LoadNetwork(), experiment.Recipe, _data, threads: 1));

        Assert.Equal(RunFindings.Of(run, _data, threads: 1), RunFindings.Of(run));
    }

    [Fact]
    public void Labels_that_may_be_wrong_are_named_with_the_training_data_and_without_but_not_with_other_images()
    {
        RunFolder run = Train("part2");
        TrainingStatistics statistics = NetworkProbe.Measure(run.LoadNetwork(), run.LoadExperiment().Recipe, _data, threads: 1);
        StatisticsFile.Write(run.StatisticsFile, statistics with { Data = statistics.Data! with { Suspects = new(1, [new("17", 0, 1)]) } });

        Assert.Contains("suspect-labels", Ids(null));
        Assert.Contains("suspect-labels", Ids(_data));
        Assert.DoesNotContain("suspect-labels", Ids(SyntheticDigits.Create(trainCount: 100, testCount: 64)));

        IEnumerable<string> Ids(Dataset? data) => RunFindings.Of(run, data, threads: 1).Select(finding => finding.Id);
    }

    [Fact]
    public void Part_2_repaired_differs_from_Part_2_in_its_dropouts_alone()
    {
        Experiment original = ExperimentCatalogue.Load("part2");
        Experiment repaired = ExperimentCatalogue.Load("part2-fixed");

        Assert.Equal(
            original.Network.Layers.Select(layer => layer.Layer).Where(layer => layer is not Dropout2d),
            repaired.Network.Layers.Select(layer => layer.Layer));
        Assert.Equal(9736, repaired.Network.ParameterCount);
        Assert.Equal((original.Recipe, original.Budget, original.Seed), (repaired.Recipe, repaired.Budget, repaired.Seed));
        Assert.Equal(0.19, Erasure.In(original.Network).Probability, 6);
        Assert.Equal(0, Erasure.In(repaired.Network).Probability);
    }

    private RunFolder Train(string name) => Train(name, out _);

    private RunFolder Train(string name, out TrainingResult result)
    {
        Experiment experiment = ExperimentCatalogue.Load(name).Override(epochs: 1, data: "synthetic-digits");
        RunFolder folder = RunFolder.Create(name, root: _root);
        using var recorder = new RunRecorder(
            folder, experiment, RunEnvironment.Describe(experiment, _data, 1, "vectors", [], TimeProvider.System));
        var network = new Network(experiment.Network, experiment.Seed);
        using var trainer = new Trainer(network, experiment.Recipe, _data, new TrainerOptions(experiment.Seed, Threads: 1));
        result = trainer.Run(recorder);
        recorder.Complete(result, Verdict.Judge(experiment.Budget, experiment.Network, result));
        return folder;
    }
}
