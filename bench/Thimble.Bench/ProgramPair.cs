using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Thimble.Bench;

/// <summary>Thimble and a peer at the same work in turn, each in a process of its own; both print one line of JSON with what they did.</summary>
/// <param name="Peers">What the peer printed, try by try.</param>
/// <param name="Ours">What Thimble printed.</param>
internal sealed record ProgramPair(IReadOnlyList<JsonElement> Peers, IReadOnlyList<JsonElement> Ours)
{
    /// <summary>Prints what the tables below it were measured on, and a table's head.</summary>
    /// <param name="how">How it was measured.</param>
    /// <param name="peer">The peer's name.</param>
    public static void PrintHead(string how, string peer)
    {
        Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {Kernels.KernelSet.Best.RegisterBits}-bit registers");
        Console.WriteLine(how);
        Console.WriteLine();
        Console.WriteLine($"| network | work | {peer} | Thimble | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
    }

    /// <summary>Runs both in turn.</summary>
    /// <param name="pairs">Tries.</param>
    /// <param name="program">The peer's program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="ours">The arguments of this program.</param>
    /// <exception cref="InvalidOperationException">One of them failed.</exception>
    public static ProgramPair Run(int pairs, string program, string arguments, string ours)
    {
        var peerLines = new List<JsonElement>();
        var ourLines = new List<JsonElement>();
        for (int i = 0; i < pairs; i++)
        {
            peerLines.Add(Measure(program, arguments));
            ourLines.Add(Measure(Environment.ProcessPath!, $"{Self()}{ours}"));
        }

        return new(peerLines, ourLines);
    }

    /// <summary>A row of the table: medians of a speed, and the ratio of ours to the peer's.</summary>
    public void PrintRow(string network, string work, Func<JsonElement, double> speed)
    {
        double[] peers = [.. Peers.Select(speed)];
        double[] ours = [.. Ours.Select(speed)];
        Console.WriteLine($"| {network} | {work} | {StepTimer.Median(peers):N0} | {StepTimer.Median(ours):N0} | {Ratios.InWords(ours, peers)} |");
    }

    // Started as "dotnet Thimble.Bench.dll" the process is dotnet itself and needs the assembly's name first.
    private static string Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? $"\"{typeof(ProgramPair).Assembly.Location}\" " : "";

    private static JsonElement Measure(string program, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {arguments}' ended with exit code {process.ExitCode}.");
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
