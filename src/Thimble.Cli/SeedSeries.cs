using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli;

/// <summary>An experiment again and again with other seeds: what of its accuracy is the recipe's, and what is luck.</summary>
internal sealed class SeedSeries(CommandEnvironment environment, TrainSettings settings, DataChoice choice)
{
    private readonly CommandEnvironment _shown = settings.IsPlain ? environment.AsPlain() : environment;

    /// <summary>Trains with each seed in a run folder of its own, and then says how much the seeds differ.</summary>
    /// <returns>The exit code: that of the worst run.</returns>
    public int Run(Experiment experiment, Dataset data, IReadOnlyList<ulong> seeds, CancellationToken cancellation)
    {
        foreach (ulong seed in seeds)
            RunFolder.CheckFree(FolderOf(seed));
        var runs = new List<ExperimentRun>();
        var group = SeedGroup.Begin(experiment.Name, seeds, settings.OutputFolder, time: environment.Time);
        for (int i = 0; i < seeds.Count && !cancellation.IsCancellationRequested; i++)
        {
            var session = new TrainingSession(environment, settings with { OutputFolder = FolderOf(seeds[i]) }, choice);
            Experiment seeded = experiment with { Seed = seeds[i] };
            if (i == 0)
                session.ShowHead(seeded, data);
            if (!settings.IsQuiet)
                _shown.Console.MarkupLineInterpolated($"[bold]Seed {seeds[i]}[/] ({i + 1} of {seeds.Count})");
            ExperimentRun run = session.RunWithoutFrame(seeded, data, cancellation);
            runs.Add(run);
            group = group.With(seeds[i], run.Folder);
            ShowRun(seeds[i], run, data);
        }

        SeedDisplay.Show(_shown, experiment, data, runs, RecordedGroup.Load(group));
        return ExitCodeOf(runs, group);
    }

    private string? FolderOf(ulong seed) => settings.OutputFolder is { } parent ? Path.Combine(parent, $"seed-{seed}") : null;

    private void ShowRun(ulong seed, ExperimentRun run, Dataset data)
    {
        string end = run.Result.Status == TrainingStatus.Completed ? "" : $" {run.Result.Reason};";
        string figures = run.Result is { Final: { } final, Best: { } best }
            ? $"final {final.Evaluated.Accuracy:0.00%}, best {best.Evaluated.Accuracy:0.00%} in epoch {best.Epoch};"
            : "no completed epoch;";
        _shown.Console.MarkupLineInterpolated($"[bold]Seed {seed}:[/]{end} {figures} {run.Folder.Path}");
        if (!settings.IsQuiet)
            _shown.Console.WriteLine();
    }

    private int ExitCodeOf(List<ExperimentRun> runs, SeedGroup group)
    {
        bool missesMean = settings.RequiresBudget && RecordedGroup.Load(group).MeanVerdict is { Met: false };
        int[] codes = [.. runs.Select(run => ExitCode.Of(run, settings.RequiresBudget)), .. missesMean ? [ExitCode.BudgetMissed] : Array.Empty<int>()];
        int[] worstFirst = [ExitCode.Stopped, ExitCode.Failure, ExitCode.BudgetMissed];
        return worstFirst.FirstOrDefault(code => codes.Contains(code), runs.Count == 0 ? ExitCode.Stopped : ExitCode.Success);
    }
}
