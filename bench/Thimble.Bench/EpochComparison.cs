using System.Diagnostics;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>
/// A whole training epoch as the trainer runs it (shuffling, augmentation, figures) against bare training steps of the
/// same batches, which were prepared beforehand.
/// </summary>
internal static class EpochComparison
{
    public static void Run(int[] parts, int threads, int images, int pairs)
    {
        Console.WriteLine($"{images:N0} images, {threads} threads, medians of {pairs} alternating tries (lowest to highest)");
        Console.WriteLine();
        Console.WriteLine("| network | augmentation | whole epoch, s | bare steps, s | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int part in parts)
            Console.WriteLine(Row(part, threads, images, pairs));
    }

    private static string Row(int part, int threads, int images, int pairs)
    {
        Experiment experiment = ExperimentCatalogue.Load($"part{part}");
        Recipe recipe = experiment.Recipe with { Epochs = 1 };
        Dataset data = SyntheticDigits.Create(trainCount: images, testCount: 1);
        var shuffled = new ShuffledBatches(data.Train, data.Normalization, recipe, seed: 1);
        shuffled.StartEpoch(1);
        var prepared = new PreparedBatches(shuffled, images, data.Train.ImageShape.Size, recipe.BatchSize);
        using var bare = new WarmTraining(experiment.Network, recipe.BatchSize, threads);
        Alternation times = Alternation.Measure(pairs, () => WholeEpoch(experiment, recipe, data, threads), () => BareSteps(bare, prepared));
        string augmentation = recipe.Augmentation.IsNone ? "none" : "yes";
        return $"| Part {part} | {augmentation} | {StepTimer.Median(times.First):F2} | {StepTimer.Median(times.Second):F2} | {times.RatioInWords} |";
    }

    private static double WholeEpoch(Experiment experiment, Recipe recipe, Dataset data, int threads)
    {
        var network = new Network(experiment.Network, seed: 1);
        using var trainer = new Trainer(network, recipe, data, new TrainerOptions(Seed: 1, threads));
        return trainer.Run().Epochs[0].TrainingTime.TotalSeconds;
    }

    private static double BareSteps(WarmTraining training, PreparedBatches batches)
    {
        long start = Stopwatch.GetTimestamp();
        for (int batch = 0; batch < batches.BatchCount; batch++)
        {
            batches.MoveTo(batch);
            training.Step(batches);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
