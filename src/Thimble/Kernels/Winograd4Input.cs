using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>
/// Tiles of a block to positions: down the columns into a strip that stays in the first-level cache, then along the strip's
/// rows. What the block has deferred is done as it is read, and the zeros around it are put into the strip: the block is
/// never copied.
/// </summary>
internal static unsafe class Winograd4Input
{
    /// <summary>The floats of a strip: [line][column][lane].</summary>
    public static int StripFloats(Winograd4Plan plan) =>
        Winograd4Plan.Side * Math.Max(plan.Input.Width + (2 * plan.Padding.Columns), plan.OutWidth + 2) * Lanes.PerBlock;

    /// <summary>Transforms a group's tiles of all channels.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="group">The tiles.</param>
    /// <param name="lines">The lines to make.</param>
    /// <param name="input">The block, without borders.</param>
    /// <param name="strip">Room as <see cref="StripFloats"/> says.</param>
    /// <param name="target">[line][position in it][channel][tile][lane].</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="channel">Floats from one channel to the next.</param>
    public static void Transform<TVector>(
        Winograd4Plan plan, in Winograd4Group group, Winograd4Lines lines, in DeferredBlock input, float* strip, float* target, nint position, int channel)
        where TVector : unmanaged, IVector<TVector>
    {
        // Columns beside the image are zero for all rows and channels, and nothing else is put there.
        new Span<float>(strip, StripFloats(plan)).Clear();
        nint plane = plan.Input.PlaneSize * Lanes.PerBlock;
        for (int r = 0; r < group.Rows; r++)
        {
            var place = new Winograd4Strip(plan, group, group.FirstRow + r);
            float* tiles = target + (r * group.Columns * Lanes.PerBlock);
            for (int c = 0; c < plan.InChannels; c++, tiles += channel)
            {
                float* source = input.Values + (c * plane) + place.Source;
                float* scale = input.Scales + (c * Lanes.PerBlock);
                float* shift = input.Shifts + (c * Lanes.PerBlock);
                if (input.Scales == null)
                    Columns<TVector, PlainReading>(place, lines, source, null, null, strip);
                else if (input.Rectify)
                    Columns<TVector, RectifiedReading>(place, lines, source, scale, shift, strip);
                else
                    Columns<TVector, ScaledReading>(place, lines, source, scale, shift, strip);
                Rows<TVector>(place, lines == Winograd4Lines.All ? Winograd4Plan.Side : 2, strip, tiles, position);
            }
        }
    }

