using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble compare RUN RUN…</c>.</summary>
internal static class CompareCommand
{
    private const int MostRuns = 10;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = $"Two to {MostRuns} runs: folders, names (part3/2), or experiments' names for their best finished full runs. Or two groups of seeds (part3/seeds-1).",
            Arity = new ArgumentArity(0, MostRuns),
        };
        var root = new Option<string>("--root")
        {
            Description = "The folder that holds runs.",
            HelpName = "DIR",
            DefaultValueFactory = _ => RunFolder.DefaultRoot,
        };
        var command = new Command("compare", "Put runs side by side: what differs, their curves, and whether it is more than luck.") { runs, root };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble compare part3/1 part3/2",
                "thimble compare part2 part3 runs/second",
                "thimble compare part2/seeds-1 part3/seeds-1     two groups of seeds: one question",
            ]);
        command.SetAction(words => Run(environment, words.GetRequiredValue(runs), words.GetRequiredValue(root)));
        return command;
    }

    private static int Run(CommandEnvironment environment, string[] names, string root)
    {
        if (names.Length < 2)
            throw new InvalidInputException("compare: give at least two runs, as in: thimble compare part3/1 part3/2 ('thimble runs' lists them)");
        (string Name, SeedGroup? Group)[] named = [.. names.Select(name => (name, SeedGroup.Find(name, root)))];
        if (named.Any(one => one.Group is not null))
            return Compare(environment, named);
        RecordedRun[] runs = [.. names.Select(name => RecordedRun.Load(RunFolder.Open(name, root)))];
        if (runs.DistinctBy(run => Path.GetFullPath(run.Folder.Path)).Count() < runs.Length)
            throw new InvalidInputException("compare: the same run is named twice; name different ones ('thimble runs' lists them)");
        foreach (RecordedRun run in runs.Where(run => run.Folder.Reason is not null))
            LabelledLine.Write(environment, "Run", NamedRun.Describe(run.Folder));
        ComparisonDisplay.ShowFigures(environment, runs);
        ComparisonDisplay.ShowSettings(environment, runs);
        ComparisonDisplay.ShowNetworks(environment, runs);
        ComparisonDisplay.ShowInside(environment, runs);
        ComparisonDisplay.ShowCurves(environment, runs);
        PairDisplay.Show(environment, runs);
        return ExitCode.Success;
    }

    private static int Compare(CommandEnvironment environment, (string Name, SeedGroup? Group)[] named)
    {
        SeedGroup[] groups = [.. named.Select(one => one.Group).OfType<SeedGroup>()];
        if (groups.Length != 2 || named.Length != 2)
        {
            string alone = named.FirstOrDefault(one => one.Group is null).Name is { } run ? $"{groups[0].Name} is a group of seeds and {run} is not" : $"these are {groups.Length} groups of seeds";
            throw new InvalidInputException($"compare: {alone}; give two groups, or runs only ('thimble runs' lists both)");
        }

        if (Path.GetFullPath(groups[0].Path) == Path.GetFullPath(groups[1].Path))
            throw new InvalidInputException("compare: the same group is named twice; name different ones ('thimble runs' lists them)");
        RecordedGroup[] recorded = [.. groups.Select(group => GroupDisplay.Load(environment, group))];
        var pair = new GroupPair(recorded[0], recorded[1]);
        GroupDisplay.ShowTable(environment, recorded);
        RecordedRun[] first = [.. recorded.Select(group => group.Completed[0])];
        ComparisonDisplay.ShowSettings(environment, first);
        ComparisonDisplay.ShowNetworks(environment, first);
        GroupDisplay.ShowPair(environment, pair);
        return ExitCode.Success;
    }
}
