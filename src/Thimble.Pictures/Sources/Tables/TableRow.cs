namespace Thimble.Pictures;

/// <summary>A picture as a table names it.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Path">The picture's path as written.</param>
/// <param name="Label">The class's name as written.</param>
/// <param name="Split">The word for its split; null where the table has no such column.</param>
internal sealed record TableRow(int Line, string Path, string Label, string? Split)
{
    /// <summary>The columns of a table.</summary>
    public const string PathColumn = "path", LabelColumn = "label", SplitColumn = "split";

    /// <summary>What a table may have, for messages.</summary>
    public const string Known = $"a table has {PathColumn}, {LabelColumn} and, if you like, {SplitColumn}";
}
