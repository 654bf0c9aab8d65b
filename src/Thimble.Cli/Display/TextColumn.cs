namespace Thimble.Cli.Display;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Rank">Where there is no room, the column of the greatest rank goes first.</param>
/// <param name="IsNumber">Whether its cells end below each other.</param>
/// <param name="IsFlexible">Whether its cells may be cut at their end to make room.</param>
/// <param name="LeastWidth">The narrowest that they are cut to while a column of a greater rank could go.</param>
internal sealed record TextColumn(string Name, int Rank, bool IsNumber = false, bool IsFlexible = false, int LeastWidth = TextTable.LeastWidth);
