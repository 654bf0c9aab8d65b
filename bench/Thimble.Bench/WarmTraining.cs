using System.Diagnostics;
using Thimble.Engine;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>A network in training, for measurements that run steps of it again and again.</summary>
internal sealed class WarmTraining : IDisposable
{
    private readonly WorkerPool _workers;
    private readonly TrainingPass _pass;
    private readonly Optimizer _optimizer;

    /// <summary>Prepares the network.</summary>
    public WarmTraining(NetworkDefinition definition, int batch, int threads)
    {
        var network = new Network(definition, seed: 1);
        _workers = new(threads);
        _pass = new(network, batch, labelSmoothing: 0, seed: 1, _workers);
        _optimizer = new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f }.Create(network);
    }

    /// <summary>Batches of synthetic digits, for steps that do not mind what they learn.</summary>
    public static ShuffledBatches Digits(int batch)
    {
        const int Batches = 8;
        Dataset data = SyntheticDigits.Create(trainCount: batch * Batches, testCount: 1);
        var recipe = new Recipe { Epochs = 1, BatchSize = batch, Optimizer = new SgdOptions { LearningRate = 0.01f } };
        var batches = new ShuffledBatches(data.Train, data.Normalization, recipe, seed: 1);
        batches.StartEpoch(1);
        return batches;
    }

    /// <summary>Forward, loss, backward and SGD with momentum.</summary>
    public void Step(IBatchSource batch)
    {
        _pass.Run(batch, epoch: 1);
        _optimizer.Step(_pass.Gradients, 0.01f);
    }

    /// <summary>The seconds of so many steps.</summary>
    public double Seconds(ShuffledBatches batches, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            batches.MoveTo(i % batches.BatchCount);
            Step(batches);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _workers.Dispose();
}
