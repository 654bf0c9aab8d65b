using Thimble.Diagnosis;
using Thimble.Lab.TensorBoard;
using Thimble.Pictures;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>A trained experiment: its run folder, what each epoch gave, and whether it met its budget.</summary>
/// <example>
/// <code>
/// Experiment experiment = ExperimentCatalogue.Load("part3");
/// Dataset data = experiment.Data.Apply(new DatasetCatalogue().Open("mnist"));
/// ExperimentRun run = ExperimentRun.Start(experiment, data);
/// Console.WriteLine($"{run.Folder.Path}: {run.Verdict}");
/// </code>
/// </example>
/// <param name="Folder">Where it is kept: weights, figures, predictions, mistakes and probe.</param>
/// <param name="Result">How training ended and what each epoch gave.</param>
/// <param name="Verdict">What the budget says of it.</param>
public sealed record ExperimentRun(RunFolder Folder, TrainingResult Result, Verdict Verdict)
{
    /// <summary>Trains an experiment in a new run folder, to the end or until it is cancelled.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="data">What to train and evaluate on, cut to the experiment's counts: see <see cref="ExperimentData.Apply"/>.</param>
    /// <param name="options">Folder, threads and what else is written; the defaults if null.</param>
    /// <param name="observer">Is told after every batch and epoch, when the folder already has the epoch.</param>
    /// <param name="cancellation">Stops after the batch that is being trained; <see cref="Resume"/> continues from the last epoch.</param>
    /// <exception cref="InvalidInputException">The folder cannot be made or written to, or the data does not fit the network.</exception>
    public static ExperimentRun Start(
        Experiment experiment, Dataset data, ExperimentRunOptions? options = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        options ??= new();
        // Before a folder is made, which would stay behind empty.
        experiment.CheckFits(data);
        Recipe.Schema.Check(experiment.Recipe);
        TrainerOptions.Schema.Check(new TrainerOptions(experiment.Seed, options.ThreadCount));
        ExperimentWriter.Write(experiment);
        var folder = RunFolder.Create(experiment.Name, options.Folder, options.Root, options.Files);
        var environment = RunEnvironment.Describe(
            experiment, data, options.ThreadCount, VectorWidth.InWords, options.CommandLine, options.Time) with
        {
            Note = options.Note,
            Tags = options.Tags,
        };
        using var recorder = new RunRecorder(folder, experiment, environment);
        options.OnFolder?.Invoke(folder);
        return Run(folder, experiment, data, options, recorder, stopped: null, observer, cancellation);
    }

    /// <summary>Resumes a run after its last completed epoch. The weights end up bit-identical to those of a run that was never stopped.</summary>
    /// <param name="stopped">The run; <see cref="ResumableRun.Load"/> reads it from its folder. To resume once more, load it again.</param>
    /// <param name="data">The data that it was trained on so far.</param>
    /// <param name="options">Threads and what else is written; the folder stays the run's own. The defaults if null.</param>
    /// <param name="observer">Is told after every further batch and epoch, when the folder already has the epoch.</param>
    /// <param name="cancellation">Stops after the batch that is being trained.</param>
    /// <exception cref="InvalidInputException">The data is not the run's, an option is out of its range, or the folder cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The run was resumed or disposed already; load it again.</exception>
    public static ExperimentRun Resume(
        ResumableRun stopped, Dataset data, ExperimentRunOptions? options = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        options ??= new();
        // Before anything in the folder is changed.
        stopped.CheckData(data);
        TrainerOptions.Schema.Check(new TrainerOptions(stopped.Experiment.Seed, options.ThreadCount));
        using var recorder = new RunRecorder(stopped);
        return Run(stopped.Folder, stopped.Experiment, data, options, recorder, stopped, observer, cancellation);
    }

    /// <summary>Trains an experiment's network and keeps nothing on disk.</summary>
    internal static TrainingResult Train(
        Network network, Experiment experiment, Dataset data, ExperimentRunOptions options, ResumableRun? stopped,
        ITrainingObserver? observer, CancellationToken cancellation)
    {
        using var trainer = new Trainer(
            network, experiment.Recipe, data, new TrainerOptions(experiment.Seed, options.ThreadCount), options.Time);
        if (stopped is not null)
            trainer.Resume(stopped.Checkpoint, stopped.Epochs);
        return trainer.Run(observer, cancellation);
    }

