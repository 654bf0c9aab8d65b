using Thimble.Lab;
using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>
/// Checks the suggested learning rate against training: each experiment is trained at the suggestion and at a grid around it, with the same seeds. The
/// suggestion passes where its mean accuracy is within a tenth of a point, or one in twenty of the errors, of the best of the grid. The best of several noisy
/// figures is partly luck: a miss by less than twice the standard error is called one within the noise.
/// </summary>
internal static class RateExperiments
{
    private const double PointsAllowed = 0.1;
    private const double ErrorsAllowed = 1.0 / 20;
    private const double AboutAsWell = 0.02;
    private static readonly double[] Factors = [1.0 / 8, 1.0 / 4, 1.0 / 2, 2, 4];

    public static void Run(IEnumerable<RateCase> cases, RateRuns runs)
    {
        Console.WriteLine($"{runs.Epochs} epochs of at most {runs.Images:N0} images, {runs.Seeds} seeds; test accuracy in %, differences in points with their standard error");
        Console.WriteLine();
        Console.WriteLine("| experiment | data | suggested | accuracy | its own rate | accuracy | best of the grid | accuracy | difference | of the errors | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (RateCase one in cases)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Console.WriteLine(Line(one, runs));
            Console.Error.WriteLine($"{one.Experiment.Name}: {watch.Elapsed.TotalSeconds:0} s");
        }
    }

    private static string Line(RateCase one, RateRuns runs)
    {
        Experiment experiment = one.Experiment;
        // The search sees what 'thimble find-lr' sees; only training is shortened.
        double? found = LearningRateFinder.Find(experiment.Network, experiment.Recipe, one.Data, new TrainerOptions(experiment.Seed)).SuggestedRate;
        double own = experiment.Recipe.Optimizer.LearningRate;
        if (found is not { } suggested)
            return $"| {experiment.Name} | {one.Data.Name} | nothing | | {own:G3} | | | | | | none suggested |";
        double[] rates = [.. Factors.Select(factor => factor * suggested).Append(suggested).Append(own).Distinct().Order()];
        Dictionary<double, double[]> accuracies = Train(one, rates, runs);
        Console.Error.WriteLine(string.Join("; ", rates.Select(rate => $"{rate:G3} {100 * accuracies[rate].Average():0.00}")));
        double best = rates.MaxBy(rate => accuracies[rate].Average());
        double reached = accuracies[suggested].Average();
        double difference = 100 * (reached - accuracies[best].Average());
        double share = reached < 1 ? -difference / (100 * (1 - reached)) : 0;
        double? noise = StandardError(accuracies, accuracies[best].Average());
        string error = noise is { } known ? $" ± {known:0.00}" : "";
        string verdict = difference >= -PointsAllowed || share <= ErrorsAllowed ? "passes" : -difference < 2 * noise ? "misses, within the noise" : "misses";
        return $"| {experiment.Name} | {one.Data.Name} | {suggested:G3} | {100 * reached:0.00} | {own:G3} | {100 * accuracies[own].Average():0.00} | {best:G3} | "
            + $"{100 * accuracies[best].Average():0.00} | {difference:+0.00;−0.00;0.00}{error} | {100 * share:0}% | {verdict} |";
    }

    // Of a difference of two means, in points: from how the seeds differ at all rates that train about as well, since two seeds alone say little.
    private static double? StandardError(Dictionary<double, double[]> accuracies, double best)
    {
        double[] deviations = [.. accuracies.Values.Where(some => best - some.Average() < AboutAsWell).Select(some => new SampleStatistics(some).StandardDeviation ?? double.NaN)];
        double variance = deviations.Average(deviation => deviation * deviation);
        return double.IsNaN(variance) ? null : 100 * Math.Sqrt(2 * variance / accuracies.Values.First().Length);
    }

    // Two trainings of a thread each take less time than one of two threads after the other.
    private static Dictionary<double, double[]> Train(RateCase one, double[] rates, RateRuns runs)
    {
        Dataset data = RateCases.Mixed(one.Data);
        data = data with { Train = data.Train.Take(runs.Images), Evaluated = data.Evaluated.Take(runs.TestImages) };
        Dictionary<double, double[]> accuracies = rates.ToDictionary(rate => rate, _ => new double[runs.Seeds]);
        (double Rate, int Seed)[] all = [.. rates.SelectMany(rate => Enumerable.Range(1, runs.Seeds).Select(seed => (rate, seed)))];
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
        {
            Recipe recipe = one.Experiment.Recipe;
            recipe = recipe with { Epochs = runs.Epochs, Optimizer = recipe.Optimizer with { LearningRate = run.Rate } };
            using var trainer = new Trainer(new Network(one.Experiment.Network, (ulong)run.Seed), recipe, data, new TrainerOptions((ulong)run.Seed, 1));
            // A training that diverges in its first epoch is as good as guessing.
            accuracies[run.Rate][run.Seed - 1] = trainer.Run().Final?.Evaluated.Accuracy ?? 1.0 / data.Train.ClassCount;
        });
        return accuracies;
    }
}

/// <summary>How long each training is.</summary>
/// <param name="Images">Training images, at most.</param>
/// <param name="TestImages">Test images, at most; they are looked at after each epoch.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Seeds">Seeds, from 1.</param>
internal sealed record RateRuns(int Images, int TestImages, int Epochs, int Seeds);
