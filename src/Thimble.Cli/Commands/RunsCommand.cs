using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble runs</c>.</summary>
internal static class RunsCommand
{
    private const int MostUnreadable = 3;

    /// <summary>What runs are sorted by; nothing comes before something.</summary>
    private static readonly Dictionary<string, Func<RecordedRun, IComparable?>> SortKeys = new(StringComparer.Ordinal)
    {
        ["started"] = run => run.Environment.Started,
        ["experiment"] = run => run.Experiment.Name,
        ["data"] = RunWords.Data,
        ["parameters"] = run => run.Experiment.Network.ParameterCount,
        ["epochs"] = run => run.Epochs.Count,
        ["final"] = run => run.Final?.Evaluation.Accuracy,
        ["best"] = run => run.Best?.Evaluation.Accuracy,
        ["verdict"] = RunWords.Verdict,
        ["time"] = run => run.Time,
        ["folder"] = run => run.Folder.Path,
    };

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var root = new Option<string?>("--root") { Description = "The folder that holds runs; runs by default.", HelpName = "DIR" };
        var sort = new Option<string>("--sort")
        {
            Description = $"Sort by {string.Join(", ", SortKeys.Keys)}; the greatest last.",
            HelpName = "COLUMN",
            DefaultValueFactory = _ => "started",
        };
        sort.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !SortKeys.ContainsKey(result.Tokens[0].Value))
                result.AddError($"--sort is '{result.Tokens[0].Value}'; give one of {string.Join(", ", SortKeys.Keys)}");
        });
        var seeds = new Option<bool>("--seeds") { Description = "Also list the runs of groups of seeds, which have a line together otherwise." };
        Option<string[]> tags = RunLabelOptions.CreateTag("Only runs with this tag; with all of several.");
        var descending = new Option<bool>("--descending") { Description = "The greatest first." };
        var json = new Option<bool>("--json") { Description = "JSON, for other programs." };
        var command = new Command("runs", "List what was trained: figures, verdict, folder; the newest last.") { root, sort, descending, tags, seeds, json };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble runs",
                "thimble runs --sort final --descending",
                "thimble runs --seeds",
                "thimble runs --tag wide",
                "thimble runs --root ~/experiments/runs --json",
            ]);
        command.SetAction(words => Run(environment, words.GetValue(root), words.GetRequiredValue(sort), words.GetValue(descending), words.GetValue(tags) ?? [], words.GetValue(seeds), words.GetValue(json)));
        return command;
    }

    private static int Run(CommandEnvironment environment, string? root, string sort, bool isDescending, string[] tags, bool showsSeeds, bool isJson)
    {
        string folder = root ?? RunFolder.DefaultRoot;
        // Before the first training there is no folder yet, which is no mistake unless someone named it.
        RunCatalogue catalogue = root is null && !Directory.Exists(folder) ? new([], []) : RunCatalogue.Read(folder).WithTags(tags);
        RecordedRun[] runs = [.. isDescending ? catalogue.Runs.OrderByDescending(SortKeys[sort]) : catalogue.Runs.OrderBy(SortKeys[sort])];
        if (isJson)
            environment.Output.WriteLine(RunJson.Of(runs, catalogue.Groups));
        else if (runs.Length == 0 && tags.Length > 0)
            environment.Console.MarkupLineInterpolated($"No run in {VisibleText.OneLine(folder)} has the tag {string.Join(" and ", tags)}; to list all: {environment.Call(["runs", .. RootOf(root)])}");
        else if (runs.Length == 0)
            environment.Console.MarkupLineInterpolated($"There are no runs in {VisibleText.OneLine(folder)} yet; to train one: {environment.Call(["train", "sprint", .. OutIn(root)])}");
        else
            Show(environment, runs, catalogue.Groups, showsSeeds);
        WarnOf(environment, catalogue.Unreadable);
        return ExitCode.Success;
    }

    private static string[] RootOf(string? root) => root is null ? [] : ["--root", ShellWord.OfPath(root)];

    // A run is trained below runs unless it is said otherwise.
    private static string[] OutIn(string? root) => root is null ? [] : ["--out", ShellWord.OfPath(Path.Combine(root, "sprint", "001"))];

    private static void Show(CommandEnvironment environment, RecordedRun[] runs, IReadOnlyList<RecordedGroup> groups, bool showsSeeds)
    {
        HashSet<RecordedRun> grouped = [.. groups.SelectMany(group => group.Runs)];
        RecordedRun[] listed = [.. runs.Where(run => showsSeeds || !grouped.Contains(run))];
        if (listed.Length > 0)
            Show(environment, listed);
        if (listed.Length > 0 && groups.Count > 0)
            environment.Console.WriteLine();
        if (groups.Count > 0)
            GroupDisplay.ShowTable(environment, groups);
    }

    private static void Show(CommandEnvironment environment, RecordedRun[] runs)
    {
        // Most runs have neither.
        (string Name, Func<RecordedRun, string> Text)[] labels =
            [("tags", run => string.Join(", ", run.Environment.Tags)), ("note", run => run.Environment.Note)];
        labels = [.. labels.Where(label => runs.Any(run => label.Text(run).Length > 0))];
        var table = new TextTable(
        [
            new("run", Rank: 0, IsFlexible: true),
            // The name of a run begins with its experiment, and the folder ends in the name.
            new("experiment", Rank: 11),
            new("data", Rank: 9, IsFlexible: true),
            new("params", Rank: 6, IsNumber: true),
            new("epochs", Rank: 5, IsNumber: true),
            new("final", Rank: 1, IsNumber: true),
            new("best", Rank: 4, IsNumber: true),
            new("verdict", Rank: 2),
            new("time", Rank: 10, IsNumber: true),
            .. labels.Select((label, index) => new TextColumn(label.Name, Rank: 7 + index, IsFlexible: true)),
            new("folder", Rank: 12),
        ]);
        foreach (RecordedRun run in runs)
        {
            table.Add(
            [
                run.Folder.Name,
                run.Experiment.Name,
                RunWords.Data(run),
                $"{run.Experiment.Network.ParameterCount:N0}",
                RunWords.Epochs(run),
                RunWords.Accuracy(run.Final),
                RunWords.Accuracy(run.Best),
                RunWords.Verdict(run),
                Duration.Short(run.Time),
                .. labels.Select(label => label.Text(run)),
                run.Folder.Path,
            ]);
        }

        table.Show(environment);
    }

    // One line, however many there are: a list is read for the runs that it has.
    private static void WarnOf(CommandEnvironment environment, IReadOnlyList<string> unreadable)
    {
        if (unreadable.Count == 0)
            return;
        string more = unreadable.Count > MostUnreadable ? $" | and {unreadable.Count - MostUnreadable:N0} more" : "";
        string reasons = string.Join(" | ", unreadable.Take(MostUnreadable)).ReplaceLineEndings(" ");
        environment.Error.WriteLine($"thimble: warning: {unreadable.Count:N0} that cannot be read: {reasons}{more}");
    }
}
