using Spectre.Console;
using Thimble.Lab.Search;

namespace Thimble.Cli.Display;

/// <summary>A search on a terminal: a line that moves, and a settled one for each round and each new best.</summary>
internal sealed class LiveSearchDisplay(CommandEnvironment environment, SearchPlan plan) : ISearchObserver, IDisposable
{
    private readonly LiveLine _line = new(environment.Console);
    private double _best;

    /// <inheritdoc/>
    public void OnStage(SearchStage stage, int trials, int known)
    {
        _line.Clear();
        _best = 0;
        environment.Console.MarkupLineInterpolated($"[bold]{SearchLine.Of(stage, trials, known)}[/]");
    }

    /// <inheritdoc/>
    public void OnRun(SearchTrial trial, SearchRun run, SearchProgress progress)
    {
        _line.Clear();
        double accuracy = run.Score(trial.Experiment.Network.ClassCount);
        if (accuracy > _best || !run.IsComplete)
            environment.Console.MarkupLineInterpolated($"{Cut(SearchLine.Of(plan, trial, run), environment.Console.Profile.Width - 1)}");
        _best = Math.Max(_best, accuracy);
        OnTime(progress);
    }

    /// <inheritdoc/>
    public void OnTime(SearchProgress progress)
    {
        // Most important first: on a narrow terminal the last ones are left out.
        string[] parts =
        [
            $"{progress.Done}/{progress.Total} runs",
            progress.Remaining is { } time ? $"{Duration.Clock(time)} left" : "",
            progress.Best is { } best ? $"best {SearchLine.Interval(best)} trial {best.Trial.Name}" : "",
            $"{progress.Running} running",
        ];
        string text = progress.Stage.Name;
        foreach (string part in parts.Where(part => part.Length > 0 && text.Length + part.Length + 2 <= _line.Width))
            text += $"  {part}";
        const int LeastBar = 6;
        int free = _line.Width - text.Length - 2;
        string bar = free < LeastBar ? "" : ProgressBar.Markup(
            (double)progress.Done / progress.Total, Math.Min(free, 30), environment.Console.Profile.Capabilities.Unicode) + "  ";
        _line.Draw(bar + Markup.Escape(Cut(text, _line.Width)));
    }

    /// <summary>Leaves no half-finished line behind.</summary>
    public void Dispose() => _line.Clear();

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..width];
}
