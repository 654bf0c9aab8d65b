namespace Thimble.Lab;

/// <summary>What someone else reports of the same experiment, for a report to show beside what was measured here.</summary>
/// <param name="Source">Who reports it, in a few words.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="BestTrainingAccuracy">The highest training accuracy of any epoch, 0 to 1.</param>
/// <param name="BestTestAccuracy">The highest test accuracy of any epoch, 0 to 1.</param>
public sealed record ReferenceFigures(
    string Source,
    int? Parameters = null,
    int? Epochs = null,
    double? BestTrainingAccuracy = null,
    double? BestTestAccuracy = null);
