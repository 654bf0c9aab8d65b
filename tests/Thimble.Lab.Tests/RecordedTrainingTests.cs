using Thimble.Training;

namespace Thimble.Lab.Tests;

public sealed class RecordedTrainingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_that_was_kept_is_read_back_and_evaluates_to_the_same_figures()
    {
        Experiment experiment = ExperimentCatalogue.Load("sprint").Override(epochs: 2, data: "synthetic-digits");
        Dataset data = experiment.Data.Apply(SyntheticDigits.Create(trainCount: 320, testCount: 100));
        RunFolder folder = RunFolder.Create(experiment.Name, root: _root);

        TrainingResult result = Train(experiment, data, folder);

        Assert.Equal(result.Final!.Evaluated, Evaluate(folder, RunWeights.Final, data));
        Assert.Equal(result.Best!.Evaluated, Evaluate(folder, RunWeights.Best, data));
        Assert.Equal(result.Final!.Evaluated, EvaluateAlone(TrainedNetwork.Load(folder.WeightsFile(RunWeights.Final)), data));
        Assert.Equal(result.Final!.Evaluated, EvaluateAlone(TrainedNetworks.Load("sprint", root: _root), data));
        Assert.Equal(3, File.ReadAllLines(folder.MetricsFile).Length);
        Assert.Equal(2, folder.LoadExperiment().Recipe.Epochs);
    }

    [Fact]
    public void An_experiment_that_was_kept_trains_to_the_same_bits_again()
    {
        Experiment experiment = ExperimentCatalogue.Load("part3").Override(epochs: 1, seed: 7, data: "synthetic-digits");
        Dataset data = SyntheticDigits.Create(trainCount: 128, testCount: 20);
        RunFolder first = RunFolder.Create(experiment.Name, root: _root);
        RunFolder second = RunFolder.Create(experiment.Name, root: _root);

        Train(experiment, data, first);
        Train(first.LoadExperiment(), data, second);

        Assert.Equal(File.ReadAllBytes(first.WeightsFile(RunWeights.Final)), File.ReadAllBytes(second.WeightsFile(RunWeights.Final)));
    }

    private static TrainingResult Train(Experiment experiment, Dataset data, RunFolder folder)
    {
        experiment.CheckFits(data);
        using var recorder = new RunRecorder(
            folder, experiment, RunEnvironment.Describe(experiment, data, 2, "vectors", [], TimeProvider.System));
        var network = new Network(experiment.Network, experiment.Seed);
        using var trainer = new Trainer(network, experiment.Recipe, data, new TrainerOptions(experiment.Seed, Threads: 2));
        TrainingResult result = trainer.Run(recorder);
        recorder.Complete(result, Verdict.Judge(experiment.Budget, experiment.Network, result));
        return result;
    }

    private static EvaluationResult Evaluate(RunFolder folder, RunWeights weights, Dataset data)
    {
        using var evaluator = new Evaluator(folder.LoadNetwork(weights), threads: 1);
        return evaluator.Evaluate(data.Evaluated, data.Normalization);
    }

    // By nothing but what was loaded: its own structure and normalization.
    private static EvaluationResult EvaluateAlone(TrainedNetwork trained, Dataset data)
    {
        using var evaluator = new Evaluator(trained.Network, threads: 1);
        return evaluator.Evaluate(data.Evaluated, trained.Description.Normalization);
    }
}
