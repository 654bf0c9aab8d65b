using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>
/// Tiles of an output's gradient to positions (A y Aᵀ): down the columns into a strip that stays in the first-level cache, then
/// along the strip's rows. Pixels that the tile before has already are zero, so that no product is counted twice.
/// </summary>
internal static unsafe class Winograd4OutputGradient
{
    /// <summary>The floats of a strip: [line][four columns a tile][lane].</summary>
    public static int StripFloats(Winograd4Plan plan) => 2 * Winograd4Plan.Tile * plan.TileColumns * Lanes.PerBlock;

    /// <summary>Transforms a group's tiles of all channels.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="group">The tiles.</param>
    /// <param name="lines">The two lines to make.</param>
    /// <param name="outputGradient">[output channel, pixel, lane].</param>
    /// <param name="strip">Room as <see cref="StripFloats"/> says.</param>
    /// <param name="target">[line][position in it][output channel][tile][lane].</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="channel">Floats from one channel to the next.</param>
    public static void Transform<TVector>(
        Winograd4Plan plan, in Winograd4Group group, Winograd4Lines lines, float* outputGradient, float* strip, float* target, nint position, int channel)
        where TVector : unmanaged, IVector<TVector>
    {
        // Columns of the group that are its own, and where the overlap of the last tile is left out.
        int first = Winograd4Plan.Tile * group.FirstColumn;
        int columns = Math.Min(Winograd4Plan.Tile * group.Columns, plan.OutWidth - first);
        int overlap = (Winograd4Plan.Tile * group.Columns) - columns;
        int whole = overlap == 0 ? columns : Winograd4Plan.Tile * (group.Columns - 1);
        nint row = plan.OutWidth * Lanes.PerBlock;
        nint step = Winograd4Plan.Tile * group.Columns * Lanes.PerBlock;
        float* rest = strip + ((whole + overlap) * Lanes.PerBlock);
        new Span<float>(strip, StripFloats(plan)).Clear();
        for (int r = 0; r < group.Rows; r++)
        {
            int top = plan.RowOf(group.FirstRow + r);
            int seen = (Winograd4Plan.Tile * (group.FirstRow + r)) - top;
            float* tiles = target + (r * group.Columns * Lanes.PerBlock);
            for (int o = 0; o < plan.OutChannels; o++, tiles += channel)
            {
                float* source = outputGradient + ((((nint)o * plan.OutHeight) + top) * row) + (first * Lanes.PerBlock);
                Columns<TVector>(lines, seen, whole * Lanes.PerBlock, source, row, strip, step);
                if (overlap > 0)
                    Columns<TVector>(lines, seen, (columns - whole) * Lanes.PerBlock, source + (whole * Lanes.PerBlock), row, rest, step);
                Rows<TVector>(group.Columns, strip, step, tiles, position);
            }
        }
    }

    // Of the four rows the first `seen` are those of the tiles above.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TVector>(Winograd4Lines lines, int seen, int floats, float* source, nint row, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        float* r2 = source + (2 * row);
        for (nint i = 0; i < floats; i += TVector.Count)
        {
            TVector x0 = seen > 0 ? TVector.Zero : TVector.Load(source + i);
            TVector x3 = TVector.Load(r2 + row + i);
            if (lines == Winograd4Lines.Ends)
            {
                TVector.Store(x0, strip + i);
                TVector.Store(x3, strip + step + i);
                continue;
            }

            TVector x1 = seen > 1 ? TVector.Zero : TVector.Load(source + row + i);
            TVector x2 = seen > 2 ? TVector.Zero : TVector.Load(r2 + i);
            if (lines == Winograd4Lines.Ones)
                Winograd4Transform.GradientOnes(x0, x1, x2, x3, strip + i, step);
            else
                Winograd4Transform.GradientFractions(x0, x1, x2, x3, strip + i, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TVector>(int tiles, float* strip, nint step, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int line = 0; line < 2; line++, strip += step)
        {
            float* x = strip;
            float* to = target + (line * Winograd4Plan.Side * position);
            for (int t = 0; t < tiles; t++, x += Winograd4Plan.Tile * Lanes.PerBlock, to += Lanes.PerBlock)
            {
                for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                {
                    float* from = x + lane;
                    Winograd4Transform.OutputGradient(
                        TVector.Load(from), TVector.Load(from + Lanes.PerBlock), TVector.Load(from + (2 * Lanes.PerBlock)),
                        TVector.Load(from + (3 * Lanes.PerBlock)), to + lane, position);
                }
            }
        }
    }
}
