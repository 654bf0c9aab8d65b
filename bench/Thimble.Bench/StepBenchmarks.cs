using BenchmarkDotNet.Attributes;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>A training step of the assignment's networks: forward, loss, backward, SGD with momentum; 64 images.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // BenchmarkDotNet calls End, and wants a class that can be derived from
public class StepBenchmarks
#pragma warning restore CA1001
{
    private const int Batch = 64;

    private WarmTraining _training = null!;
    private ShuffledBatches _batches = null!;
    private int _step;

    /// <summary>The network.</summary>
    [Params(1, 2, 3)]
    public int Part { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Prepares the network.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _training = new(ExperimentCatalogue.Load($"part{Part}").Network, Batch, Threads);
        _batches = WarmTraining.Digits(Batch);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void End() => _training.Dispose();

    /// <summary>One step.</summary>
    [Benchmark]
    public void TrainingStep()
    {
        _batches.MoveTo(_step++ % _batches.BatchCount);
        _training.Step(_batches);
    }
}
