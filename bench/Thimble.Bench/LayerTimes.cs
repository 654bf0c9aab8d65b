using System.Diagnostics;
using Thimble.Engine;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>What every pass of a network's training step takes, on one thread, as part of whole steps.</summary>
internal sealed class LayerTimes
{
    private readonly List<long[]> _ticks = [];
    private int _step;

    private LayerTimes(NetworkDefinition network, int batch, int steps)
    {
        Network = network;
        Names = [];
        double[] seconds = StepTimer.TrainingSteps(network, batch, threads: 1, steps, Watch, step => _step = step);
        MicrosecondsPerImage = [.. _ticks.Select(ticks => StepTimer.Median(ticks.Select(Microseconds)) / batch)];
        StepMicrosecondsPerImage = StepTimer.Median(seconds) * 1e6 / batch;

        void Watch(TrainingPass pass) => pass.ReplacePasses((name, work) => Timed(name, work, steps));
    }

    /// <summary>The network.</summary>
    public NetworkDefinition Network { get; }

    /// <summary>The passes, in order.</summary>
    public List<PassName> Names { get; }

    /// <summary>The median over the steps of each pass's time.</summary>
    public IReadOnlyList<double> MicrosecondsPerImage { get; }

    /// <summary>The median over the steps of the whole step's time.</summary>
    public double StepMicrosecondsPerImage { get; }

    /// <summary>Trains a few steps and watches.</summary>
    public static LayerTimes Measure(NetworkDefinition network, int batch, int steps) => new(network, batch, steps);

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private BlockPass Timed(PassName name, BlockPass pass, int steps)
    {
        long[] ticks = new long[steps];
        _ticks.Add(ticks);
        Names.Add(name);
        return (block, worker) =>
        {
            long start = Stopwatch.GetTimestamp();
            pass(block, worker);
            if (_step >= 0)
                ticks[_step] += Stopwatch.GetTimestamp() - start;
        };
    }
}
