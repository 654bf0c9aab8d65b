using System.Diagnostics;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Tests;

/// <summary>What gets in the way of a training from outside: another process at the same run, and a disk that takes no more.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const string Yaml =
        """
        name: tiny
        data: {name: synthetic-digits, train_images: 64, test_images: 20}
        input: [1, 28, 28]
        network:
          - max_pool2d: 14
          - flatten
          - linear: 10
        recipe:
          epochs: 60
          batch_size: 32
          optimizer: {sgd: {learning_rate: 0.1}}
        """;

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>The first process is held up before it has read anything, or when it has read the run and is about to train it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_that_resume_a_run_one_finishes_it_and_the_other_changes_nothing(bool hasRead)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGSTOP to send.");
        StopAfterTheFirstEpoch("run");
        StopAfterTheFirstEpoch("whole");
        using Process first = ThimbleProcess.Start(_folder, "dotnet", [ThimbleProcess.Program, "train", "--resume", "run", "--threads", "1"]);
        if (hasRead)
            first.StandardOutput.ReadLine();
        Send("-STOP", first);

        ProcessResult second = ThimbleProcess.Run(_folder, "train", "--resume", "run", "--threads", "1");
        // A lock that is held cannot be read.
        Dictionary<string, string> after = hasRead ? [] : Contents("run");
        Send("-CONT", first);
        ProcessResult continued = ThimbleProcess.WaitFor(first);

        (ProcessResult winner, ProcessResult other) = hasRead ? (continued, second) : (second, continued);
        Assert.Equal((0, 2), (winner.ExitCode, other.ExitCode));
        Assert.Equal(
            hasRead
                ? "thimble: run: another process is training this run; wait for its end, or stop it\n"
                : "thimble: run: this run is finished, so there is nothing to resume; start a new run to train it again\n",
            other.Error);
        if (!hasRead)
            Assert.Equal(after, Contents("run"));
        Assert.Equal(0, ThimbleProcess.Run(_folder, "train", "--resume", "whole", "--threads", "1").ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder["whole/final.safetensors"]), File.ReadAllBytes(_folder["run/final.safetensors"]));
        Assert.Equal(61, File.ReadAllLines(_folder["run/metrics.csv"]).Length);
    }

    /// <summary>A limit of the size of files takes the place of a full disk: it is one for this process alone, and needs no rights.</summary>
    [Fact]
    public void A_log_that_cannot_be_written_on_is_told_in_one_line_and_the_run_is_resumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no limit to set.");
        File.WriteAllText(_folder["tiny.yaml"], Yaml);
        // The signal ignored, so that writing fails. Without the other two the runtime itself writes files.
        const string Limited = "trap '' XFSZ; ulimit -f 4; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; exec dotnet \"$@\"";
        using Process process = ThimbleProcess.Start(
            _folder, "bash", ["-c", Limited, "bash", ThimbleProcess.Program, "train", "tiny.yaml", "--out", "run", "--quiet", "--threads", "1"]);

        ProcessResult full = ThimbleProcess.WaitFor(process);

        Assert.Equal(2, full.ExitCode);
        Assert.Matches(@"^thimble: run/(log\.txt|metrics\.csv): cannot be written \(.*\); free some space or choose another folder with --out\n$", full.Error);
        Assert.False(File.Exists(_folder["run/training.lock"]) || File.Exists(_folder["run/result.json"]));
        Assert.Equal(0, ThimbleProcess.Run(_folder, "train", "--resume", "run", "--quiet").ExitCode);
        Assert.Equal(61, File.ReadAllLines(_folder["run/metrics.csv"]).Length);
    }

    [Fact]
    public void A_training_whose_evaluation_is_not_finite_is_a_result_that_every_command_reads()
    {
        File.WriteAllText(_folder["wild.yaml"], Yaml.Replace("learning_rate: 0.1", "learning_rate: 1e38").Replace("batch_size: 32", "batch_size: 64"));
        ProcessResult diverged = ThimbleProcess.Run(_folder, "train", "wild.yaml", "--seeds", "2", "--out", "wild", "--plain");

        Assert.Equal((1, ""), (diverged.ExitCode, diverged.Error));
        Assert.Contains("Seed 1: the loss on the test images was NaN after epoch 1; no epoch was completed; try a lower learning rate;", diverged.Output);
        Assert.Contains("Seeds     tiny: 0 of 2 completed (2 diverged)\n", diverged.Output);
        string[] runs = [_folder["wild/seed-1"], _folder["wild/seed-2"]];
        Assert.Contains("diverged", Show(0, "runs", "--root", _folder["wild"]));
        Show(0, ["compare", .. runs]);
        Show(0, ["report", .. runs, "--out", _folder["report"]]);
        Show(0, "diagnose", runs[0], "--json");
        Assert.Contains("this run diverged, and resuming would not change that", Show(2, "train", "--resume", runs[0]));
        Assert.Contains("there are no weights", Show(2, "evaluate", runs[0]));
    }

    private static string Show(int exitCode, params string[] words)
    {
        var terminal = new TestTerminal(width: 0);
        int code = CommandLine.Run(words, terminal.Environment);
        Assert.True(code == exitCode, $"{string.Join(' ', words)}: {code}\n{terminal.Error}{terminal.Output}");
        return $"{terminal.Error}{terminal.Output}";
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", [signal, $"{process.Id}"]);
        kill.WaitForExit();
    }

    private void StopAfterTheFirstEpoch(string name)
    {
        File.WriteAllText(_folder["tiny.yaml"], Yaml);
        Experiment experiment = ExperimentCatalogue.Load(_folder["tiny.yaml"]);
        using var stop = new CancellationTokenSource();
        ExperimentRun.Start(
            experiment, experiment.Data.Apply(SyntheticDigits.Create(64, 20)), new() { Folder = _folder[name], Threads = 1 }, new StopAfterEpoch(stop), stop.Token);
    }

    private Dictionary<string, string> Contents(string name) =>
        Directory.GetFiles(_folder[name]).ToDictionary(path => path, path => Convert.ToBase64String(File.ReadAllBytes(path)));

    private sealed class StopAfterEpoch(CancellationTokenSource stop) : ITrainingObserver
    {
        public void OnEpoch(EpochResult epoch, Network network) => stop.Cancel();
    }
}
