using Thimble.Diagnosis;
using FilePath = System.IO.Path;

namespace Thimble.Lab.Reports;

/// <summary>All that a run's folder says. What is missing or damaged is named, and the rest is still there.</summary>
internal sealed class ReportRun
{
    private readonly RunFolder _folder;
    private readonly List<string> _missing = [];

    /// <summary>Reads a run.</summary>
    /// <param name="folder">Its folder.</param>
    public ReportRun(RunFolder folder)
    {
        _folder = folder;
        // A run that was put somewhere else is called by its path, and the last part of that says enough.
        Name = folder.Name == folder.Path ? FilePath.GetFileName(FilePath.GetFullPath(folder.Path)) : folder.Name;
        Experiment = Try(folder.LoadExperiment);
        Environment = Try(folder.LoadEnvironment);
        Epochs = Try(() => Checked(folder.LoadEpochs())) ?? [];
        Result = Try(folder.LoadResult);
        Log = Try(folder.LoadLog) ?? [];
        Statistics = Epochs.Count > 0 ? Try(folder.LoadStatistics) : null;
        Findings = Experiment is null ? null : Try(() => RunFindings.Of(folder, Statistics));
        if (Epochs.Count == 0)
            return;
        Predictions = Try(() => Checked(folder.LoadPredictions()));
        Mistakes = Try(folder.LoadMistakes);
        Suspects = Try(folder.LoadSuspects);
        Trained = Experiment is null ? null : Try(() => folder.LoadTrained());
        Network = Trained?.Network ?? (Experiment is null ? null : Try(() => folder.LoadNetwork()));
    }

    /// <summary>The run's name.</summary>
    public string Name { get; }

    /// <summary>The experiment as it was run.</summary>
    public Experiment? Experiment { get; }

    /// <summary>Where it ran.</summary>
    public RunEnvironment? Environment { get; }

    /// <summary>The completed epochs.</summary>
    public IReadOnlyList<RecordedEpoch> Epochs { get; }

    /// <summary>How it ended.</summary>
    public RecordedResult? Result { get; }

    /// <summary>What was said while it ran.</summary>
    public IReadOnlyList<string> Log { get; }

    /// <summary>What each image was predicted as.</summary>
    public IReadOnlyList<Prediction>? Predictions { get; }

    /// <summary>The worst mistakes.</summary>
    public IReadOnlyList<Mistake>? Mistakes { get; }

    /// <summary>Training images whose labels may be wrong; empty where there is none, or that was not looked for.</summary>
    public IReadOnlyList<Mistake>? Suspects { get; }

    /// <summary>The trained network.</summary>
    public Network? Network { get; }

    /// <summary>The trained network with what is needed to export it; null where that is not known.</summary>
    public TrainedNetwork? Trained { get; }

    /// <summary>What a probe measured on the trained network.</summary>
    public TrainingStatistics? Statistics { get; }

    /// <summary>What was found out about it.</summary>
    public IReadOnlyList<Finding>? Findings { get; }

    /// <summary>What a class is called.</summary>
    /// <param name="label">The class.</param>
    public string ClassName(int label) => Environment?.ClassNames is { } names && label < names.Count ? names[label]
        : Environment is { } environment && ClassNames.Of(environment.DataName, Experiment?.Network.ClassCount ?? 0) is var usual && label < usual.Count ? usual[label]
        : $"{label}";

    /// <summary>What the accuracies were measured on: <c>test</c>, or <c>validation</c> for images held out of the training images.</summary>
    public string Split => Environment?.EvaluatedSplit ?? Dataset.TestName;

    /// <summary><see cref="Split"/> at the start of a title.</summary>
    public string SplitTitle => char.ToUpperInvariant(Split[0]) + Split[1..];

    /// <summary>What could not be read, a sentence each.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The last epoch.</summary>
    public RecordedEpoch? Final => Epochs.Count > 0 ? Epochs[^1] : null;

    /// <summary>The epoch with the highest accuracy on the evaluated images, the first of equals.</summary>
    public RecordedEpoch? Best => Epochs.MaxBy(epoch => epoch.Evaluation.Accuracy);

    /// <summary>The name as part of a file's.</summary>
    public string FileName =>
        string.Concat(Name.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-'));

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidInputException exception)
        {
            // Within its report a run's files need no folder, and a report is the same wherever the run lies.
            string problem = exception.Message.Replace(_folder.Path + FilePath.DirectorySeparatorChar, "", StringComparison.Ordinal);
            if (!_missing.Contains(problem))
                _missing.Add(problem);
            return null;
        }
    }

    private IReadOnlyList<Prediction> Checked(IReadOnlyList<Prediction> predictions)
    {
        int classes = Experiment?.Network.ClassCount ?? int.MaxValue;
        return predictions.All(prediction => prediction.Label < classes && prediction.Class < classes)
            ? predictions
            : throw new InvalidInputException($"{_folder.PredictionsFile}: has classes that the network does not have; train again");
    }

    // A figure that cannot be must not be drawn as if it were one.
    private IReadOnlyList<RecordedEpoch> Checked(IReadOnlyList<RecordedEpoch> epochs) =>
        epochs.All(epoch => epoch.TrainingAccuracy is >= 0 and <= 1
            && epoch.Evaluation.Count > 0 && epoch.Evaluation.Correct >= 0 && epoch.Evaluation.Correct <= epoch.Evaluation.Count)
            ? epochs
            : throw new InvalidInputException($"{_folder.MetricsFile}: damaged: it has accuracies below 0% or above 100%; train again");
}
