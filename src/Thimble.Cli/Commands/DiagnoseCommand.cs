using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Diagnosis;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble diagnose EXPERIMENT|RUN</c>.</summary>
internal static class DiagnoseCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var subject = new Argument<string>("EXPERIMENT|RUN")
        {
            Description = "An experiment's name or YAML file, or a run's folder or name (part3/2).",
        };
        var latest = new Option<bool>("--run") { Description = "Take an experiment's name for its best finished full run." };
        var json = new Option<bool>("--json") { Description = "Findings as JSON." };
        Option<string[]> set = SetOption.Create();
        Option<int?> threads = TrainOptions.CreateThreads();
        var data = new DataOptions();
        var command = new Command("diagnose", "Find what is wrong with a network and its recipe, and what happened in a run.")
        {
            subject, set, latest, json, threads,
        };
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble diagnose part2                  before training: network and recipe",
                "thimble diagnose part2 --data ~/mnist   the same, and what is in the data",
                "thimble diagnose part2/1                after it: what the run and its weights show as well",
                "thimble diagnose part2 --run --json     the best finished full run, for a program",
            ]);
        command.SetAction(words =>
        {
            string name = words.GetRequiredValue(subject);
            bool isRun = words.GetValue(latest) || IsRun(name);
            IReadOnlyList<SettingChange> changes = SetOption.Read(words, set);
            if (isRun && changes.Count > 0)
                throw new InvalidInputException($"{set.Name}: {name} is a run, whose settings are what they were; leave {set.Name} out, or name an experiment");
            IReadOnlyList<Finding> findings = isRun
                ? OfRun(words.GetValue(json) ? environment.AsSilent() : environment, Open(environment, name, words.GetValue(json)), words.GetValue(threads), data.Read(words))
                : OfExperiment(words.GetValue(json) ? environment.AsSilent() : environment, ExperimentCatalogue.Load(name, changes), data.Read(words));
            if (words.GetValue(json))
                FindingsDisplay.WriteJson(environment.Output, findings);
            else
                FindingsDisplay.Show(environment, findings);
            return ExitCode.Success;
        });
        return command;
    }

    private static RunFolder Open(CommandEnvironment environment, string name, bool isJson)
    {
        var run = RunFolder.Open(name);
        if (isJson && run.Reason is not null)
            environment.Error.WriteLine($"thimble: note: {NamedRun.Describe(run)}");
        return run;
    }

    // A name of both is an experiment, so that the same words mean the same before and after training.
    private static bool IsRun(string name)
    {
        if (ExperimentCatalogue.Names.Contains(name) || File.Exists(name))
            return false;
        string experiment = Path.GetDirectoryName(name) is { Length: > 0 } parent ? parent : name;
        return Directory.Exists(name) || Directory.Exists(Path.Combine(RunFolder.DefaultRoot, experiment));
    }

    // Data is looked at before training where it is named: a download would be more than was asked for.
    private static IReadOnlyList<Finding> OfExperiment(CommandEnvironment environment, Experiment experiment, DataChoice choice)
    {
        if (choice is { Folder: null, Name: null })
            return NetworkDiagnosis.Of(experiment.Network, experiment.Recipe, experiment.Budget);
        (Experiment resolved, Dataset data) = StopSignal.During(cancellation => choice.Resolve(experiment, environment, cancellation));
        LabelledLine.Write(environment, "Data", DataLine.Of(data));
        environment.Console.WriteLine();
        return NetworkDiagnosis.Of(resolved.Network, resolved.Recipe, resolved.Budget, DataStatistics.Of(data, predictions: null));
    }

    private static IReadOnlyList<Finding> OfRun(CommandEnvironment environment, RunFolder run, int? threads, DataChoice choice)
    {
        LabelledLine.Write(environment, "Run", NamedRun.Describe(run));
        Dataset? data = FindData(environment, run, choice);
        if (data is not null)
            LabelledLine.Write(environment, "Data", DataLine.Of(data));
        environment.Console.WriteLine();
        return RunFindings.Of(run, data, threads);
    }

    // What the figures alone show is worth having where the images are not available.
    private static Dataset? FindData(CommandEnvironment environment, RunFolder run, DataChoice choice)
    {
        bool isGiven = choice.Folder is not null;
        choice = choice.For(run.LoadEnvironment());
        try
        {
            return StopSignal.During(cancellation => choice.Resolve(run.LoadExperiment(), environment, cancellation)).Data;
        }
        catch (ThimbleException reason) when (reason is DataUnavailableException || (!isGiven && choice.Folder is { } gone && !Path.Exists(gone)))
        {
            string instead = File.Exists(run.StatisticsFile)
                ? "What training measured on the trained network is read instead."
                : "Without it the trained network is not looked into.";
            environment.Error.WriteLine($"thimble: warning: {Advice.MessageOf(reason)}. {instead}");
            return null;
        }
    }
}