    private static void Columns<TVector, TReading>(
        in Winograd4Strip place, Winograd4Lines lines, float* source, float* scale, float* shift, float* strip)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading
    {
        nint step = place.Columns * Lanes.PerBlock;
        strip += place.FirstColumn * Lanes.PerBlock;
        int floats = (place.EndColumn - place.FirstColumn) * Lanes.PerBlock;
        if (place.FirstRow > 0 || place.EndRow < Winograd4Plan.Side)
            AtEdge<TVector, TReading>(place, lines, floats, source, scale, shift, strip, step);
        else if (lines == Winograd4Lines.All)
            AllLines<TVector, TReading>(floats, source, place.Row, scale, shift, strip, step);
        else if (lines == Winograd4Lines.Ends)
            Ends<TVector, TReading>(floats, source, place.Row, scale, shift, strip, step);
        else
            Middle<TVector, TReading>(lines, floats, source, place.Row, scale, shift, strip, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AllLines<TVector, TReading>(int floats, float* r0, nint row, float* scale, float* shift, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading
    {
        float* r2 = r0 + (2 * row);
        float* r4 = r0 + (4 * row);
        for (nint i = 0; i < floats; i += TVector.Count)
        {
            nint lane = i & (Lanes.PerBlock - 1);
            Winograd4Transform.Input(
                TReading.At<TVector>(r0 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r0 + row + i, scale + lane, shift + lane),
                TReading.At<TVector>(r2 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r2 + row + i, scale + lane, shift + lane),
                TReading.At<TVector>(r4 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r4 + row + i, scale + lane, shift + lane),
                strip + i,
                step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ends<TVector, TReading>(int floats, float* r0, nint row, float* scale, float* shift, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading
    {
        float* r2 = r0 + (2 * row);
        float* r4 = r0 + (4 * row);
        for (nint i = 0; i < floats; i += TVector.Count)
        {
            nint lane = i & (Lanes.PerBlock - 1);
            Winograd4Transform.InputEnds(
                TReading.At<TVector>(r0 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r0 + row + i, scale + lane, shift + lane),
                TReading.At<TVector>(r2 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r2 + row + i, scale + lane, shift + lane),
                TReading.At<TVector>(r4 + i, scale + lane, shift + lane),
                TReading.At<TVector>(r4 + row + i, scale + lane, shift + lane),
                strip + i,
                step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Middle<TVector, TReading>(
        Winograd4Lines lines, int floats, float* r0, nint row, float* scale, float* shift, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading
    {
        float* r1 = r0 + row;
        float* r3 = r1 + (2 * row);
        for (nint i = 0; i < floats; i += TVector.Count)
        {
            nint lane = i & (Lanes.PerBlock - 1);
            TVector x1 = TReading.At<TVector>(r1 + i, scale + lane, shift + lane);
            TVector x2 = TReading.At<TVector>(r1 + row + i, scale + lane, shift + lane);
            TVector x3 = TReading.At<TVector>(r3 + i, scale + lane, shift + lane);
            TVector x4 = TReading.At<TVector>(r3 + row + i, scale + lane, shift + lane);
            if (lines == Winograd4Lines.Ones)
                Winograd4Transform.InputOnes(x1, x2, x3, x4, strip + i, step);
            else
                Winograd4Transform.InputFractions(x1, x2, x3, x4, strip + i, step);
        }
    }

    // Rows above and below the image are zero, whatever is deferred.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AtEdge<TVector, TReading>(
        in Winograd4Strip place, Winograd4Lines lines, int floats, float* r0, float* scale, float* shift, float* strip, nint step)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading
    {
        nint row = place.Row;
        int first = place.FirstRow;
        int end = place.EndRow;
        for (nint i = 0; i < floats; i += TVector.Count)
        {
            nint lane = i & (Lanes.PerBlock - 1);
            TVector x1 = first > 1 || end < 2 ? TVector.Zero : TReading.At<TVector>(r0 + row + i, scale + lane, shift + lane);
            TVector x2 = first > 2 || end < 3 ? TVector.Zero : TReading.At<TVector>(r0 + (2 * row) + i, scale + lane, shift + lane);
            TVector x3 = end < 4 ? TVector.Zero : TReading.At<TVector>(r0 + (3 * row) + i, scale + lane, shift + lane);
            TVector x4 = end < 5 ? TVector.Zero : TReading.At<TVector>(r0 + (4 * row) + i, scale + lane, shift + lane);
            if (lines == Winograd4Lines.Ones)
            {
                Winograd4Transform.InputOnes(x1, x2, x3, x4, strip + i, step);
                continue;
            }

            if (lines == Winograd4Lines.Fractions)
            {
                Winograd4Transform.InputFractions(x1, x2, x3, x4, strip + i, step);
                continue;
            }

            TVector x0 = first > 0 ? TVector.Zero : TReading.At<TVector>(r0 + i, scale + lane, shift + lane);
            TVector x5 = end < 6 ? TVector.Zero : TReading.At<TVector>(r0 + (5 * row) + i, scale + lane, shift + lane);
            if (lines == Winograd4Lines.Ends)
                Winograd4Transform.InputEnds(x0, x1, x2, x3, x4, x5, strip + i, step);
            else
                Winograd4Transform.Input(x0, x1, x2, x3, x4, x5, strip + i, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TVector>(in Winograd4Strip place, int lines, float* strip, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        nint step = place.TileStep * Lanes.PerBlock;
        nint last = place.LastTile * Lanes.PerBlock;
        int tiles = place.Tiles;
        for (int line = 0; line < lines; line++, strip += place.Columns * Lanes.PerBlock)
        {
            float* to = target + (line * Winograd4Plan.Side * position);
            nint at = 0;
            for (int t = 0; t < tiles; t++, at += step, to += Lanes.PerBlock)
            {
                float* x = strip + Math.Min(at, last);
                for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                {
                    float* from = x + lane;
                    Winograd4Transform.Input(
                        TVector.Load(from), TVector.Load(from + Lanes.PerBlock), TVector.Load(from + (2 * Lanes.PerBlock)),
                        TVector.Load(from + (3 * Lanes.PerBlock)), TVector.Load(from + (4 * Lanes.PerBlock)), TVector.Load(from + (5 * Lanes.PerBlock)),
                        to + lane, position);
                }
            }
        }
    }
}
