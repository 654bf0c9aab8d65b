using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>Runs of a small experiment, as training keeps them, in a folder of their own.</summary>
internal sealed class RunsOnDisk : IDisposable
{
    /// <summary>The folder that holds the runs.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("thimble-").FullName;

    /// <summary>What the next run is of; its name is not that of a built-in experiment, which is known to be another.</summary>
    public Experiment Experiment { get; set; } = Experiments.Read(Experiments.Small.Replace("name: small", "name: little") + "\nbudget: {accuracy: 97%, epochs: 3}");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Keeps a run whose epochs have these numbers of correct images.</summary>
    public RunFolder Record(params int[] correct)
    {
        RunFolder folder = RunFolder.Create(Experiment.Name, root: Root);
        using RunRecorder recorder = Recorder(folder);
        recorder.Log("hello");
        var network = new Network(Experiment.Network, seed: 1);
        var epochs = new List<EpochResult>();
        foreach (int count in correct)
        {
            epochs.Add(new(
                epochs.Count + 1, 937, 0.125, new(0.5, 54_000, 60_000), new EvaluationResult(0.25, count, 10_000), 0.1,
                TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5)));
            network.Values[0] = epochs.Count;
            recorder.OnEpoch(epochs[^1], network);
        }

        var result = new TrainingResult(TrainingStatus.Completed, epochs);
        recorder.Complete(result, Verdict.Judge(Experiment.Budget, Experiment.Network, result));
        return folder;
    }

    /// <summary>A recorder of the experiment in a folder.</summary>
    public RunRecorder Recorder(RunFolder folder) => new(
        folder, Experiment, RunEnvironment.Describe(Experiment, Images(), threads: 2, "256 bits", ["train", "small", "--threads", "2"], new FixedTime()));

    /// <summary>A data set of one image.</summary>
    public static Dataset Images()
    {
        var images = new ImageDataset("mnist", "train", new(1, 28, 28), 10, new byte[784], [3]);
        return new(images, images, Normalization.Mnist, "a test");
    }

    /// <summary>The message of an error for people, in one line.</summary>
    public static string Refusal(Action action)
    {
        string message = Assert.ThrowsAny<InvalidInputException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <inheritdoc cref="Refusal(Action)"/>
    public static string Refusal(Func<object> action) => Refusal(() => { action(); });

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
