namespace Thimble.Diagnosis;

/// <summary>What <see cref="NetworkProbe"/> measured on a trained network.</summary>
/// <param name="Layers">What each layer outputs, in evaluation, layer by layer.</param>
/// <param name="Tensors">Weights, gradients and updates of each trainable tensor for one batch of training images.</param>
/// <param name="TrainingImages">Loss and accuracy on training images as test images are seen: neither dropout nor augmentation.</param>
/// <param name="RunningStatistics">Loss and accuracy on test images with the running statistics, as in evaluation.</param>
/// <param name="BatchStatistics">The same images with the batch's own statistics; null without batch normalization.</param>
internal sealed record TrainingStatistics(
    IReadOnlyList<LayerActivity> Layers,
    IReadOnlyList<TensorUpdate> Tensors,
    EvaluationResult TrainingImages,
    EvaluationResult RunningStatistics,
    EvaluationResult? BatchStatistics)
{
    /// <summary>What is in the data; null for a run that was kept before that was.</summary>
    public DataStatistics? Data { get; init; }

    /// <summary>How far its answers were found to be right; null for a run that was kept before that was, or whose outputs are not finite.</summary>
    public CalibrationMeasurement? Calibration { get; init; }
}

/// <summary>How far one step moves a tensor. All sizes are root mean squares over its numbers.</summary>
/// <param name="Name">Its layer as the summary numbers it, and its own name: <c>Conv2d-1 weight</c>.</param>
/// <param name="IsWeight">Whether it is the weight of a convolution or a linear layer, and no bias or scale.</param>
/// <param name="Weight">The size of its numbers.</param>
/// <param name="Gradient">The size of the gradient of one batch's mean loss.</param>
/// <param name="Update">The size of a step from rest at the recipe's learning rate, as its optimizer would take it.</param>
internal sealed record TensorUpdate(string Name, bool IsWeight, double Weight, double Gradient, double Update)
{
    /// <summary>The update in proportion to the weights; 0 where the weights are all 0.</summary>
    public double Ratio => Weight > 0 ? Update / Weight : 0;
}
