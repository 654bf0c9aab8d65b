using Thimble.Engine;
using Thimble.Graph;
using Thimble.Training;

namespace Thimble.Diagnosis.Probes;

/// <summary>
/// A network in training mode but for dropout: batch normalization takes mean and variance from the batch. A training
/// pass that no optimizer follows does that; its backward half is done for nothing.
/// </summary>
internal static class BatchStatisticsProbe
{
    /// <summary>Loss and accuracy with the statistics of one batch after the other, in the order given.</summary>
    public static EvaluationResult Measure(
        Network network, int batchSize, ImageDataset images, Normalization normalization, WorkerPool workers)
    {
        var pass = new TrainingPass(
            network.Copy(), Math.Min(batchSize, images.Count), labelSmoothing: 0, seed: 0, workers, graph: network.Definition.Graph.WithoutDropout());
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

/// <summary>Some images of a data set.</summary>
internal static class ImageSlice
{
    /// <summary>
    /// Images drawn at random without repetition, at most <paramref name="count"/>, in the order of the draw; the same ones every time. A data set may
    /// be sorted by class, and its first images, or batches of neighbours, then show one class.
    /// </summary>
    public static ImageDataset Random(ImageDataset images, int count) =>
        images.Select(new KeyedRandom(seed: 0, epoch: 0, sample: 0, RandomPlace.Probe).Draw(Math.Min(count, images.Count), images.Count));

    /// <summary>The images in order, <paramref name="size"/> at a time; the last may be fewer.</summary>
    public static IEnumerable<ImageDataset> Batches(ImageDataset images, int size)
    {
        for (int first = 0; first < images.Count; first += size)
            yield return images.Select([.. Enumerable.Range(first, Math.Min(size, images.Count - first))]);
    }
}
