using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>
/// Whole networks with and without F(4×4, 3×3), on one thread and in turn, by the process's own time: what else the machine does
/// falls on both.
/// </summary>
internal static class TileTimes
{
    // Images of one evaluation, and one image that often.
    private const int Evaluated = 512;
    private const int Singles = 200;

    /// <summary>Prints a table.</summary>
    /// <param name="experiments">The built-in experiments whose networks are timed.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="steps">Training steps a try.</param>
    /// <param name="pairs">Tries of each way.</param>
    public static void Run(IReadOnlyList<string> experiments, int batch, int steps, int pairs)
    {
        Console.WriteLine($"One thread, {KernelSet.Best.RegisterBits}-bit registers, batch {batch}; medians of {pairs} tries in turn, µs of processor time an image");
        Console.WriteLine();
        Console.WriteLine("| network | training, direct | tiles of four | times as fast | evaluation, direct | tiles of four | times as fast | one image, times as fast |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string name in experiments)
        {
            NetworkDefinition network = ExperimentCatalogue.Load(name).Network;
            using var direct = new TimedNetwork(network, batch, tilesOfFour: false);
            using var tiles = new TimedNetwork(network, batch, tilesOfFour: true);
            Alternation training = Alternation.Measure(pairs, () => direct.Training(steps), () => tiles.Training(steps));
            Alternation evaluation = Alternation.Measure(pairs, direct.Evaluation, tiles.Evaluation);
            Alternation single = Alternation.Measure(pairs, direct.SingleImages, tiles.SingleImages);
            Console.WriteLine($"| {name} | {Cells(training)} | {Cells(evaluation)} | {single.RatioInWords} |");
        }
    }

    private static string Cells(Alternation times) =>
        $"{StepTimer.Median(times.First):F1} | {StepTimer.Median(times.Second):F1} | {times.RatioInWords}";

    private sealed class TimedNetwork : IDisposable
    {
        private readonly WorkerPool _workers = new(1);
        private readonly int _batch;
        private readonly TrainingPass _pass;
        private readonly Optimizer _optimizer;
        private readonly Evaluator _evaluator;
        private readonly ShuffledBatches _batches;
        private readonly ImageDataset _images;
        private readonly Normalization _normalization;

        public TimedNetwork(NetworkDefinition definition, int batch, bool tilesOfFour)
        {
            KernelSet kernels = KernelSet.NewBest();
            kernels.AllowsTilesOfFour = tilesOfFour;
            var network = new Network(definition, seed: 1);
            _batch = batch;
            _pass = new(network, batch, labelSmoothing: 0, seed: 1, _workers, kernels);
            _optimizer = new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f }.Create(network);
            _evaluator = new(network, _workers, kernels);
            Dataset data = StepTimer.Images(definition, trainCount: batch * 8, testCount: Evaluated);
            var recipe = new Recipe { Epochs = 1, BatchSize = batch, Optimizer = new SgdOptions { LearningRate = 0.01f } };
            _batches = new(data.Train, data.Normalization, recipe, seed: 1);
            _batches.StartEpoch(1);
            (_images, _normalization) = (data.Evaluated, data.Normalization);
        }

        // Each gives microseconds of processor time an image.
        public double Training(int steps) => Microseconds(steps * _batch, () =>
        {
            for (int i = 0; i < steps; i++)
            {
                _batches.MoveTo(i % _batches.BatchCount);
                _pass.Run(_batches, epoch: 1);
                _optimizer.Step(_pass.Gradients, 0.01f);
            }
        });

        public double Evaluation() => Microseconds(Evaluated, () => _evaluator.Logits(_images, _normalization));

        public double SingleImages()
        {
            ImageDataset one = _images.Take(1);
            return Microseconds(Singles, () =>
            {
                for (int i = 0; i < Singles; i++)
                    _evaluator.Logits(one, _normalization);
            });
        }

        public void Dispose()
        {
            _evaluator.Dispose();
            _workers.Dispose();
        }

        private static double Microseconds(int images, Action work)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            work();
            return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / images;
        }
    }
}
