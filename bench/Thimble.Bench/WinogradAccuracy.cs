using Thimble.Engine;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>Trains with and without Winograd, seed by seed, and compares the results.</summary>
internal static class WinogradAccuracy
{
    public static void Run(int part, int seeds, int images, int epochs, int threads, string data)
    {
        Dataset mnist = new DatasetCatalogue().Open("mnist", allowDownload: false, data);
        mnist = mnist with { Train = mnist.Train.Take(images) };
        Experiment experiment = ExperimentCatalogue.Load($"part{part}");
        Recipe recipe = experiment.Recipe with { Epochs = epochs };
        Console.WriteLine($"Part {part}, the first {mnist.Train.Count:N0} training images, {epochs} epochs; accuracy and loss on the {mnist.Evaluated.Count:N0} test images");
        Console.WriteLine();
        Console.WriteLine("| seed | direct | Winograd for every 3×3 | difference, points | loss, direct | loss, Winograd |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var differences = new List<double>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            EvaluationResult direct = Train("never");
            EvaluationResult winograd = Train("always");
            differences.Add(100 * (winograd.Accuracy - direct.Accuracy));
            Console.WriteLine($"| {seed} | {direct.Accuracy:P2} | {winograd.Accuracy:P2} | {differences[^1]:+0.00;−0.00;0.00} | {direct.Loss:F4} | {winograd.Loss:F4} |");

            EvaluationResult Train(string way)
            {
                AppContext.SetData(WinogradChoice.Setting, way);
                var network = new Network(experiment.Network, (ulong)seed);
                using var trainer = new Trainer(network, recipe, mnist, new TrainerOptions((ulong)seed, threads));
                return trainer.Run().Epochs[^1].Evaluated;
            }
        }

        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(1, seeds - 1));
        Console.WriteLine();
        Console.WriteLine($"Mean difference {mean:+0.000;−0.000;0.000} points, standard error {deviation / Math.Sqrt(seeds):F3}.");
    }
}
