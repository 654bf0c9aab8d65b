namespace Thimble.Training;

/// <summary>How a run ended and what each epoch brought.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Epochs">The completed epochs, in order.</param>
/// <param name="Reason">For a run that did not complete: where it stopped and why, in one line.</param>
public sealed record TrainingResult(TrainingStatus Status, IReadOnlyList<EpochResult> Epochs, string? Reason = null)
{
    /// <summary>What the epochs were evaluated on: <c>test</c>, or <c>validation</c> for held-out training images.</summary>
    public string EvaluatedSplit { get; init; } = Dataset.TestName;

    /// <summary>Training images that all late epochs got wrong with confidence; null where that is not known, and for a run that did not complete.</summary>
    internal LateMistakes? LateMistakes { get; init; }

    /// <summary>The last completed epoch, if there is one.</summary>
    public EpochResult? Final => Epochs.Count > 0 ? Epochs[^1] : null;

    /// <summary>The epoch with the highest accuracy, the first of equals. It was picked by looking at the images that it is judged on.</summary>
    public EpochResult? Best => Epochs.MaxBy(epoch => epoch.Evaluated.Accuracy);
}

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>Every epoch was trained.</summary>
    Completed,

    /// <summary>It was stopped before its last epoch was over.</summary>
    Cancelled,

    /// <summary>A loss, in training or evaluation, or a weight was no longer a finite number.</summary>
    Diverged,
}
