using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble quickstart</c>.</summary>
internal static class QuickstartCommand
{
    private const string CommandName = "quickstart";
    private const string ExperimentName = "sprint";
    private const int ImagesLookedAt = 1000;

    /// <summary>Someone who sees Thimble for the first time does not wait for a network that is not there.</summary>
    private static readonly DownloadOptions ImpatientDownload = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        IdleTimeout = TimeSpan.FromSeconds(5),
        TotalTimeout = TimeSpan.FromSeconds(90),
    };

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var training = new TrainOptions();
        var data = new DataOptions();
        var command = new Command(
            CommandName, "Train a small network for a few seconds on the best data available, and look at the result.");
        training.AddTo(command);
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble quickstart",
                "thimble quickstart --data ~/mnist",
                "thimble quickstart --no-download",
            ]);
        command.SetAction(words => Run(
            environment, training.Load(words, ExperimentName), training.Read(words), data.Read(words)));
        return command;
    }

    private static int Run(CommandEnvironment environment, Experiment written, TrainSettings settings, DataChoice choice)
    {
        RunFolder.CheckFree(settings.OutputFolder);
        OutputFiles.CheckFolder(settings.OutputFolder);
        using var stop = new StopSignal();
        CommandEnvironment shown = settings.IsQuiet ? environment.AsSilent() : settings.IsPlain ? environment.AsPlain() : environment;
        (Experiment experiment, Dataset data) = FindData(shown, written, choice with { Download = ImpatientDownload }, stop.Token);
        ExperimentRun run = new TrainingSession(environment, settings, choice).Run(experiment, data, stop.Token);
        if (run.Result.Status == TrainingStatus.Completed)
        {
            ShowOpinions(shown, run, data, settings.Threads);
            ShowNextCommands(shown, run, data.Name, choice.Folder is null && data.Name != written.Data.Name ? ["--data-name", data.Name] : [.. choice.Words]);
        }

        return ExitCode.Of(run, settings.RequiresBudget);
    }

    private static (Experiment Experiment, Dataset Data) FindData(
        CommandEnvironment environment, Experiment written, DataChoice choice, CancellationToken cancellation)
    {
        try
        {
            return choice.Resolve(written, environment, cancellation);
        }
        catch (DataUnavailableException) when (choice.Name is null)
        {
            Announce(environment);
            return (choice with { Name = SyntheticDigits.Name }).Resolve(written, environment, cancellation);
        }
    }

    private static void Announce(CommandEnvironment environment)
    {
        const string Title = "SYNTHETIC DIGITS, not MNIST";
        string explanation =
            "MNIST is neither on this machine nor to be downloaded, so this trains on digits drawn by a program. "
            + "What it reaches there says nothing about MNIST. "
            + $"If you have MNIST's files: {environment.Call(CommandName)} --data DIR";
        if (environment.IsTerminal)
        {
            environment.Console.Write(new Panel(new Markup(Markup.Escape(explanation)))
            {
                Header = new PanelHeader($"[bold yellow] {Title} [/]"),
                Border = BoxBorder.Rounded,
                BorderStyle = new Style(Color.Yellow),
                Width = Math.Min(environment.Console.Profile.Width - 1, 100),
            });
            return;
        }

        environment.Output.WriteLine($"{Title}: {explanation}");
    }

    private static void ShowOpinions(CommandEnvironment environment, ExperimentRun run, Dataset data, int? threads)
    {
        ImageDataset images = data.Evaluated.Take(ImagesLookedAt);
        using var evaluator = new Evaluator(run.Folder.LoadNetwork(RunWeights.Final), threads);
        IReadOnlyList<Prediction> predictions = Prediction.All(evaluator.Logits(images, data.Normalization), images);
        int mistakes = predictions.Count(prediction => !prediction.IsRight);
        IAnsiConsole console = environment.Console;
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold]What it sees[/] in some of the first {images.Count:N0} {data.EvaluatedSplit} images of {data.Name} (wrong in {mistakes:N0} of them):");
        console.WriteLine();
        OpinionGallery.Show(environment, images, predictions);
    }

    private static void ShowNextCommands(CommandEnvironment environment, ExperimentRun run, string dataName, string[] data)
    {
        (string Purpose, string Call)[] next =
        [
            ("each class, and which classes it confuses", environment.Call(["evaluate", ShellWord.OfPath(run.Folder.Name), .. data])),
            ("a network of 10,224 parameters, layer by layer", environment.Call("summary", "part3", "--wide")),
            ($"train it: 15 epochs of {dataName}", environment.Call(["train", "part3", .. data])),
            ("which data sets are here, and where others would be", environment.Call("data")),
        ];
        environment.Console.MarkupLine("[bold]Next[/]");
        foreach ((string purpose, string call) in next)
        {
            environment.Console.MarkupLineInterpolated($"  [grey]{purpose}[/]");
            environment.Console.MarkupLineInterpolated($"    {call}");
        }
    }
}
