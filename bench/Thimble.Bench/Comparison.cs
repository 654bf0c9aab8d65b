using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Thimble.Bench;

/// <summary>Runs Thimble and the PyTorch peer in turn, each in a process of its own, and prints the ratios.</summary>
internal static class Comparison
{
    private static readonly (string Name, Func<Measurement, double> Speed)[] Figures =
    [
        ("training, images/s", measurement => measurement.TrainImagesPerSecond),
        ("evaluation, images/s", measurement => measurement.EvaluateImagesPerSecond),
        ("one image, images/s", measurement => 1e6 / measurement.SingleImageMicroseconds),
    ];

    public static void Run(int[] parts, int batch, int threads, int pairs, int steps, string data, string python)
    {
        Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {Kernels.KernelSet.Best.RegisterBits}-bit registers");
        Console.WriteLine($"batch {batch}, {threads} threads, median of {pairs} alternating pairs (lowest to highest), steps without data loading");
        Console.WriteLine();
        Console.WriteLine("| network | work | PyTorch | Thimble | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "pytorch_parts.py");
        foreach (int part in parts)
        {
            string common = $"--part {part} --batch {batch} --threads {threads} --steps {steps}";
            var peers = new List<Measurement>();
            var ours = new List<Measurement>();
            for (int i = 0; i < pairs; i++)
            {
                peers.Add(Measure(python, $"\"{script}\" --data \"{data}\" {common}"));
                ours.Add(Measure(Environment.ProcessPath!, $"{Self()}steps {common}"));
            }

            foreach ((string name, Func<Measurement, double> speed) in Figures)
                Console.WriteLine(Row(part, name, [.. peers.Select(speed)], [.. ours.Select(speed)]));
        }
    }

    private static string Row(int part, string name, double[] peers, double[] ours)
    {
        double[] ratios = [.. ours.Zip(peers, (our, peer) => our / peer).Order()];
        return $"| Part {part} | {name} | {StepTimer.Median(peers):N0} | {StepTimer.Median(ours):N0} | {StepTimer.Median(ratios):F2}× ({ratios[0]:F2} to {ratios[^1]:F2}) |";
    }

    // Started as "dotnet Thimble.Bench.dll" the process is dotnet itself and needs the assembly's name first.
    internal static string Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? $"\"{typeof(Comparison).Assembly.Location}\" " : "";

    private static Measurement Measure(string program, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Measurement.Parse(output)
            : throw new InvalidOperationException($"'{program} {arguments}' ended with exit code {process.ExitCode}.");
    }
}
