namespace Thimble.Lab.Search;

/// <summary>Is told how a search goes, always on the thread that called <see cref="SearchRunner.Run"/>.</summary>
public interface ISearchObserver
{
    /// <summary>A round begins.</summary>
    /// <param name="stage">The round.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="known">Runs of it that were done before.</param>
    void OnStage(SearchStage stage, int trials, int known)
    {
    }

    /// <summary>A run has ended.</summary>
    /// <param name="trial">Its trial.</param>
    /// <param name="run">The run.</param>
    /// <param name="progress">How far the search is.</param>
    void OnRun(SearchTrial trial, SearchRun run, SearchProgress progress)
    {
    }

    /// <summary>Time has passed, a few times a second.</summary>
    /// <param name="progress">How far the search is.</param>
    void OnTime(SearchProgress progress)
    {
    }
}
