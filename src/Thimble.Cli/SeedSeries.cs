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
        SeedGroup? begun = settings.OutputFolder is { } folder ? SeedGroup.Find(Path.Combine(folder, SeedGroup.ChosenFile)) : null;
        begun?.CheckTakes(experiment, data);
        foreach (ulong seed in seeds.Where(seed => begun?.RunOf(seed) is null))
            RunFolder.CheckFree(FolderOf(seed));
        var runs = new List<ExperimentRun>();
        var group = SeedGroup.Begin(experiment.Name, seeds, settings.OutputFolder, time: environment.Time);
        for (int i = 0; i < seeds.Count && !cancellation.IsCancellationRequested; i++)
        {
            ulong seed = seeds[i];
            var session = new TrainingSession(environment, settings with { OutputFolder = FolderOf(seed) }, choice);
            Experiment seeded = experiment.Override(seed: seed);
            if (i == 0)
                session.ShowHead(seeded, data);
            if (!settings.IsQuiet)
                _shown.Console.MarkupLineInterpolated($"[bold]Seed {seed}[/] ({i + 1} of {seeds.Count})");
            RunFolder? there = group.RunOf(seed);
            if (there is not null && File.Exists(there.ResultFile) && there.LoadResult() is { Status: not TrainingStatus.Cancelled } result)
            {
                _shown.Console.MarkupLineInterpolated($"[bold]Seed {seed}:[/] trained before ({result.Status.ToString().ToLowerInvariant()}); {there.Path}");
                continue;
            }

            ExperimentRun run = there is null
                ? session.RunWithoutFrame(seeded, data, one => group = group.With(seed, one), cancellation)
                : Resume(session, there, data, cancellation);
            runs.Add(run);
            ShowRun(seed, run, data);
        }

        var recorded = RecordedGroup.Load(group);
        SeedDisplay.Show(_shown, experiment, data, runs, recorded);
        return ExitCodeOf(seeds, recorded);
    }

    private static ExperimentRun Resume(TrainingSession session, RunFolder folder, Dataset data, CancellationToken cancellation)
    {
        using var stopped = ResumableRun.Load(folder);
        stopped.CheckData(data);
        return session.ResumeWithoutFrame(stopped, data, cancellation);
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

    // Of the seeds that were asked for, whenever they were trained. Where the budget asks for the mean, one run neither meets nor misses it.
    private int ExitCodeOf(IReadOnlyList<ulong> seeds, RecordedGroup group)
    {
        RecordedRun[] runs = [.. group.Runs.Where(run => seeds.Contains(run.Experiment.Seed) && run.Result is { Status: not TrainingStatus.Cancelled })];
        if (runs.Length < seeds.Count)
            return ExitCode.Stopped;
        if (runs.Any(run => run.Result!.Status == TrainingStatus.Diverged))
            return ExitCode.Failure;
        bool isMissed = group.AsksForMean ? group.MeanVerdict is not { Met: true } : runs.Any(run => !run.Result!.Verdict.Met);
        return settings.RequiresBudget && isMissed ? ExitCode.BudgetMissed : ExitCode.Success;
    }
}
