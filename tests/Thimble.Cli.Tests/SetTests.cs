using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>Settings changed by <c>--set</c>.</summary>
public sealed class SetTests : IDisposable
{
    private static readonly string[] Short = ["--data-name", "synthetic-digits", "--train-images", "320", "--test-images", "100", "--batch", "32"];
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_the_changed_settings_and_says_which_they_are()
    {
        ProcessResult training = ThimbleProcess.Run(
            _folder, ["train", "sprint", .. Short, "--set", "recipe.epochs=1", "--set", "recipe.optimizer.sgd.learning_rate=0.05", "--set", "network.0.conv2d.kernel=[3, 3]"]);
        RunFolder run = RunFolder.Open("sprint", _folder["runs"]);

        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Contains(
            "\nChanged   recipe.epochs=1, recipe.optimizer.sgd.learning_rate=0.05, network.0.conv2d.kernel=[3, 3]\n", training.Output);
        Experiment kept = run.LoadExperiment();
        Assert.Equal((1, 0.05), (kept.Recipe.Epochs, kept.Recipe.Optimizer.LearningRate));
        Assert.Equal(["recipe.epochs=1", "recipe.optimizer.sgd.learning_rate=0.05", "network.0.conv2d.kernel=[3, 3]"], run.LoadEnvironment().Changes);
        Assert.Contains("recipe.optimizer.sgd.learning_rate=0.05", run.LoadEnvironment().CommandLine);
        Assert.Contains("\"recipe.epochs=1\"", ThimbleProcess.Run(_folder, "runs", "--json").Output);
        Assert.Equal(0, ThimbleProcess.Run(_folder, "report", "sprint", "--open", "no").ExitCode);
        Assert.Contains("recipe.optimizer.sgd.learning_rate=0.05", File.ReadAllText(Path.Combine(run.Path, "report", "report.md")));
    }

    [Fact]
    public void The_verdict_alone_says_it_too() => Assert.Contains(
        "Changed   recipe.epochs=1\n",
        ThimbleProcess.Run(_folder, ["train", "sprint", .. Short, "--set", "recipe.epochs=1", "--quiet"]).Output);

    [Theory]
    [InlineData("train")]
    [InlineData("find-lr")]
    [InlineData("summary")]
    [InlineData("diagnose")]
    public void Every_command_that_takes_an_experiment_checks_it_as_a_file(string command)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run([command, "part3", "--set", "recipe.epoch=3", "--set", "network.0.conv2d.out=0"], terminal.Environment));

        Assert.Empty(terminal.Output);
        Assert.Equal(
            "thimble: --set recipe.epoch: unknown key; allowed: epochs, batch_size, seed, optimizer, schedule, augmentation, label_smoothing, weight_average; did you mean 'epochs'?\n"
            + "thimble: --set network.0.conv2d.out: found '0'; allowed: a whole number from 1 to 65536\n",
            terminal.Error.ToString());
    }

    [Fact]
    public void A_summary_and_a_diagnosis_are_of_the_changed_network()
    {
        var summary = new TestTerminal(width: 0);
        var diagnosis = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["summary", "part3", "--set", "network.0.conv2d.out=77"], summary.Environment));
        Assert.Equal(0, CommandLine.Run(["diagnose", "sprint", "--set", "recipe.optimizer.sgd.learning_rate=50"], diagnosis.Environment));

        Assert.Contains("[-1, 77, ", summary.Output);
        Assert.Contains("A rate of 50 and a momentum of 0.9", diagnosis.Output);
    }

    [Theory]
    [InlineData("train part3 --set recipe.epochs", "--set is 'recipe.epochs'; give a key and its value, such as recipe.epochs=3")]
    [InlineData("train part3 --set =3", "--set is '=3'; give a key and its value")]
    [InlineData("train part3 --set recipe.epochs=", "--set is 'recipe.epochs='; give a key and its value")]
    [InlineData("train --resume part3 --set recipe.epochs=3", "train --resume uses the run's own experiment, data and folder; leave out --set")]
    [InlineData("evaluate part3 --set recipe.epochs=3", "--set: there is no experiment whose settings could be changed; name it with --experiment, or leave --set out")]
    [InlineData("diagnose part3 --run --set recipe.epochs=3", "--set: part3 is a run, whose settings are what they were; leave --set out, or name an experiment")]
    public void What_cannot_be_changed_is_said(string line, string expected)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(line.Split(' '), terminal.Environment));

        Assert.StartsWith($"thimble: {expected}", terminal.Error.ToString());
    }

    [Fact]
    public void A_weights_file_is_read_with_the_changed_network()
    {
        Assert.Equal(0, ThimbleProcess.Run(_folder, ["train", "sprint", .. Short, "--set", "recipe.epochs=1", "--set", "network.0.conv2d.out=6", "--out", "run"]).ExitCode);
        string weights = Path.Combine(_folder.Path, "run", "final.safetensors");

        ProcessResult same = ThimbleProcess.Run(_folder, "export", weights, "--experiment", "sprint", "--set", "network.0.conv2d.out=6", "--onnx", "net.onnx");
        ProcessResult other = ThimbleProcess.Run(_folder, "export", weights, "--experiment", "sprint", "--onnx", "other.onnx");

        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Equal(2, other.ExitCode);
    }

    [Fact]
    public void A_resumed_run_has_the_changes_without_being_told()
    {
        var terminal = new TestTerminal(width: 0);
        string run = _folder["stopped"];
        Experiment experiment = ExperimentCatalogue.Load("sprint", [new("recipe.epochs", "2"), new("recipe.optimizer.sgd.learning_rate", "0.05")]);
        Dataset data = SyntheticDigits.Create(320, 100);
        experiment = experiment with { Data = new("synthetic-digits", 320, 100, data.Normalization) };
        using (var stop = new CancellationTokenSource())
            ExperimentRun.Start(experiment, data, new() { Folder = run, Threads = 1 }, new StopAfterFirst(stop), stop.Token);

        Assert.Equal(0, CommandLine.Run(["train", "--resume", run], terminal.Environment));

        Assert.Contains("\nChanged   recipe.epochs=2, recipe.optimizer.sgd.learning_rate=0.05\n", terminal.Output);
        Assert.Equal(0.05, RunFolder.Open(run).LoadExperiment().Recipe.Optimizer.LearningRate);
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : Training.ITrainingObserver
    {
        public void OnEpoch(Training.EpochResult epoch, Network network) => stop.Cancel();
    }

    [Theory]
    [InlineData("recipe.seed=3", "--seed", "7", new string[0])]
    [InlineData("recipe.optimizer.sgd.learning_rate=0.3", "--set", "recipe.optimizer={adam: {learning_rate: 0.003}}", new[] { "recipe.optimizer={adam: {learning_rate: 0.003}}" })]
    public void What_a_later_word_replaces_is_no_change(string first, string option, string second, string[] expected)
    {
        Assert.Equal(0, ThimbleProcess.Run(_folder, ["train", "sprint", .. Short, "--quiet", "--out", "run", "--set", first, option, second]).ExitCode);

        Assert.Equal(expected, RunFolder.Open(_folder["run"]).LoadEnvironment().Changes);
    }
}
