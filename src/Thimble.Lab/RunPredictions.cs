namespace Thimble.Lab;

/// <summary>What a run took each image for.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Images">The content hash of the images that it was evaluated on.</param>
/// <param name="Predictions">One prediction an image, in the images' order.</param>
public sealed record RunPredictions(string Run, string Images, IReadOnlyList<Prediction> Predictions);
