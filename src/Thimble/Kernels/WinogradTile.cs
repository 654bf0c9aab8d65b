namespace Thimble.Kernels;

/// <summary>Where a tile's pixels lie in a channel, in pixels, and which of them exist.</summary>
internal readonly struct WinogradTile
{
    /// <summary>Finds the tile.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="row">The row of tiles.</param>
    /// <param name="column">The tile in the row.</param>
    public WinogradTile(WinogradPlan plan, int row, int column)
    {
        Input = (2 * row * plan.InWidth) + (2 * column);
        HasBottom = (2 * row) + 1 < plan.OutHeight;
        HasRight = (2 * column) + 1 < plan.OutWidth;
        LastRow = (HasBottom ? 3 : 2) * plan.InWidth;
        LastColumn = HasRight ? 3 : 2;
        Output = (2 * row * plan.OutWidth) + (2 * column);
    }

    /// <summary>The input's first pixel.</summary>
    public int Input { get; }

    /// <summary>From there to the fourth row, or to the third if there is no fourth.</summary>
    public int LastRow { get; }

    /// <summary>From there to the fourth column, or to the third.</summary>
    public int LastColumn { get; }

    /// <summary>The output's first pixel.</summary>
    public int Output { get; }

    /// <summary>Whether the output's second row exists.</summary>
    public bool HasBottom { get; }

    /// <summary>Whether the output's second column exists.</summary>
    public bool HasRight { get; }
}
