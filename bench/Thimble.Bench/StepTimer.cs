using System.Diagnostics;
using Thimble.Engine;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>
/// Times what bench/peers/pytorch_parts.py times, in the same way: training steps (forward, loss, backward, SGD with
/// momentum) without data loading, evaluation of 10,000 images, and one image at a time.
/// </summary>
internal static class StepTimer
{
    private const int EvaluatedImages = 10_000;
    private const int SingleImages = 200;

    public static string Run(string experiment, int batch, int threads, int steps)
    {
        NetworkDefinition definition = ExperimentCatalogue.Load(experiment).Network;
        double train = batch / Median(TrainingSteps(definition, batch, threads, steps));
        (double evaluate, double single) = Evaluation(new Network(definition, seed: 1), threads);
        return string.Create(null, $"{{\"thimble\": true, \"threads\": {threads}, \"experiment\": \"{experiment}\", \"batch\": {batch}, \"parameters\": {definition.ParameterCount}, \"train_images_per_second\": {train:F1}, \"evaluate_images_per_second\": {evaluate:F1}, \"single_image_microseconds\": {single:F1}}}");
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The seconds of training steps, after a few that warm up.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="prepare">Is given what will run, before it does.</param>
    /// <param name="starting">Is told each step's number, which is negative while warming up.</param>
    public static double[] TrainingSteps(
        NetworkDefinition definition, int batch, int threads, int steps, Action<TrainingPass>? prepare = null, Action<int>? starting = null)
    {
        Dataset data = Images(definition, trainCount: batch * 8, testCount: 1);
        var network = new Network(definition, seed: 1);
        using var workers = new WorkerPool(threads);
        var pass = new TrainingPass(network, batch, labelSmoothing: 0, seed: 1, workers);
        prepare?.Invoke(pass);
        var optimizer = new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f }.Create(network);
        var recipe = new Recipe { Epochs = 1, BatchSize = batch, Optimizer = new SgdOptions { LearningRate = 0.01f } };
        var batches = new ShuffledBatches(data.Train, data.Normalization, recipe, seed: 1);
        batches.StartEpoch(1);
        var times = new double[steps];
        const int WarmUp = 5;
        for (int i = -WarmUp; i < steps; i++)
        {
            batches.MoveTo((i + WarmUp) % batches.BatchCount);
            starting?.Invoke(i);
            long start = Stopwatch.GetTimestamp();
            pass.Run(batches, epoch: 1);
            optimizer.Step(pass.Gradients, 0.01f);
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    }

    private static (double ImagesPerSecond, double SingleMicroseconds) Evaluation(Network network, int threads)
    {
        Dataset data = Images(network.Definition, trainCount: 1, testCount: EvaluatedImages);
        using var evaluator = new Evaluator(network, threads);
        evaluator.Logits(data.Evaluated.Take(1000), data.Normalization);
        long start = Stopwatch.GetTimestamp();
        evaluator.Logits(data.Evaluated, data.Normalization);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        ImageDataset one = data.Evaluated.Take(1);
        var times = new double[SingleImages];
        for (int i = 0; i < SingleImages; i++)
        {
            start = Stopwatch.GetTimestamp();
            evaluator.Logits(one, data.Normalization);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return (EvaluatedImages / seconds, Median(times));
    }

    // Digits where they fit, and noise of the network's shape otherwise: what an image shows takes no time.
    internal static Dataset Images(NetworkDefinition definition, int trainCount, int testCount)
    {
        if (definition.Input == new Shape(1, 28, 28) && definition.ClassCount == 10)
            return SyntheticDigits.Create(trainCount, testCount);
        return new(Noise("train", trainCount), Noise(Dataset.TestName, testCount), new Normalization(0.5f, 0.25f), "noise");

        ImageDataset Noise(string split, int count)
        {
            // Knuth's multiplicative hash of the place.
            byte[] pixels = [.. Enumerable.Range(0, count * definition.Input.Size).Select(i => (byte)((uint)i * 2_654_435_761u >> 24))];
            return new("noise", split, definition.Input, definition.ClassCount, pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % definition.ClassCount))]);
        }
    }
}
