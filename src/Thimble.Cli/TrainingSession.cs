using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Data;
using Thimble.Diagnosis;
using Thimble.Evaluation;
using Thimble.Lab;
using Thimble.Lab.TensorBoard;
using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Cli;

/// <summary>Trains an experiment on data: shows it, keeps it in a run folder, judges it.</summary>
internal sealed class TrainingSession
{
    private readonly CommandEnvironment _environment;
    private readonly CommandEnvironment _verdictEnvironment;
    private readonly TrainSettings _settings;

    /// <summary>Takes what does not differ between runs.</summary>
    public TrainingSession(CommandEnvironment environment, TrainSettings settings)
    {
        _verdictEnvironment = settings.IsPlain ? environment.AsPlain() : environment;
        _environment = settings.IsQuiet ? environment.AsSilent() : _verdictEnvironment;
        _settings = settings;
    }

    /// <summary>Trains to the end, or until <paramref name="cancellation"/> says stop.</summary>
    public FinishedRun Run(Experiment experiment, Dataset data, CancellationToken cancellation)
    {
        ShowHead(experiment, data);
        FinishedRun run = RunWithoutFrame(experiment, data, cancellation);
        ShowEnd(experiment, data, run);
        return run;
    }

    /// <summary>Goes on with a run that was stopped, to the end or until <paramref name="cancellation"/> says stop.</summary>
    public FinishedRun Resume(ResumableRun stopped, Dataset data, CancellationToken cancellation)
    {
        ShowHead(stopped.Experiment, data);
        LabelledLine.Write(_environment, "Resumed", $"{stopped.Folder.Path}, after epoch {stopped.Checkpoint.Epoch} of {stopped.Experiment.Recipe.Epochs}");
        if (!stopped.IsOfThisVersion)
            _environment.Error.WriteLine($"thimble: warning: trained so far by version {stopped.Version}; another version may give other bits.");
        using var recorder = new RunRecorder(stopped);
        FinishedRun run = Run(stopped.Folder, stopped.Experiment, data, recorder, stopped, cancellation);
        ShowEnd(stopped.Experiment, data, run);
        return run;
    }

    /// <summary>Trains, but what is shown is the epochs alone.</summary>
    public FinishedRun RunWithoutFrame(Experiment experiment, Dataset data, CancellationToken cancellation)
    {
        RunFolder folder = RunFolder.Create(experiment.Name, _settings.OutputFolder);
        var machine = RunEnvironment.Describe(
            experiment, data, Threads, VectorWidth.InWords, _environment.Arguments, _environment.Time);
        using var recorder = new RunRecorder(folder, experiment, machine);
        return Run(folder, experiment, data, recorder, stopped: null, cancellation);
    }

    private FinishedRun Run(
        RunFolder folder, Experiment experiment, Dataset data, RunRecorder recorder, ResumableRun? stopped, CancellationToken cancellation)
    {
        using EventRecorder? events = _settings.WritesEvents ? new(folder, data.EvaluatedSplit, _environment.Time) : null;
        TrainingResult result = Train(experiment, data, recorder, events, stopped, cancellation);
        Verdict verdict = Verdict.Judge(experiment.Budget, experiment.Network, result);
        recorder.Complete(result, verdict);
        return new FinishedRun(folder, result, verdict, ExitCodeOf(result, verdict));
    }

    private int Threads => _settings.Threads ?? Environment.ProcessorCount;

    private TrainingResult Train(
        Experiment experiment, Dataset data, RunRecorder recorder, EventRecorder? events, ResumableRun? stopped, CancellationToken cancellation)
    {
        var network = new Network(experiment.Network, experiment.Seed);
        ITrainingObserver observer = events is null ? recorder : new ObserverList(recorder, events);
        TrainingResult result = Train(network, experiment, data, observer, stopped, cancellation);
        if (result.Final is not null)
            KeepWhatItLearned(network, experiment, data, recorder);
        return result;
    }

