using Thimble.Evaluation;

namespace Thimble.Diagnosis;

/// <summary>What <see cref="NetworkProbe"/> measured on a trained network.</summary>
/// <param name="Layers">What each layer puts out, in evaluation, layer by layer.</param>
/// <param name="Tensors">Weights, gradients and updates of each trainable tensor for one batch of training images.</param>
/// <param name="TrainingImages">Loss and accuracy on training images as test images are seen: neither dropout nor augmentation.</param>
/// <param name="RunningStatistics">Loss and accuracy on test images with the running statistics, as in evaluation.</param>
/// <param name="BatchStatistics">The same images with the batch's own statistics; null without batch normalization.</param>
public sealed record TrainingStatistics(
    IReadOnlyList<LayerActivity> Layers,
    IReadOnlyList<TensorUpdate> Tensors,
    EvaluationResult TrainingImages,
    EvaluationResult RunningStatistics,
    EvaluationResult? BatchStatistics);
