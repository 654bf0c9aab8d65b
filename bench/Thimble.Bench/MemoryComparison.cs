using System.Diagnostics;
using System.Globalization;

namespace Thimble.Bench;

/// <summary>The most memory that training takes: one epoch with the program, and some steps in PyTorch.</summary>
internal static class MemoryComparison
{
    public static void Run(int[] parts, string thimble, string data, string python)
    {
        Console.WriteLine("| network | thimble train, one epoch: peak memory | PyTorch, 60 steps and 10,000 images evaluated: peak memory |");
        Console.WriteLine("|---|---|---|");
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "pytorch_parts.py");
        foreach (int part in parts)
        {
            string output = Directory.CreateTempSubdirectory("thimble-bench").FullName;
            double ours = PeakMegabytes(thimble, ["train", $"part{part}", "--epochs", "1", "--data", data, "--out", Path.Combine(output, "run"), "--quiet"]);
            double peer = PeakMegabytes(python, [script, "--data", data, "--part", $"{part}", "--threads", "2"]);
            Directory.Delete(output, recursive: true);
            Console.WriteLine($"| Part {part} | {ours:F0} MB | {peer:F0} MB |");
        }
    }

    // The kernel keeps the peak as long as the process lives; it is asked again and again until there is no answer.
    private static double PeakMegabytes(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        double peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
            peak = Math.Max(peak, PeakKilobytes(process.Id) / 1e3);
        output.Wait();
        return process.ExitCode is 0 or 1
            ? peak
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
    }

    private static double PeakKilobytes(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal), "");
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) * 1.024 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
