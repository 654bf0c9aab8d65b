using Thimble.Diagnosis.Probes;
using Thimble.Engine;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>Looks into a trained network: what its channels output, how a step would move its weights.</summary>
internal static class NetworkProbe
{
    private const int TrainingImages = 5000;
    private const int TestImages = 2000;
    private const int ActivityImages = 256;

    /// <summary>Measures on images of each split drawn at random, always the same ones; the network is not changed.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <param name="data">What it was trained on; it must fit the network.</param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <param name="predictions">Its prediction for each evaluated image; made here if null.</param>
    public static TrainingStatistics Measure(Network network, Recipe recipe, Dataset data, int? threads = null, IReadOnlyList<Prediction>? predictions = null)
    {
        using var workers = new WorkerPool(threads ?? Environment.ProcessorCount);
        Normalization normalization = data.Normalization;
        var evaluator = new Evaluator(network, workers);
        // Whole batches only: a smaller last one has statistics of its own.
        int batch = Math.Min(recipe.BatchSize, data.Evaluated.Count);
        ImageDataset test = ImageSlice.Random(data.Evaluated, Math.Max(1, Math.Min(TestImages, data.Evaluated.Count) / batch) * batch);
        bool isNormalized = network.Definition.AllLayers().Any(layer => layer.Traits.Normalizes);
        return new(
            ActivityProbe.Measure(network, ImageSlice.Random(data.Evaluated, ActivityImages), normalization),
            UpdateProbe.Measure(network, recipe, data.Train, normalization, workers),
            evaluator.Evaluate(ImageSlice.Random(data.Train, TrainingImages), normalization),
            evaluator.Evaluate(test, normalization),
            isNormalized ? BatchStatisticsProbe.Measure(network, batch, test, normalization, workers) : null)
        {
            Data = DataStatistics.Of(data, predictions ?? Prediction.All(evaluator.Logits(data.Evaluated, normalization), data.Evaluated), threads),
        };
    }
}
