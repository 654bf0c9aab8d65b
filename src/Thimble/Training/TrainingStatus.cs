namespace Thimble.Training;

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>Every epoch was trained.</summary>
    Completed,

    /// <summary>It was stopped before its last epoch was over.</summary>
    Cancelled,

    /// <summary>The loss was no longer a number.</summary>
    Diverged,
}
