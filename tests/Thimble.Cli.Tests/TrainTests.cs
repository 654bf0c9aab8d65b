using System.Diagnostics;
using System.Text.RegularExpressions;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Training as a process with its output redirected.</summary>
public class TrainTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void It_prints_plain_lines_and_ends_with_the_verdict()
    {
        Assert.Equal(0, run.Training.ExitCode);
        Assert.DoesNotContain('\e', run.Training.Output);
        Snapshot.Matches("train-file", Mask.Of(run.Training.Output, run.Folder));
    }

    [Fact]
    public void Its_lines_have_the_usual_form()
    {
        Assert.Equal(2, Regex.Count(run.Training.Output, @"^Epoch=\d+ Loss=\d+\.\d{4} batch_id=9 Accuracy=\d+\.\d\d% \[\d+:\d\d passed, (\d+:\d\d left, )?[\d,]+ images/s\]$", RegexOptions.Multiline));
        Assert.Equal(2, Regex.Count(
            run.Training.Output, @"^Test set: Average loss: \d+\.\d{4}, Accuracy: \d+/100 \(\d+\.\d\d%\)$", RegexOptions.Multiline));
    }

    [Fact]
    public void The_same_seed_on_other_threads_prints_the_same_figures()
    {
        ProcessResult again = ThimbleProcess.Run(
            run.Folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--threads", "3", "--out", "again"]);

        Assert.Equal(FiguresOf(run.Training.Output), FiguresOf(again.Output));
    }

    [Fact]
    public void Quiet_shows_the_verdict_only_and_a_missed_budget_can_be_an_error()
    {
        ProcessResult quiet = ThimbleProcess.Run(
            run.Folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--quiet", "--require-budget", "--out", "quiet"]);

        Assert.Equal(4, quiet.ExitCode);
        Assert.StartsWith("Budget of sprint: MISSED", quiet.Output);
    }

    [Fact]
    public void A_run_is_judged_by_the_bounds_of_a_device()
    {
        ProcessResult judged = ThimbleProcess.Run(
            run.Folder,
            ["train", "sprint", .. TrainedRun.ShortTraining, "--quiet", "--require-budget", "--set", "budget={ram: 1 kB, flash: 1 MiB, multiply_adds: 1238364}", "--out", "device"]);

        Assert.Equal(4, judged.ExitCode);
        Assert.Contains("Budget of sprint: MISSED (1 of 3 lines)", judged.Output);
        Assert.Matches(@"  missed  ram: at most 1,000 bytes — [0-9,]+ bytes \([0-9,]+ of them 3 rows of Conv2d-1\): missed by ", judged.Output);
        Assert.Matches(@"  met     flash: at most 1,048,576 bytes — about [0-9,]+ bytes", judged.Output);
        Assert.Contains("  met     multiply-adds: at most 1,238,364 — 1,238,364: met exactly", judged.Output);
    }

    [Fact]
    public void A_folder_that_is_in_use_is_refused()
    {
        Directory.CreateDirectory(run.Folder["full"]);
        File.WriteAllText(run.Folder["full/precious.txt"], "precious");
        ProcessResult refused = ThimbleProcess.Run(
            run.Folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--out", "full"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Single(OwnLines(refused.Error));
        Assert.Equal(["precious.txt"], Directory.GetFileSystemEntries(run.Folder["full"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(run.Folder["file"], "");
        ProcessResult refused = ThimbleProcess.Run(
            run.Folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--out", "file/run"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Single(OwnLines(refused.Error));
    }

    [Fact]
    public void Data_that_is_not_to_be_had_is_exit_code_3()
    {
        ProcessResult refused = ThimbleProcess.Run(run.Folder, "train", "part3", "--no-download");

        Assert.Equal(3, refused.ExitCode);
        Assert.StartsWith("thimble: The data set mnist is not available", Assert.Single(OwnLines(refused.Error)));
    }

    [Fact]
    public void A_folder_without_data_is_a_mistake()
    {
        ProcessResult refused = ThimbleProcess.Run(run.Folder, "train", "part3", "--data", "nowhere");

        Assert.Equal(2, refused.ExitCode);
        string line = Assert.Single(OwnLines(refused.Error));
        Assert.StartsWith("thimble: nowhere: no such folder; give one that holds", line);
        Assert.EndsWith(": --data DIR", line);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_says_where()
    {
        File.WriteAllText(run.Folder["wild.yaml"], """
            name: wild
            data: {name: synthetic-digits, train_images: 300, test_images: 100}
            input: [1, 28, 28]
            network:
              - flatten
              - linear: 32
              - relu
              - linear: 10
            recipe:
              epochs: 3
              optimizer: {sgd: {learning_rate: 1e30, momentum: 0.9}}
            """);
        ProcessResult diverged = ThimbleProcess.Run(run.Folder, "train", "wild.yaml");

        Assert.Equal(1, diverged.ExitCode);
        Assert.Contains("Diverged  the loss was ", diverged.Output);
        Assert.Contains("runs/wild", diverged.Output);
    }

    [Fact]
    public void Ctrl_C_stops_after_the_batch_and_keeps_the_run()
    {
        ThimbleProcess.SkipWithoutInterrupt();
        string[] longTraining = ["train", "sprint", "--data-name", "synthetic-digits", "--train-images", "500", "--test-images", "100", "--epochs", "1000"];
        using Process process = ThimbleProcess.Start(run.Folder, "dotnet", [ThimbleProcess.Program, .. longTraining, "--out", "stopped"]);
        string head = ReadUntil(process, "Test set:");
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        ProcessResult stopped = ThimbleProcess.WaitFor(process);

        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Epoch=1 ", head);
        Assert.Contains("Stopped   stopped in epoch ", stopped.Output);
        Assert.Contains("the run folder has all figures so far, the best and the final weights", stopped.Output);
        Assert.Contains("Resume    thimble train --resume stopped", stopped.Output);
        Assert.Equal(0, ThimbleProcess.Run(run.Folder, "evaluate", "stopped").ExitCode);
    }

    [Fact]
    public void A_run_that_was_killed_goes_on_to_the_same_bits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGKILL to send.");
        string[] training = ["train", "sprint", "--data-name", "synthetic-digits", "--train-images", "1000", "--test-images", "100", "--epochs", "5", "--threads", "1"];
        using Process process = ThimbleProcess.Start(run.Folder, "dotnet", [ThimbleProcess.Program, .. training, "--out", "killed"]);
        ReadUntil(process, "Test set:");
        // The checkpoint follows the line.
        Assert.True(SpinWait.SpinUntil(() => File.Exists(run.Folder["killed/checkpoint.safetensors"]) || process.HasExited, TimeSpan.FromSeconds(30)));
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Assert.False(File.Exists(run.Folder["killed/result.json"]));

        ProcessResult resumed = ThimbleProcess.Run(run.Folder, "train", "--resume", "killed", "--no-download");
        ProcessResult whole = ThimbleProcess.Run(run.Folder, [.. training, "--out", "whole"]);

        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        Assert.Matches("Resumed   killed, after epoch [1-4] of 5", resumed.Output);
        Assert.Equal(File.ReadAllBytes(run.Folder["whole/final.safetensors"]), File.ReadAllBytes(run.Folder["killed/final.safetensors"]));
        Assert.Equal(6, File.ReadAllLines(run.Folder["killed/metrics.csv"]).Length);
    }

    [Theory]
    [InlineData("this run is finished", "--resume", "sprint/1")]
    [InlineData("leave out EXPERIMENT, --epochs", "sprint", "--epochs", "3", "--resume", "sprint/1")]
    [InlineData("leave out --seeds, --seed, --out", "--seeds", "3", "--seed", "7", "--out", "x", "--resume", "sprint/1")]
    [InlineData("there is no run 'nowhere'", "--resume", "nowhere")]
    [InlineData("train: name an experiment (")]
    public void What_cannot_be_resumed_is_refused_in_one_line(string expected, params string[] words)
    {
        ProcessResult refused = ThimbleProcess.Run(run.Folder, ["train", .. words]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(expected, Assert.Single(OwnLines(refused.Error)));
    }

    private static string ReadUntil(Process process, string text)
    {
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(text, StringComparison.Ordinal))
                break;
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> FiguresOf(string output) =>
        output.Split('\n').Where(line => line.StartsWith("Epoch=", StringComparison.Ordinal) || line.StartsWith("Test set:", StringComparison.Ordinal)).Select(line => line.Split(" [")[0]);

    /// <summary>The tests may run in a debug build, which says that it is slow.</summary>
    private static IEnumerable<string> OwnLines(string error) =>
        error.TrimEnd('\n').Split('\n').Where(line => !line.Contains("debug build", StringComparison.Ordinal));
}
