namespace Thimble;

/// <summary>Rows and columns: of a kernel, a step, a border. A single number stands for both.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
public readonly record struct Size2d(int Rows, int Columns)
{
    /// <summary>Whether rows and columns are as many.</summary>
    public bool IsSquare => Rows == Columns;

    /// <summary>Rows times columns.</summary>
    public int Area => checked(Rows * Columns);

    /// <summary>The larger of the two.</summary>
    public int Largest => Math.Max(Rows, Columns);

    /// <summary>As many rows as columns.</summary>
    public static implicit operator Size2d(int both) => new(both, both);

    /// <summary>Rows, then columns: <c>(3, 5)</c>.</summary>
    public static implicit operator Size2d((int Rows, int Columns) size) => new(size.Rows, size.Columns);

    /// <summary>As it is written in a sentence: <c>3×5</c>.</summary>
    public override string ToString() => $"{Rows}×{Columns}";
}
