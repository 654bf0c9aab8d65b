namespace Thimble.Lab.Search;

/// <summary>A run that is to be done.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Trial">The trial.</param>
/// <param name="Stage">The round.</param>
/// <param name="Seed">The seed.</param>
internal sealed record SearchTask(string Key, SearchTrial Trial, SearchStage Stage, ulong Seed);
