namespace Thimble.Lab.Reports.Blocks;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumber">Whether its cells stand to the right, so that digits stand below each other.</param>
internal readonly record struct Column(string Title, bool IsNumber = false);
