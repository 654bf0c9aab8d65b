namespace Thimble.Kernels;

/// <summary>
/// Tiles of an output's gradient to positions (A y Aᵀ): down the columns into a strip that stays in the first-level cache, then
/// along the strip's rows. Pixels that the tile before has already are zero, so that no product is counted twice.
/// </summary>
internal static unsafe class Winograd4OutputGradient
{
    /// <summary>The floats of a strip: four columns a tile.</summary>
    public static int StripFloats(Winograd4Plan plan) => Winograd4Plan.Side * Winograd4Plan.Tile * plan.TileColumns * Lanes.PerBlock;

    /// <summary>Transforms a group's tiles of all channels.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="group">The tiles.</param>
    /// <param name="outputGradient">[output channel, pixel, lane].</param>
    /// <param name="strip">Room as <see cref="StripFloats"/> says.</param>
    /// <param name="target">[position][output channel][tile][lane].</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="channel">Floats from one channel to the next.</param>
    public static void Transform<TVector>(
        Winograd4Plan plan, in Winograd4Group group, float* outputGradient, float* strip, float* target, nint position, int channel)
        where TVector : unmanaged, IVector<TVector>
    {
        // Columns of the group that are its own, and where the overlap of the last tile is left out.
        int first = Winograd4Plan.Tile * group.FirstColumn;
        int end = Math.Min(first + (Winograd4Plan.Tile * group.Columns), plan.OutWidth);
        int overlap = first + (Winograd4Plan.Tile * group.Columns) - end;
        int whole = overlap == 0 ? end - first : Winograd4Plan.Tile * (group.Columns - 1);
        nint row = plan.OutWidth * Lanes.PerBlock;
        nint step = Winograd4Plan.Tile * group.Columns * TVector.Count;
        for (int r = 0; r < group.Rows; r++)
        {
            int top = plan.RowOf(group.FirstRow + r);
            int seen = (Winograd4Plan.Tile * (group.FirstRow + r)) - top;
            float* tiles = target + (r * group.Columns * Lanes.PerBlock);
            for (int o = 0; o < plan.OutChannels; o++, tiles += channel)
            {
                float* source = outputGradient + ((((nint)o * plan.OutHeight) + top) * row) + (first * Lanes.PerBlock);
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                {
                    Columns<TVector>(source + lane, row, seen, whole, strip, step);
                    Zeros<TVector>(strip + (whole * TVector.Count), overlap, step);
                    Columns<TVector>(
                        source + lane + (whole * Lanes.PerBlock), row, seen, end - first - whole, strip + ((whole + overlap) * TVector.Count), step);
                    Rows<TVector>(group.Columns, strip, step, tiles + lane, position);
                }
            }
        }
    }

    // Of the four rows the first `seen` are those of the tiles above.
    private static void Columns<TVector>(float* source, nint row, int seen, int columns, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int x = 0; x < columns; x++, source += Lanes.PerBlock, strip += TVector.Count)
        {
            Winograd4Transform.OutputGradient(
                seen > 0 ? TVector.Zero : TVector.Load(source),
                seen > 1 ? TVector.Zero : TVector.Load(source + row),
                seen > 2 ? TVector.Zero : TVector.Load(source + (2 * row)),
                TVector.Load(source + (3 * row)),
                strip,
                step);
        }
    }

    private static void Zeros<TVector>(float* strip, int columns, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int row = 0; row < Winograd4Plan.Side; row++, strip += step)
        {
            for (int x = 0; x < columns; x++)
                TVector.Store(TVector.Zero, strip + (x * TVector.Count));
        }
    }

    private static void Rows<TVector>(int tiles, float* strip, nint step, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int row = 0; row < Winograd4Plan.Side; row++, strip += step)
        {
            float* x = strip;
            float* to = target + (row * Winograd4Plan.Side * position);
            for (int t = 0; t < tiles; t++, x += Winograd4Plan.Tile * TVector.Count, to += Lanes.PerBlock)
            {
                Winograd4Transform.OutputGradient(
                    TVector.Load(x), TVector.Load(x + TVector.Count), TVector.Load(x + (2 * TVector.Count)), TVector.Load(x + (3 * TVector.Count)),
                    to, position);
            }
        }
    }
}