    private static ExperimentRun Run(
        RunFolder folder, Experiment experiment, Dataset data, ExperimentRunOptions options, RunRecorder recorder, ResumableRun? stopped,
        ITrainingObserver? observer, CancellationToken cancellation)
    {
        bool writesEvents = options.WritesEvents || (stopped is not null && EventRecorder.IsUsedBy(folder));
        using EventRecorder? events = writesEvents ? new(folder, data.EvaluatedSplit, options.Time, stopped?.Checkpoint.Epoch ?? 0) : null;
        var network = new Network(experiment.Network, experiment.Seed);
        // Train has disposed of the trainer when it returns, so its memory is free before the probe needs some.
        TrainingResult result = Train(network, experiment, data, options, stopped, new ObserverList(recorder, events, observer), cancellation);
        if (result.Final is not null)
            KeepWhatItLearned(network, result.LateMistakes, folder, experiment, data, options, recorder);

        var verdict = Verdict.Judge(experiment.Budget, experiment.Network, result);
        recorder.Complete(result, verdict);
        return new(folder, result, verdict);
    }

    private static void KeepWhatItLearned(
        Network network, LateMistakes? late, RunFolder folder, Experiment experiment, Dataset data, ExperimentRunOptions options, RunRecorder recorder)
    {
        using var evaluator = new Evaluator(network, options.ThreadCount);
        float[] logits = evaluator.Logits(data.Evaluated, data.Normalization);
        IReadOnlyList<Prediction> predictions = Prediction.All(logits, data.Evaluated);
        recorder.KeepPredictions(predictions);
        recorder.KeepMistakes(Mistake.Worst(logits, data.Evaluated, predictions));
        var fit = new CalibrationFit(data.Train, data.Evaluated, evaluator.Classes);
        Calibration? calibration = fit.Choose(logits);
        TrainingStatistics statistics = NetworkProbe.Measure(network, experiment.Recipe, data, options.ThreadCount, predictions);
        // Of a resumed run the best weights may have been lost.
        TrainedNetwork? kept = File.Exists(folder.WeightsFile(RunWeights.Best)) ? folder.LoadTrained(RunWeights.Best) : null;
        bool isFinalBest = kept?.Network.Values.SequenceEqual(network.Values) ?? false;
        using Evaluator? other = kept is null || isFinalBest ? null : new(kept.Network, options.ThreadCount);
        Evaluator? best = isFinalBest ? evaluator : other;
        recorder.KeepStatistics(statistics with
        {
            Data = statistics.Data! with { Suspects = FindSuspects(evaluator, best, late, data, recorder) },
            Calibration = calibration is null ? null : CalibrationMeasurement.Of(calibration, fit, logits, evaluator, data.Normalization),
        });
        if (calibration is not null)
            recorder.KeepCalibration(RunWeights.Final, folder.LoadTrained(RunWeights.Final), calibration);
        if ((other is null ? calibration : fit.Choose(other.Logits(data.Evaluated, data.Normalization))) is { } ofBest && kept is not null)
            recorder.KeepCalibration(RunWeights.Best, kept, ofBest);
    }

    // Of a published data set the labels are as they are.
    private static SuspectLabels? FindSuspects(Evaluator final, Evaluator? best, LateMistakes? late, Dataset data, RunRecorder recorder)
    {
        if (data.Name != DatasetCatalogue.FilesName && !DataSources.IsOwn(data.Name))
            return null;
        // What the training itself saw needs no second state of the network; a short one, or one that mixed images, did not see it.
        bool hasLate = late is { IsEnough: true };
        if (!hasLate && best is null)
            return null;
        float[] logits = final.Logits(data.Train, data.Normalization);
        (IReadOnlyList<Mistake> worst, int count) = hasLate
            ? Mistake.Suspects(logits, late!, data.Train)
            : Mistake.Suspects(logits, best == final ? logits : best!.Logits(data.Train, data.Normalization), data.Train);
        if (count > 0)
            recorder.KeepSuspects(worst);
        return new(count, [.. worst.Take(SuspectLabels.MostNamed).Select(one => new SuspectLabel(one.Name ?? $"{one.Index}", one.Label, one.Opinions[0].Class))])
        {
            IsFinalBest = best == final,
            LateEpochs = hasLate ? late!.Epochs : null,
        };
    }
}

/// <summary>How an experiment is run: nothing here changes a bit of what it learns.</summary>
public sealed record ExperimentRunOptions
{
    /// <summary>Threads to use, at least 1; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The exact run folder, absent or empty; null for the next number under <see cref="Root"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder that holds runs.</summary>
    public string Root { get; init; } = RunFolder.DefaultRoot;

    /// <summary>Whether event files for TensorBoard are written too; a run that has some gets more when it is resumed, whatever is said here.</summary>
    public bool WritesEvents { get; init; }

    /// <summary>The command line to put on record, word by word.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>What is to be remembered of the run, in one line; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words that the run is found by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Called with the run's folder when it is made, before anything is trained: what has to know of the run should, even if it is killed.</summary>
    internal Action<RunFolder>? OnFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where a new run folder is written.</summary>
    internal FileSystem Files { get; init; } = FileSystem.Disk;

    /// <summary>The number of threads to use.</summary>
    internal int ThreadCount => Threads ?? Environment.ProcessorCount;
}
