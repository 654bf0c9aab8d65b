using Thimble.Data;
using Thimble.Engine;
using Thimble.Evaluation;
using Thimble.Graph;
using Thimble.Networks;
using Thimble.Training;
using Normalization = Thimble.Data.Normalization;

namespace Thimble.Diagnosis.Probes;

/// <summary>
/// A network in training mode but for dropout: batch normalization takes mean and variance from the batch. A training
/// pass that no optimizer follows does that; its backward half is done for nothing.
/// </summary>
internal static class BatchStatisticsProbe
{
    /// <summary>Loss and accuracy with the statistics of batches of so many images, in the data set's order.</summary>
    public static EvaluationResult Measure(
        Network network, int batchSize, ImageDataset images, Normalization normalization, WorkerPool workers)
    {
        var pass = new TrainingPass(
            network.Copy(), batchSize, labelSmoothing: 0, seed: 0, workers, graph: network.Definition.Graph.WithoutDropout());
        double loss = 0;
        int correct = 0;
        foreach (ImageDataset batch in ImageSlice.Batches(images, batchSize))
        {
            BatchResult result = pass.Run(new DatasetBatch(batch, normalization), epoch: 1);
            loss += result.Loss * batch.Count;
            correct += result.Correct;
        }

        return new(loss / images.Count, correct, images.Count);
    }
}
