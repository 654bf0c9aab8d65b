using Thimble.Training;

namespace Thimble.Lab;

/// <summary>How a kept run ended.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">For a run that did not complete: where it stopped and why.</param>
/// <param name="Verdict">What the budget said of it.</param>
public sealed record RecordedResult(TrainingStatus Status, string? Reason, Verdict Verdict);
