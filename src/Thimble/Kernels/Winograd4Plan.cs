namespace Thimble.Kernels;

/// <summary>
/// A 3×3 convolution of stride 1 by F(4×4, 3×3): the output is cut into tiles of 4×4 pixels, each of which sees 6×6 of the
/// input. Tiles and kernels are transformed to 36 numbers (positions), and position by position a tile's output is one product
/// a pair of channels: 36 multiplications in place of 144.
/// </summary>
/// <remarks>
/// Where 4 does not divide the output, the last tile of a row, and the last row of tiles, begin earlier and overlap their
/// neighbours, so that every tile is whole. The input has no borders in memory: its zeros are put in by
/// <see cref="Winograd4Input"/>.
/// </remarks>
internal sealed class Winograd4Plan
{
    /// <summary>Rows and columns of a tile's output.</summary>
    public const int Tile = 4;

    /// <summary>Rows and columns of the input that a tile sees, and of a transformed tile.</summary>
    public const int Side = 6;

    /// <summary>Numbers of a transformed tile, row by row.</summary>
    public const int Positions = Side * Side;

    // Positions are one cache line further apart than they need to be: powers of two would all fall into the same few lines
    // of the first-level cache.
    private const int Apart = Lanes.PerBlock;

    // What was transformed for tiles that are worked on together has to be in the second-level cache when it is multiplied. These
    // are 672 KB where that cache has 512: a little too much costs less than fewer tiles for each weight that is read.
    private const int MostFloats = 168 * 1024;

    private readonly int _columnStep;

    /// <summary>Describes the convolution.</summary>
    /// <param name="input">The input's shape, without borders.</param>
    /// <param name="padding">Rows and columns of zeros around it, on every side.</param>
    /// <param name="outChannels">Output channels.</param>
    public Winograd4Plan(Shape input, Size2d padding, int outChannels)
        : this(input, padding, outChannels, columnStep: Tile)
    {
        OutHeight = input.Height + (2 * padding.Rows) - 2;
        OutWidth = input.Width + (2 * padding.Columns) - 2;
        TileRows = (OutHeight + Tile - 1) / Tile;
        TileColumns = (OutWidth + Tile - 1) / Tile;
    }

    private Winograd4Plan(Shape input, Size2d padding, int outChannels, int columnStep)
    {
        Input = input;
        Padding = padding;
        OutChannels = outChannels;
        _columnStep = columnStep;
    }

    /// <summary>The input's shape, without borders.</summary>
    public Shape Input { get; }

    /// <summary>Rows and columns of zeros around the input, on every side.</summary>
    public Size2d Padding { get; }

    /// <summary>Input channels.</summary>
    public int InChannels => Input.Channels;

    /// <summary>Output channels.</summary>
    public int OutChannels { get; }

    /// <summary>Output rows.</summary>
    public int OutHeight { get; private init; }

    /// <summary>Output columns.</summary>
    public int OutWidth { get; private init; }

    /// <summary>Pixels of an output channel.</summary>
    public int Pixels => OutHeight * OutWidth;

    /// <summary>Rows of tiles.</summary>
    public int TileRows { get; private init; }

    /// <summary>Tiles in a row.</summary>
    public int TileColumns { get; private init; }

    /// <summary>The convolution of tiles that were cut out before and lie side by side: 6 rows, and 6 columns a tile.</summary>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="tiles">Tiles.</param>
    /// <param name="outChannels">Output channels.</param>
    public static Winograd4Plan OfCutTiles(int inChannels, int tiles, int outChannels) =>
        new(new Shape(inChannels, Side, Side * tiles), padding: 0, outChannels, columnStep: Side)
        {
            OutHeight = Tile,
            OutWidth = Tile * tiles,
            TileRows = 1,
            TileColumns = tiles,
        };

    /// <summary>The output row at which a row of tiles begins, and the input row that it sees first, borders included.</summary>
    public int RowOf(int tileRow) => Math.Min(Tile * tileRow, OutHeight - Tile);

    /// <summary>The output column at which a tile begins.</summary>
    public int ColumnOf(int tile) => Math.Min(Tile * tile, OutWidth - Tile);

    /// <summary>The input column that a tile sees first, borders included.</summary>
    public int InputColumnOf(int tile) => _columnStep == Tile ? ColumnOf(tile) : _columnStep * tile;

    /// <summary>Rows and columns of tiles that are worked on together.</summary>
    /// <param name="channels">Channels whose transformed tiles have to stay in the second-level cache.</param>
    /// <param name="positions">Positions of each that have to.</param>
    /// <param name="mostTiles">Tiles that more than which gain nothing.</param>
    public Size2d GroupOf(int channels, int positions, int mostTiles)
    {
        int most = Math.Clamp(MostFloats / (positions * Lanes.PerBlock * channels), 1, mostTiles);
        if (most >= TileColumns)
            return (Math.Min(TileRows, most / TileColumns), TileColumns);
        int parts = (TileColumns + most - 1) / most;
        return (1, (TileColumns + parts - 1) / parts);
    }

    /// <summary>The group of tiles that begins with one.</summary>
    /// <param name="row">Its row of tiles.</param>
    /// <param name="column">Its place in the row.</param>
    /// <param name="size">Rows and columns of tiles that are worked on together; fewer at the end.</param>
    public Winograd4Group GroupAt(int row, int column, Size2d size) =>
        new(row, Math.Min(size.Rows, TileRows - row), column, Math.Min(size.Columns, TileColumns - column));

    /// <summary>Floats from one position of some channels of a group of tiles to the next.</summary>
    public static int PositionOf(int channels, Size2d group) => (channels * group.Area * Lanes.PerBlock) + Apart;
}

/// <summary>Tiles that are worked on together.</summary>
/// <param name="FirstRow">Their first row of tiles.</param>
/// <param name="Rows">Rows of tiles.</param>
/// <param name="FirstColumn">Their first tile in each row.</param>
/// <param name="Columns">Tiles in each row.</param>
internal readonly record struct Winograd4Group(int FirstRow, int Rows, int FirstColumn, int Columns)
{
    /// <summary>How many they are.</summary>
    public int Tiles => Rows * Columns;
}
