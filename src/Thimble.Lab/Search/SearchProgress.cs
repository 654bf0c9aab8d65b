namespace Thimble.Lab.Search;

/// <summary>How far a search is.</summary>
/// <param name="Stage">The round.</param>
/// <param name="Done">Runs of the round that are done.</param>
/// <param name="Total">Runs of the round.</param>
/// <param name="Running">Runs that are being trained.</param>
/// <param name="Remaining">The time that the whole search still needs, roughly; null until a run has ended.</param>
/// <param name="Best">The best trial of the round so far.</param>
public sealed record SearchProgress(
    SearchStage Stage, int Done, int Total, int Running, TimeSpan? Remaining, SearchStanding? Best);
