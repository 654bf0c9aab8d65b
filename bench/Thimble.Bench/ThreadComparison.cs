using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>Training steps on one thread and on two, in turn, and what a warm step allocates.</summary>
internal static class ThreadComparison
{
    public static void Run(int[] parts, int batch, int steps, int pairs)
    {
        Console.WriteLine($"Batch {batch}, medians of {pairs} alternating tries of {steps} steps (lowest to highest)");
        Console.WriteLine();
        Console.WriteLine("| network | 1 thread, images/s | 2 threads, images/s | ratio | bytes allocated in a step |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int part in parts)
            Console.WriteLine(Row(part, batch, steps, pairs));
    }

    private static string Row(int part, int batch, int steps, int pairs)
    {
        NetworkDefinition network = ExperimentCatalogue.Load($"part{part}").Network;
        ShuffledBatches batches = WarmTraining.Digits(batch);
        using var alone = new WarmTraining(network, batch, threads: 1);
        using var together = new WarmTraining(network, batch, threads: 2);
        Alternation times = Alternation.Measure(pairs, () => alone.Seconds(batches, steps), () => together.Seconds(batches, steps));

        long before = GC.GetTotalAllocatedBytes(precise: true);
        together.Seconds(batches, steps);
        double allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)steps;

        double images = (double)batch * steps;
        return $"| Part {part} | {images / StepTimer.Median(times.First):N0} | {images / StepTimer.Median(times.Second):N0} | {times.RatioInWords} | {allocated:F0} |";
    }
}
