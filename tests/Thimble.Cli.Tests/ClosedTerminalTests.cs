using System.Diagnostics;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Output that nobody takes any more, and memory that is not there: the work ends well, and nothing but one line is said.</summary>
public class ClosedTerminalTests
{
    [Theory]
    [InlineData("a reader that is gone", "dotnet \"$0\" summary part3 --wide | head -n 1 > first; exit ${PIPESTATUS[0]}")]
    [InlineData("no output", "dotnet \"$0\" summary part3 >&-")]
    [InlineData("no streams at all", "dotnet \"$0\" summary part3 <&- >&- 2>&-")]
    [InlineData("no error stream", "dotnet \"$0\" summary no-such 2>&-; [ $? -eq 2 ]")]
    public void Output_that_nobody_takes_is_no_failure(string what, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), $"There is no bash: {what}.");
        using var folder = new TemporaryFolder();

        ProcessResult result = ThimbleProcess.Shell(folder, script);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_training_without_output_keeps_its_run_and_writes_into_no_file_of_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        using var folder = new TemporaryFolder();

        ProcessResult result = ThimbleProcess.Shell(folder, $"dotnet \"$0\" train sprint {string.Join(' ', TrainedRun.ShortTraining)} --threads 1 <&- >&- 2>&-");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(0, ThimbleProcess.Run(folder, "report", "sprint", "--open", "no").ExitCode);
        string[] tables = Directory.GetFiles(folder["runs/sprint/001"], "*.csv");
        Assert.NotEmpty(tables);
        Assert.All(tables, file => Assert.DoesNotContain("sprint", File.ReadAllText(file)));
    }

    [Fact]
    public void Output_to_a_full_disk_is_reported_in_one_line()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        using var folder = new TemporaryFolder();

        ProcessResult result = ThimbleProcess.Shell(folder, "dotnet \"$0\" summary part3 > /dev/full");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("thimble: the output cannot be written (", Assert.Single(result.Error.TrimEnd('\n').Split('\n')));
    }

    // What a terminal does when its window is closed: its end of the line is gone, and everybody on it gets SIGHUP, some twice.
    [Fact]
    public void A_training_whose_terminal_is_closed_stops_as_with_Ctrl_C()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script to make a terminal.");
        ThimbleProcess.SkipWithoutHangup();
        using var folder = new TemporaryFolder();
        const string Words = "train sprint --data-name synthetic-digits --train-images 500 --test-images 100 --epochs 1000 --threads 1 --out run";
        using Process terminal = ThimbleProcess.Start(
            folder, "script", ["-qfec", $"echo $$ > pid; exec dotnet '{ThimbleProcess.Program}' {Words} 2> error", "/dev/null"]);
        WaitUntil(() => File.Exists(folder["run/checkpoint.safetensors"]));
        string training = $"/proc/{File.ReadAllText(folder["pid"]).Trim()}";

        terminal.Kill();
        terminal.WaitForExit();

        WaitUntil(() => !Directory.Exists(training));
        Assert.Equal("", File.ReadAllText(folder["error"]));
        Assert.Contains("\"cancelled\"", File.ReadAllText(folder["run/result.json"]));
        Assert.False(File.Exists(folder["run/training.lock"]));
    }

    [Fact]
    public void Memory_that_is_not_there_is_reported_in_one_line()
    {
        using var folder = new TemporaryFolder();
        using Process process = ThimbleProcess.Start(
            folder,
            "env",
            ["DOTNET_GCHeapHardLimit=8000000", "dotnet", ThimbleProcess.Program, "train", "part1", "--data-name", "synthetic-digits", "--train-images", "2000", "--test-images", "100", "--batch", "1000", "--threads", "1"]);

        ProcessResult result = ThimbleProcess.WaitFor(process);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("thimble: there is not enough memory", Assert.Single(result.Error.TrimEnd('\n').Split('\n')));
    }

    private static void WaitUntil(Func<bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60));
            Thread.Sleep(50);
        }
    }
}
