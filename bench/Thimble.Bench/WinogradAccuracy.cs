using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>Trains with and without Winograd, seed by seed, and compares the results.</summary>
/// <remarks>With every 3×3 by tiles of 2×2, or with tiles of 4×4 where they are used. Both runs of a seed see the same images in the same order.</remarks>
internal static class WinogradAccuracy
{
    public static void Run(string name, bool tilesOfFour, int seeds, int images, int epochs, int threads, string data)
    {
        Dataset mnist = new DatasetCatalogue().Open("mnist", allowDownload: false, data);
        mnist = mnist with { Train = mnist.Train.Take(images) };
        Experiment experiment = ExperimentCatalogue.Load(name);
        Recipe recipe = experiment.Recipe with { Epochs = epochs };
        string other = tilesOfFour ? "tiles of four" : "Winograd for every 3×3";
        Console.WriteLine($"{name}, the first {mnist.Train.Count:N0} training images, {epochs} epochs; accuracy and loss on the {mnist.Evaluated.Count:N0} test images");
        Console.WriteLine();
        Console.WriteLine($"| seed | direct | {other} | difference, points | loss, direct | loss, {other} |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var differences = new List<double>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            EvaluationResult direct = Train(uses: false);
            EvaluationResult winograd = Train(uses: true);
            differences.Add(100 * (winograd.Accuracy - direct.Accuracy));
            Console.WriteLine($"| {seed} | {direct.Accuracy:P2} | {winograd.Accuracy:P2} | {differences[^1]:+0.00;−0.00;0.00} | {direct.Loss:F4} | {winograd.Loss:F4} |");

            EvaluationResult Train(bool uses)
            {
                KernelSet.Best.AllowsTilesOfFour = uses && tilesOfFour;
                if (!tilesOfFour)
                    AppContext.SetData(WinogradChoice.Setting, uses ? "always" : "never");
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
