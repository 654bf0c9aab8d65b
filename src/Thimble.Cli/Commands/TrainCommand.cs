using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Data;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble train EXPERIMENT</c>.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var experiment = ExperimentArgument.Create();
        var training = new TrainOptions();
        var data = new DataOptions();
        Option<SeedList?> seeds = SeedList.CreateOption();
        var command = new Command("train", "Train an experiment and say whether it met its budget.") { experiment, seeds };
        training.AddTo(command);
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble train part3",
                "thimble train part3 --seed 2 --threads 4 --out runs/second",
                "thimble train part3 --data ~/mnist",
                "thimble train part3 --seeds 5 --quiet",
                "thimble train part3 --split validation",
                "thimble train part3 --data-name synthetic-digits --train-images 5000 --epochs 2",
                "thimble train my.yaml --plain > log.txt",
            ],
            """
            Exit codes:
              0    trained, whether or not the budget was met
              1    failed, or the loss was no longer a number
              2    a mistake in the command line or in what was given
              3    the data is not to be had
              4    the budget was missed (with --require-budget)
              130  stopped by Ctrl-C; every completed epoch is kept
            """);
        command.SetAction(words => Run(
            environment,
            training.Apply(words, ExperimentCatalogue.Load(words.GetRequiredValue(experiment))),
            training.Read(words),
            data.Read(words),
            words.GetValue(seeds)));
        return command;
    }

    private static int Run(
        CommandEnvironment environment, Experiment written, TrainSettings settings, DataChoice choice, SeedList? seeds)
    {
        using var stop = new StopSignal();
        CommandEnvironment shown = settings.IsQuiet ? environment.AsSilent() : settings.IsPlain ? environment.AsPlain() : environment;
        (Experiment experiment, Dataset data) = choice.Resolve(written, shown, stop.Token);
        if (seeds is not null)
            return new SeedSeries(environment, settings).Run(experiment, data, seeds.From(experiment.Seed), stop.Token);
        FinishedRun run = new TrainingSession(environment, settings).Run(experiment, data, stop.Token);
        if (run.Result.Final is not null)
            LabelledLine.Write(shown, "Next", environment.Call("evaluate", run.Folder.Name));
        return run.ExitCode;
    }
}
