namespace Thimble.Kernels;

/// <summary>
/// A 3×3 convolution of stride 1 with Winograd, F(2×2, 3×3) of Lavin and Gray, "Fast Algorithms for Convolutional
/// Neural Networks" (2015): the output is cut into tiles of 2×2 pixels, each of which sees 4×4 of the input. Tiles and
/// kernels are transformed to 16 numbers (positions), and position by position a tile's output is one product a pair of
/// channels: 16 multiplications in place of 36.
/// </summary>
/// <remarks>
/// Where the output has an odd number of rows or columns, the last tiles reach one row or column too far. What they
/// read there touches nothing but output that is not written; so the last pixel that exists is read again.
/// </remarks>
internal sealed class WinogradPlan
{
    /// <summary>Numbers of a transformed tile: 4 × 4, row by row.</summary>
    public const int Positions = 16;

    /// <summary>Describes the convolution.</summary>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="inHeight">Input rows, borders included.</param>
    /// <param name="inWidth">Input columns, borders included.</param>
    /// <param name="outChannels">Output channels.</param>
    public WinogradPlan(int inChannels, int inHeight, int inWidth, int outChannels)
    {
        InChannels = inChannels;
        InHeight = inHeight;
        InWidth = inWidth;
        OutChannels = outChannels;
        TileRows = (OutHeight + 1) / 2;
        TileColumns = (OutWidth + 1) / 2;
    }

    /// <summary>Input channels.</summary>
    public int InChannels { get; }

    /// <summary>Input rows, borders included.</summary>
    public int InHeight { get; }

    /// <summary>Input columns, borders included.</summary>
    public int InWidth { get; }

    /// <summary>Output channels.</summary>
    public int OutChannels { get; }

    /// <summary>Output rows.</summary>
    public int OutHeight => InHeight - 2;

    /// <summary>Output columns.</summary>
    public int OutWidth => InWidth - 2;

    /// <summary>Pixels of an input channel, borders included.</summary>
    public int InPlane => InHeight * InWidth;

    /// <summary>Pixels of an output channel.</summary>
    public int Pixels => OutHeight * OutWidth;

    /// <summary>Rows of tiles.</summary>
    public int TileRows { get; }

    /// <summary>Tiles in a row.</summary>
    public int TileColumns { get; }

    /// <summary>Tiles of a channel.</summary>
    public int Tiles => TileRows * TileColumns;

    /// <summary>Where a tile lies.</summary>
    public WinogradTile TileAt(int tile) => new(this, tile / TileColumns, tile % TileColumns);
}
