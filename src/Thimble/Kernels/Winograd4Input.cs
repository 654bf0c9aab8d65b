namespace Thimble.Kernels;

/// <summary>
/// Tiles of a block to positions: down the columns into a strip that stays in the first-level cache, then along the strip's
/// rows. What the block has deferred is done as it is read, and the zeros around it are put into the strip: the block is
/// never copied.
/// </summary>
internal static unsafe class Winograd4Input
{
    /// <summary>The floats of a strip.</summary>
    public static int StripFloats(Winograd4Plan plan) =>
        Winograd4Plan.Side * Math.Max(plan.Input.Width + (2 * plan.Padding.Columns), (Winograd4Plan.Tile * plan.TileColumns) + 2) * Lanes.PerBlock;

    /// <summary>Transforms a group's tiles of all channels.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="group">The tiles.</param>
    /// <param name="input">The block, without borders.</param>
    /// <param name="strip">Room as <see cref="StripFloats"/> says.</param>
    /// <param name="target">[position][channel][tile][lane].</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="channel">Floats from one channel to the next.</param>
    public static void Transform<TVector>(
        Winograd4Plan plan, in Winograd4Group group, in DeferredBlock input, float* strip, float* target, nint position, int channel)
        where TVector : unmanaged, IVector<TVector>
    {
        int plane = plan.Input.PlaneSize * Lanes.PerBlock;
        for (int r = 0; r < group.Rows; r++)
        {
            var place = new StripPlace(plan, group, group.FirstRow + r);
            float* tiles = target + (r * group.Columns * Lanes.PerBlock);
            for (int c = 0; c < plan.InChannels; c++, tiles += channel)
            {
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                {
                    Strip<TVector>(place, input, c, input.Values + ((nint)c * plane) + lane, lane, strip);
                    Rows<TVector>(place, strip, tiles + lane, position);
                }
            }
        }
    }

    private static void Strip<TVector>(in StripPlace place, in DeferredBlock input, int channel, float* plane, int lane, float* strip)
        where TVector : unmanaged, IVector<TVector>
    {
        if (input.Scales == null)
        {
            Columns<TVector, PlainReading<TVector>>(place, default, plane, strip);
            return;
        }

        TVector scale = TVector.Load(input.Scales + (channel * Lanes.PerBlock) + lane);
        TVector shift = TVector.Load(input.Shifts + (channel * Lanes.PerBlock) + lane);
        if (input.Rectify)
            Columns<TVector, RectifiedReading<TVector>>(place, new(scale, shift), plane, strip);
        else
            Columns<TVector, ScaledReading<TVector>>(place, new(scale, shift), plane, strip);
    }

    private static void Columns<TVector, TReading>(in StripPlace place, TReading reading, float* plane, float* strip)
        where TVector : unmanaged, IVector<TVector>
        where TReading : struct, IReading<TVector>
    {
        nint step = place.Columns * TVector.Count;
        Zeros<TVector>(strip, place.FirstColumn, step);
        Zeros<TVector>(strip + (place.EndColumn * TVector.Count), place.Columns - place.EndColumn, step);
        float* target = strip + (place.FirstColumn * TVector.Count);
        float* source = plane + place.Source;
        nint row = place.Row;
        int first = place.FirstRow;
        int end = place.EndRow;
        if (first == 0 && end == Winograd4Plan.Side)
        {
            for (int x = place.FirstColumn; x < place.EndColumn; x++, source += Lanes.PerBlock, target += TVector.Count)
            {
                Winograd4Transform.Input(
                    reading.At(source), reading.At(source + row), reading.At(source + (2 * row)),
                    reading.At(source + (3 * row)), reading.At(source + (4 * row)), reading.At(source + (5 * row)), target, step);
            }

            return;
        }

        for (int x = place.FirstColumn; x < place.EndColumn; x++, source += Lanes.PerBlock, target += TVector.Count)
        {
            Winograd4Transform.Input(
                0 >= first && 0 < end ? reading.At(source) : TVector.Zero,
                1 >= first && 1 < end ? reading.At(source + row) : TVector.Zero,
                2 >= first && 2 < end ? reading.At(source + (2 * row)) : TVector.Zero,
                3 >= first && 3 < end ? reading.At(source + (3 * row)) : TVector.Zero,
                4 >= first && 4 < end ? reading.At(source + (4 * row)) : TVector.Zero,
                5 >= first && 5 < end ? reading.At(source + (5 * row)) : TVector.Zero,
                target,
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

    private static void Rows<TVector>(in StripPlace place, float* strip, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        nint tile = place.TileStep * TVector.Count;
        nint last = place.LastTile * TVector.Count;
        for (int row = 0; row < Winograd4Plan.Side; row++, strip += place.Columns * TVector.Count)
        {
            float* to = target + (row * Winograd4Plan.Side * position);
            nint at = 0;
            for (int t = 0; t < place.Tiles; t++, at += tile, to += Lanes.PerBlock)
            {
                float* x = strip + Math.Min(at, last);
                Winograd4Transform.Input(
                    TVector.Load(x), TVector.Load(x + TVector.Count), TVector.Load(x + (2 * TVector.Count)),
                    TVector.Load(x + (3 * TVector.Count)), TVector.Load(x + (4 * TVector.Count)), TVector.Load(x + (5 * TVector.Count)),
                    to, position);
            }
        }
    }

    // Where the six rows that a row of tiles sees are in a plane, and what of them exists.
    private readonly struct StripPlace
    {
        public StripPlace(Winograd4Plan plan, in Winograd4Group group, int tileRow)
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

        // Tiles in the row; columns from one to the next, and to the last, which may come sooner.
        public int Tiles { get; }

        public int TileStep { get; }

        public int LastTile { get; }

        // Columns that the tiles see, and those of them that are in the image.
        public int Columns { get; }

        public int FirstColumn { get; }

        public int EndColumn { get; }

        // Rows of the six that are in the image.
        public int FirstRow { get; }

        public int EndRow { get; }

        // Floats from one row to the next, and to the first number that exists.
        public int Row { get; }

        public nint Source { get; }
    }
}