    // A method of its own, so that the trainer's memory is free before the network is looked into.
    private TrainingResult Train(
        Network network, Experiment experiment, Dataset data, ITrainingObserver observer, ResumableRun? stopped, CancellationToken cancellation)
    {
        using var trainer = new Trainer(
            network, experiment.Recipe, data, new TrainerOptions(experiment.Seed, Threads), _environment.Time);
        if (stopped is not null)
            trainer.Resume(stopped.Checkpoint, stopped.Epochs);
        if (!_environment.IsTerminal)
            return trainer.Run(new ObserverList(observer, new PlainTrainingDisplay(_environment.Output, data.EvaluatedSplit)), cancellation);
        using var display = new LiveTrainingDisplay(
            _environment.Console, experiment.Recipe.Epochs, _environment.Time, data.EvaluatedSplit);
        return trainer.Run(new ObserverList(observer, display), cancellation);
    }

    private void KeepWhatItLearned(Network network, Experiment experiment, Dataset data, RunRecorder recorder)
    {
        using var evaluator = new Evaluator(network, Threads);
        float[] logits = evaluator.Logits(data.Test, data.Normalization);
        IReadOnlyList<Prediction> predictions = Prediction.All(logits, data.Test);
        recorder.KeepPredictions(predictions);
        recorder.KeepMistakes(Mistake.Worst(logits, data.Test, predictions));
        recorder.KeepStatistics(NetworkProbe.Measure(network, experiment.Recipe, data, Threads));
    }

    /// <summary>Shows the network, the data and how it is trained.</summary>
    public void ShowHead(Experiment experiment, Dataset data)
    {
        if (ProductVersion.IsDebugBuild)
            _environment.Error.WriteLine("thimble: warning: a debug build, many times slower; build with -c Release.");
        // Not through the console, which would wrap the table where a terminal is narrower than it.
        _environment.Output.Write(SummaryTable.Render(experiment.Network));
        LabelledLine.Write(_environment, "Data", DataLine.Of(data));
        LabelledLine.Write(
            _environment,
            "Training",
            $"{experiment.Name}: epochs {experiment.Recipe.Epochs}, batch {experiment.Recipe.BatchSize}, seed {experiment.Seed}, threads {Threads}, {VectorWidth.InWords}");
        _environment.Console.WriteLine();
    }

    private void ShowEnd(Experiment experiment, Dataset data, FinishedRun run)
    {
        TrainingResult result = run.Result;
        if (!_settings.IsQuiet)
            _environment.Console.WriteLine();
        if (result.Status != TrainingStatus.Completed)
            ShowWhyItStopped(run);
        VerdictDisplay.ShowBudget(_verdictEnvironment, experiment.Name, run.Verdict);
        VerdictDisplay.ShowEpochs(_verdictEnvironment, result, data);
        LabelledLine.Write(_verdictEnvironment, "Run", run.Folder.Path);
    }

    private void ShowWhyItStopped(FinishedRun run)
    {
        TrainingResult result = run.Result;
        string word = result.Status == TrainingStatus.Cancelled ? "Stopped" : "Diverged";
        string kept = result.Final is not null
            ? "the run folder has all figures so far, the best and the final weights"
            : "the run folder says what was tried";
        LabelledLine.Write(_verdictEnvironment, word, $"{result.Reason}; {kept}", "yellow");
        if (File.Exists(run.Folder.CheckpointFile))
            LabelledLine.Write(_verdictEnvironment, "Go on", _environment.Call("train", "--resume", run.Folder.Name));
    }

    private int ExitCodeOf(TrainingResult result, Verdict verdict) => result.Status switch
    {
        TrainingStatus.Cancelled => ExitCode.Stopped,
        TrainingStatus.Diverged => ExitCode.Failure,
        _ => _settings.RequiresBudget && !verdict.Met ? ExitCode.BudgetMissed : ExitCode.Success,
    };
}
