namespace Thimble.Kernels;

/// <summary>What a row of tiles sees of a channel: where its six rows are, and which of its rows and columns are in the image.</summary>
internal readonly struct Winograd4Strip
{
    /// <summary>Finds it.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="group">The tiles, whose columns count.</param>
    /// <param name="tileRow">The row of tiles.</param>
    public Winograd4Strip(Winograd4Plan plan, in Winograd4Group group, int tileRow)
    {
        int top = plan.RowOf(tileRow) - plan.Padding.Rows;
        int left = plan.InputColumnOf(group.FirstColumn);
        Tiles = group.Columns;
        LastTile = plan.InputColumnOf(group.FirstColumn + group.Columns - 1) - left;
        TileStep = Tiles == 1 ? 0 : plan.InputColumnOf(group.FirstColumn + 1) - left;
        Columns = LastTile + Winograd4Plan.Side;
        left -= plan.Padding.Columns;
        FirstColumn = Math.Clamp(-left, 0, Columns);
        EndColumn = Math.Clamp(plan.Input.Width - left, FirstColumn, Columns);
        FirstRow = Math.Clamp(-top, 0, Winograd4Plan.Side);
        EndRow = Math.Clamp(plan.Input.Height - top, FirstRow, Winograd4Plan.Side);
        Row = plan.Input.Width * Lanes.PerBlock;
        Source = ((nint)top * Row) + ((left + FirstColumn) * Lanes.PerBlock);
    }

    /// <summary>Tiles in the row.</summary>
    public int Tiles { get; }

    /// <summary>Columns from one tile to the next.</summary>
    public int TileStep { get; }

    /// <summary>Columns from the first tile to the last, which may come sooner than a step after the one before.</summary>
    public int LastTile { get; }

    /// <summary>Columns that the tiles see.</summary>
    public int Columns { get; }

    /// <summary>The first of them that is in the image.</summary>
    public int FirstColumn { get; }

    /// <summary>The first after those that are in the image.</summary>
    public int EndColumn { get; }

    /// <summary>The first of the six rows that is in the image.</summary>
    public int FirstRow { get; }

    /// <summary>The first after those that are in the image.</summary>
    public int EndRow { get; }

    /// <summary>Floats from one row of the image to the next.</summary>
    public nint Row { get; }

    /// <summary>Floats from the channel's beginning to the first row and column; negative where the first row is above the image.</summary>
    public nint Source { get; }
}
