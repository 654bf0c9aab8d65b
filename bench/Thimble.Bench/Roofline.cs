using System.Runtime.InteropServices;
using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Lab;
using Thimble.Layers;

namespace Thimble.Bench;

/// <summary>What the processor can do, and for each layer and pass how much of that it does.</summary>
internal static class Roofline
{
    public static void Run(IReadOnlyList<string> experiments, int batch, int steps)
    {
        Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {KernelSet.Best.RegisterBits}-bit registers");
        Console.WriteLine();
        IReadOnlyList<PeakFigures> peaks = [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount)).Select(PeakFigures.Measure)];
        WritePeaks(peaks);
        foreach (string name in experiments)
            WriteNetwork(name, ExperimentCatalogue.Load(name).Network, batch, steps, peaks);
    }

    private static void WritePeaks(IReadOnlyList<PeakFigures> peaks)
    {
        IReadOnlyList<int> widths = ArithmeticPeak.Widths;
        Console.WriteLine($"| threads | {string.Join(" | ", widths.Select(bits => $"multiply-adds, {bits} bits, GFLOP/s"))} | reading, GB/s | reading and writing, GB/s |");
        Console.WriteLine($"|---|{string.Concat(widths.Select(_ => "---|"))}---|---|");
        foreach (PeakFigures peak in peaks)
            Console.WriteLine($"| {peak.Threads} | {string.Join(" | ", widths.Select(bits => $"{peak.Gigaflops[bits]:F0}"))} | {peak.Read:F1} | {peak.Update:F1} |");
    }

    private static void WriteNetwork(string title, NetworkDefinition network, int batch, int steps, IReadOnlyList<PeakFigures> peaks)
    {
        LayerTimes times = LayerTimes.Measure(network, batch, steps);
        double limit = peaks[0].Gigaflops[KernelSet.Best.RegisterBits];
        Console.WriteLine();
        Console.WriteLine($"**{title}**, one thread, batch {batch}, median of {steps} steps; direct convolution's operations are counted");
        Console.WriteLine();
        Console.WriteLine("| layer | pass | µs an image | share of the step | GFLOP/s | of the limit | kB moved | GB/s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        double told = 0;
        for (int i = 0; i < times.Names.Count; i++)
        {
            ResolvedLayer? layer = network.AllLayers().FirstOrDefault(one => one.Name == times.Names[i].Layer);
            if (layer is null || PassWork.Of(layer, times.Names[i].Work) is not { } work)
                continue;
            told += times.MicrosecondsPerImage[i];
            Console.WriteLine(Row(layer, times.Names[i], work, times.MicrosecondsPerImage[i], times.StepMicrosecondsPerImage, limit));
        }

        double rest = times.StepMicrosecondsPerImage - told;
        Console.WriteLine($"| everything else | | {rest:F2} | {rest / times.StepMicrosecondsPerImage:P1} | | | | |");
        WriteShares(network, batch, steps, peaks);
    }

    private static string Row(ResolvedLayer layer, PassName name, PassWork work, double microseconds, double step, double limit)
    {
        double gigaflops = 2 * work.MultiplyAdds / microseconds / 1e3;
        string arithmetic = work.MultiplyAdds == 0 ? "| |" : $"| {gigaflops:F0} | {gigaflops / limit:P0}";
        return $"| {layer.Name} {PassWork.Describe(layer)} | {name.Work} | {microseconds:F2} | {microseconds / step:P1} {arithmetic} | {work.Bytes / 1e3:F1} | {work.Bytes / microseconds / 1e3:F1} |";
    }

    private static void WriteShares(NetworkDefinition network, int batch, int steps, IReadOnlyList<PeakFigures> peaks)
    {
        double flops = 2 * PassWork.TrainingMultiplyAdds(network);
        Console.WriteLine();
        foreach (PeakFigures peak in peaks)
        {
            double seconds = StepTimer.Median(StepTimer.TrainingSteps(network, batch, peak.Threads, steps)) / batch;
            double gigaflops = flops / seconds / 1e9;
            string shares = string.Join(", ", ArithmeticPeak.Widths.Select(bits => $"{gigaflops / peak.Gigaflops[bits]:F2} of the {bits}-bit limit"));
            Console.WriteLine($"- {peak.Threads} thread{(peak.Threads == 1 ? "" : "s")}: {1 / seconds:N0} images/s, {gigaflops:F0} GFLOP/s: {shares}.");
        }
    }
}
