using System.Diagnostics;

namespace Thimble.Cli.Tests.Tools;

/// <summary>The command line as people get it: a process of its own.</summary>
internal static class ThimbleProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The program.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Thimble.Cli.dll");

    /// <summary>Runs it to its end with its output redirected.</summary>
    /// <param name="folder">The folder to run in; its subfolder <c>cache</c> is where data would be.</param>
    /// <param name="arguments">The words.</param>
    public static ProcessResult Run(TemporaryFolder folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, "dotnet", [Program, .. arguments]);
        return WaitFor(process);
    }

    /// <summary>Starts a program with an environment that does not depend on who runs the tests.</summary>
    public static Process Start(TemporaryFolder folder, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder.Path, "cache");
        start.Environment["LOCALAPPDATA"] = Path.Combine(folder.Path, "cache");
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("COLORTERM");
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("THIMBLE_DATA");
        start.Environment.Remove("THIMBLE_DEBUG");
        return Process.Start(start)!;
    }

    /// <summary>Runs a bash script to its end; <c>$0</c> in it is the program.</summary>
    public static ProcessResult Shell(TemporaryFolder folder, string script)
    {
        using Process process = Start(folder, "bash", ["-c", script, Program]);
        return WaitFor(process);
    }

    /// <summary>Skips a test that interrupts the program where that cannot be done.</summary>
    /// <remarks>A shell starts its background jobs with SIGINT ignored, and every program below them inherits that.</remarks>
    public static void SkipWithoutInterrupt() => SkipWhereIgnored("SIGINT", number: 2, "as in a shell's background job");

    /// <summary>Skips a test that closes the program's terminal where that is ignored.</summary>
    public static void SkipWithoutHangup() => SkipWhereIgnored("SIGHUP", number: 1, "as below nohup");

    private static void SkipWhereIgnored(string signal, int number, string example)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), $"There is no {signal} to send.");
        const string Status = "/proc/self/status";
        string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        Assert.SkipWhen(
            ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & (1ul << (number - 1))) != 0,
            $"{signal} is ignored here, {example}.");
    }

    /// <summary>Waits for the end, and ends it where it does not come.</summary>
    public static ProcessResult WaitFor(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The process did not end within {Patience}.");
        }

        return new ProcessResult(process.ExitCode, output.Result.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }
}
