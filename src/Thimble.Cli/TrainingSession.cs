using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli;

/// <summary>Trains an experiment on data: shows the run from its network to its verdict.</summary>
internal sealed class TrainingSession
{
    private readonly CommandEnvironment _environment;
    private readonly CommandEnvironment _verdictEnvironment;
    private readonly TrainSettings _settings;
    private readonly DataChoice _choice;

    /// <summary>Takes what does not differ between runs.</summary>
    public TrainingSession(CommandEnvironment environment, TrainSettings settings, DataChoice choice)
    {
        _choice = choice;
        _verdictEnvironment = settings.IsPlain ? environment.AsPlain() : environment;
        _environment = settings.IsQuiet ? environment.AsSilent() : _verdictEnvironment;
        _settings = settings;
    }

    private int Threads => _settings.Threads ?? Environment.ProcessorCount;

    private ExperimentRunOptions Options => new()
    {
        Threads = _settings.Threads,
        Folder = _settings.OutputFolder,
        WritesEvents = _settings.WritesEvents,
        CommandLine = _environment.Arguments,
        Note = _settings.Note,
        Tags = _settings.Tags,
        Time = _environment.Time,
    };

    /// <summary>Trains to the end, or until <paramref name="cancellation"/> says stop.</summary>
    public ExperimentRun Run(Experiment experiment, Dataset data, CancellationToken cancellation)
    {
        ShowHead(experiment, data);
        ExperimentRun run = RunWithoutFrame(experiment, data, _ => { }, cancellation);
        ShowEnd(experiment, data, run);
        return run;
    }

    /// <summary>Resumes a run that was stopped, to the end or until <paramref name="cancellation"/> says stop.</summary>
    public ExperimentRun Resume(ResumableRun stopped, Dataset data, CancellationToken cancellation)
    {
        ShowHead(stopped.Experiment, data, stopped.Environment.Changes);
        LabelledLine.Write(_environment, "Resumed", $"{stopped.Folder.Path}, after epoch {stopped.Checkpoint.Epoch} of {stopped.Experiment.Recipe.Epochs}");
        if (!stopped.IsOfThisVersion)
            _environment.Error.WriteLine($"thimble: warning: trained so far by version {stopped.Version}; another version may give other bits.");
        ExperimentRun run = ResumeWithoutFrame(stopped, data, cancellation);
        ShowEnd(stopped.Experiment, data, run);
        return run;
    }

    /// <summary>Trains, but what is shown is the epochs alone.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="data">The data.</param>
    /// <param name="onFolder">Told of the run's folder before it is trained.</param>
    /// <param name="cancellation">Stops it.</param>
    public ExperimentRun RunWithoutFrame(Experiment experiment, Dataset data, Action<RunFolder> onFolder, CancellationToken cancellation) =>
        Show(experiment, data, epochs => ExperimentRun.Start(experiment, data, Options with { OnFolder = onFolder }, epochs, cancellation));

    /// <summary>Resumes, but what is shown is the epochs alone.</summary>
    public ExperimentRun ResumeWithoutFrame(ResumableRun stopped, Dataset data, CancellationToken cancellation) =>
        Show(stopped.Experiment, data, epochs => ExperimentRun.Resume(stopped, data, Options, epochs, cancellation));

    private ExperimentRun Show(Experiment experiment, Dataset data, Func<ITrainingObserver, ExperimentRun> run)
    {
        if (!_environment.IsTerminal)
            return run(new PlainTrainingDisplay(_environment.Output, experiment.Recipe.Epochs, _environment.Time, data.EvaluatedSplit));
        using var display = new LiveTrainingDisplay(
            _environment.Console, experiment.Recipe.Epochs, _environment.Time, data.EvaluatedSplit);
        return run(display);
    }

    /// <summary>Shows the network, the data and how it is trained.</summary>
    public void ShowHead(Experiment experiment, Dataset data) => ShowHead(experiment, data, [.. experiment.Changes.Select(change => $"{change}")]);

    private void ShowHead(Experiment experiment, Dataset data, IReadOnlyList<string> changes)
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
        if (changes.Count > 0)
            LabelledLine.Write(_verdictEnvironment, "Changed", string.Join(", ", changes), "yellow");
        _environment.Console.WriteLine();
    }

    private void ShowEnd(Experiment experiment, Dataset data, ExperimentRun run)
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

    private void ShowWhyItStopped(ExperimentRun run)
    {
        TrainingResult result = run.Result;
        string word = result.Status == TrainingStatus.Cancelled ? "Stopped" : "Diverged";
        string kept = result.Final is not null
            ? "the run folder has all figures so far, the best and the final weights"
            : "the run folder says what was tried";
        LabelledLine.Write(_verdictEnvironment, word, $"{result.Reason}; {kept}", "yellow");
        if (File.Exists(run.Folder.CheckpointFile))
            LabelledLine.Write(_verdictEnvironment, "Resume", _environment.Call(["train", "--resume", ShellWord.OfPath(run.Folder.Name), .. _choice.Words]));
    }
}
