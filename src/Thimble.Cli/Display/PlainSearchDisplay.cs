using Thimble.Lab.Search;

namespace Thimble.Cli.Display;

/// <summary>A search as lines, one a run.</summary>
internal sealed class PlainSearchDisplay(CommandEnvironment environment, SearchPlan plan) : ISearchObserver
{
    /// <inheritdoc/>
    public void OnStage(SearchStage stage, int trials, int known) =>
        environment.Output.WriteLine(SearchLine.Of(stage, trials, known));

    /// <inheritdoc/>
    public void OnRun(SearchTrial trial, SearchRun run, SearchProgress progress)
    {
        string left = progress.Remaining is { } time ? $"  [{Duration.Clock(time)} left]" : "";
        environment.Output.WriteLine($"{progress.Done}/{progress.Total}  {SearchLine.Of(plan, trial, run)}{left}");
    }
}
