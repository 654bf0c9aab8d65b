namespace Thimble.Data;

/// <summary>A place where a data set is looked for, and what was found there.</summary>
/// <param name="Origin">Why it is looked at: <c>--data</c>, <c>THIMBLE_DATA</c> or <c>cache</c>.</param>
/// <param name="Folder">The folder.</param>
/// <param name="State">What it holds.</param>
/// <param name="Explanation">The same for people, with the reason; one line.</param>
public sealed record DatasetPlace(string Origin, string Folder, DatasetPlaceState State, string Explanation);
