using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Proposals;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble train EXPERIMENT</c>.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        Argument<string> experiment = ExperimentArgument.Create();
        experiment.Arity = ArgumentArity.ZeroOrOne;
        experiment.Description = "A built-in experiment ('thimble experiments' lists them), a YAML file, or data of your own: a folder with a folder of pictures for each class.";
        var resume = new Option<string?>("--resume")
        {
            Description = "Resume a run that was stopped: a folder, a name (part3/2), or an experiment's name for its latest run.",
            HelpName = "RUN",
        };
        var training = new TrainOptions();
        var data = new DataOptions();
        var budget = new ProposalBudget();
        Option<SeedList?> seeds = SeedList.CreateOption();
        var command = new Command("train", "Train an experiment and say whether it met its budget.") { experiment, resume, seeds };
        training.AddTo(command);
        data.AddTo(command);
        budget.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble train part3",
                "thimble train part3 --seed 2 --threads 4 --out runs/second",
                "thimble train part3 --data ~/mnist",
                "thimble train part3 --set recipe.optimizer.sgd.learning_rate=0.05 --set recipe.epochs=3",
                "thimble train --resume part3/2",
                "thimble train part3 --seeds 5 --quiet",
                "thimble train part3 --note 'a wider stem' --tag stem",
                "thimble train part3 --split validation",
                "thimble train part3 --data-name synthetic-digits --train-images 5000 --epochs 2",
                "thimble train my.yaml --plain > log.txt",
                "thimble train pictures/ --accuracy 95% --parameters 20000",
            ],
            """
            Exit codes:
              0    trained, whether or not the budget was met
              1    failed, or the training diverged: a loss or a weight was no longer a finite number
              2    a mistake in the command line or in what was given
              3    the data is not available
              4    the budget was missed, or asks for a mean of seeds and this is one run (with --require-budget)
              130  stopped by Ctrl-C; every completed epoch is kept, and --resume continues after the last
            """);
        command.Validators.Add(result =>
        {
            // By its text: a list that is not sound has its own error.
            bool isList = result.GetResult(seeds)?.Tokens is [{ Value: var text }] && text.AsSpan().ContainsAny(',', '-');
            if (isList && result.GetResult("--seed") is System.CommandLine.Parsing.OptionResult { Implicit: false })
                result.AddError("--seeds lists the seeds; leave --seed out");
        });
        command.SetAction(words => words.GetValue(resume) is { } run
            ? Resume(environment, RunFolder.OpenLatest(CheckedForResume(words, run, experiment, seeds, training, budget)), training.Read(words), data.Read(words))
            : Run(environment, words, words.GetValue(experiment) ?? throw NothingToTrain(), training, data, budget, words.GetValue(seeds)));
        return command;
    }

    private static InvalidInputException NothingToTrain() =>
        new($"train: name an experiment ({string.Join(", ", ExperimentCatalogue.Names)}, or a YAML file), data of your own (a folder of pictures for each class), or a run to resume: --resume RUN");

    // What was begun is resumed as it is; anything else would be another run.
    private static string CheckedForResume(
        ParseResult words, string run, Argument<string> experiment, Option<SeedList?> seeds, TrainOptions training, ProposalBudget budget)
    {
        string[] given =
        [
            .. words.GetValue(experiment) is not null ? [experiment.Name] : Array.Empty<string>(),
            .. words.GetValue(seeds) is not null ? [seeds.Name] : Array.Empty<string>(),
            .. training.ThatMakeAnotherRun(words),
            .. budget.Given(words),
        ];
        return given.Length == 0
            ? run
            : throw new InvalidInputException($"train --resume uses the run's own experiment, data and folder; leave out {string.Join(", ", given)}");
    }

    private static int Resume(CommandEnvironment environment, RunFolder folder, TrainSettings settings, DataChoice choice)
    {
        using var stop = new StopSignal();
        CommandEnvironment shown = Shown(environment, settings);
        using var stopped = ResumableRun.Load(folder);
        Dataset data = choice.For(stopped.Environment).Resolve(stopped.Experiment, shown, stop.Token).Data;
        stopped.CheckData(data);
        return End(environment, shown, settings, choice, new TrainingSession(environment, settings, choice).Resume(stopped, data, stop.Token));
    }

    private static CommandEnvironment Shown(CommandEnvironment environment, TrainSettings settings) =>
        settings.IsQuiet ? environment.AsSilent() : settings.IsPlain ? environment.AsPlain() : environment;

    private static int End(CommandEnvironment environment, CommandEnvironment shown, TrainSettings settings, DataChoice choice, ExperimentRun run)
    {
        if (run.Result.Final is not null)
            LabelledLine.Write(shown, "Next", environment.Call(["evaluate", ShellWord.OfPath(run.Folder.Name), .. choice.Words]));
        return ExitCode.Of(run, settings.RequiresBudget);
    }

    private static int Run(
        CommandEnvironment environment, ParseResult words, string nameOrData, TrainOptions training, DataOptions data, ProposalBudget budget, SeedList? seeds)
    {
        TrainSettings settings = training.Read(words);
        DataChoice choice = data.Read(words);
        if (ProposedExperiment.Find(nameOrData) is not { } content)
        {
            Experiment experiment = training.Load(words, nameOrData);
            budget.CheckLeftOut(words, nameOrData);
            return Run(environment, (shown, cancellation) => choice.Resolve(experiment, shown, cancellation), settings, choice, seeds);
        }

        if (choice.Folder is not null || choice.Name is not null)
            throw new InvalidInputException($"{nameOrData} is the data already; leave out --data and --data-name");
        ProposalOptions options = training.ReadProposal(words, ProposedExperiment.NameOf(nameOrData), budget.Read(words), choice.TrainImages);
        return Run(
            environment,
            (shown, cancellation) =>
            {
                (_, Experiment experiment, Dataset images) = ProposedExperiment.Propose(content, options, one => training.Load(words, one), choice, settings.Threads, shown, cancellation);
                return (experiment, images);
            },
            settings, choice, seeds);
    }

    private static int Run(
        CommandEnvironment environment, Func<CommandEnvironment, CancellationToken, (Experiment Experiment, Dataset Data)> resolve, TrainSettings settings, DataChoice choice, SeedList? seeds)
    {
        if (seeds is null)
            RunFolder.CheckFree(settings.OutputFolder);
        OutputFiles.CheckFolder(settings.OutputFolder);
        using var stop = new StopSignal();
        CommandEnvironment shown = Shown(environment, settings);
        (Experiment experiment, Dataset data) = resolve(shown, stop.Token);
        if (seeds is not null)
            return new SeedSeries(environment, settings, choice).Run(experiment, data, seeds.From(experiment.Seed), stop.Token);
        return End(environment, shown, settings, choice, new TrainingSession(environment, settings, choice).Run(experiment, data, stop.Token));
    }
}
