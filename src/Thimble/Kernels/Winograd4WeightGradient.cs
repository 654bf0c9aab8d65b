namespace Thimble.Kernels;

/// <summary>The gradient of a 3×3 convolution's weights by F(4×4, 3×3).</summary>
/// <remarks>
/// Position by position it is a sum over tiles and samples: gradient of an output channel times value of an input channel, both
/// vectors of samples. A few rows of tiles are transformed at a time; then the sums of a position and of 4×3 channels run over
/// them in registers, and their lanes are added up at once (<see cref="Lanes.Sums"/>): with a lane a sample, all sums
/// would take more memory than a cache holds.
/// </remarks>
internal static unsafe class Winograd4WeightGradient
{
    private const int Area = 9;
    private const int MostSums = 4 * 3;

    // Tiles that are worked on together: for fewer the lanes would have to be added up too often.
    private const int MostTiles = 28;

    // The positions of two lines.
    private const int PositionsAtOnce = 2 * Winograd4Plan.Side;

    /// <summary>The floats of scratch that <see cref="Compute"/> needs.</summary>
    public static long ScratchFloats(Winograd4Plan plan)
    {
        var room = new Room(plan, null);
        return room.Taps - room.Strip + (Area * Pairs(plan));
    }

    /// <summary>gradient[o, i, tap] = Σ over pixels and lanes of outputGradient[o, p] · input at (i, p, tap).</summary>
    /// <param name="plan">The forward convolution.</param>
    /// <param name="input">[input channel, row, column, lane], without borders.</param>
    /// <param name="outputGradient">[output channel, pixel, lane]; zero in lanes without a sample.</param>
    /// <param name="gradient">[output channel, input channel, 3, 3], overwritten.</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public static void Compute<TVector>(Winograd4Plan plan, in DeferredBlock input, float* outputGradient, float* gradient, float* scratch)
        where TVector : unmanaged, IVector<TVector>
    {
        var room = new Room(plan, scratch);

        // The sums begin at zero, and so does the channel that fills up an odd number.
        new Span<float>(room.Gradients, (int)(room.Taps - room.Gradients)).Clear();
        for (int row = 0; row < plan.TileRows; row += room.Size.Rows)
        {
            for (int column = 0; column < plan.TileColumns; column += room.Size.Columns)
            {
                Winograd4Group group = plan.GroupAt(row, column, room.Size);
                TwoLines<TVector>(plan, room, group, Winograd4Lines.Ends, 0, 5, input, outputGradient);
                TwoLines<TVector>(plan, room, group, Winograd4Lines.Ones, 1, 2, input, outputGradient);
                TwoLines<TVector>(plan, room, group, Winograd4Lines.Fractions, 3, 4, input, outputGradient);
            }
        }

        Taps<TVector>(Pairs(plan), room.Sums, room.Taps);
        Scatter(plan, room.Taps, gradient);
    }

    private static void TwoLines<TVector>(
        Winograd4Plan plan, in Room room, in Winograd4Group group, Winograd4Lines lines, int first, int second, in DeferredBlock input, float* outputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        int channel = room.Size.Area * Lanes.PerBlock;
        Winograd4Input.Transform<TVector>(plan, group, lines, input, room.Strip, room.Inputs, room.InputPosition, channel);
        Winograd4OutputGradient.Transform<TVector>(plan, group, lines, outputGradient, room.Strip, room.Gradients, room.GradientPosition, channel);
        for (int k = 0; k < PositionsAtOnce; k++)
        {
            int position = ((k < Winograd4Plan.Side ? first : second - 1) * Winograd4Plan.Side) + k;
            Multiply<TVector>(
                plan, room.Inputs + (k * room.InputPosition), room.Gradients + (k * room.GradientPosition), channel, group.Tiles,
                room.Sums + (position * Pairs(plan)));
        }
    }

    private static int OutChannels(Winograd4Plan plan) => Winograd4Weights.FilledUp(plan.OutChannels);

    // Pairs of channels, filled up to whole registers.
    private static int Pairs(Winograd4Plan plan) =>
        ((OutChannels(plan) * plan.InChannels) + Lanes.PerBlock - 1) / Lanes.PerBlock * Lanes.PerBlock;

    // The input channels of the tile that begins at one.
    private static int InputsAt(int channel, int channels) => channels - channel is 2 or 4 ? 2 : Math.Min(3, channels - channel);

    // To [4 or 2 output channels][3 to 1 input channels][output channel][input channel].
    private static void Multiply<TVector>(Winograd4Plan plan, float* inputs, float* gradients, int channel, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* products = stackalloc float[MostSums * Lanes.PerBlock];
        for (int o = 0; o < plan.OutChannels;)
        {
            int outputs = Winograd4Weights.TileAt(o, plan.OutChannels);
            float* input = inputs;
            for (int i = 0; i < plan.InChannels;)
            {
                int together = InputsAt(i, plan.InChannels);
                Winograd4GradientProducts.Tile<TVector>(outputs, together, input, gradients, channel, tiles, products);
                int pairs = outputs * together;
                Lanes.AddSums(products, pairs, sums);
                sums += pairs;
                input += together * channel;
                i += together;
            }

            gradients += outputs * channel;
            o += outputs;
        }
    }

    // Gᵀ s G, for all pairs of channels side by side: to [tap][pair].
    private static void Taps<TVector>(int pairs, float* sums, float* taps)
        where TVector : unmanaged, IVector<TVector>
    {
        float* lines = stackalloc float[Winograd4Plan.Side * 3 * Lanes.PerBlock];
        for (int p = 0; p < pairs; p += TVector.Count)
        {
            for (int row = 0; row < Winograd4Plan.Side; row++)
                Winograd4Transform.Taps<TVector>(sums + (row * Winograd4Plan.Side * pairs) + p, pairs, lines + (row * 3 * Lanes.PerBlock), Lanes.PerBlock);
            for (int column = 0; column < 3; column++)
                Winograd4Transform.Taps<TVector>(lines + (column * Lanes.PerBlock), 3 * Lanes.PerBlock, taps + (column * pairs) + p, 3 * pairs);
        }
    }

    private static void Scatter(Winograd4Plan plan, float* taps, float* gradient)
    {
        int pairs = Pairs(plan);
        for (int o = 0; o < plan.OutChannels;)
        {
            int outputs = Winograd4Weights.TileAt(o, plan.OutChannels);
            for (int i = 0; i < plan.InChannels;)
            {
                int together = InputsAt(i, plan.InChannels);
                for (int p = 0; p < outputs * together; p++, taps++)
                {
                    if (o + (p / together) >= plan.OutChannels)
                        continue;
                    float* kernel = gradient + ((((o + (p / together)) * plan.InChannels) + i + (p % together)) * Area);
                    for (int tap = 0; tap < Area; tap++)
                        kernel[tap] = taps[tap * pairs];
                }

                i += together;
            }

            o += outputs;
        }
    }

    // The scratch and what is where in it.
    private readonly struct Room
    {
        public Room(Winograd4Plan plan, float* scratch)
        {
            Size = plan.GroupOf(plan.InChannels + OutChannels(plan), PositionsAtOnce, MostTiles);
            InputPosition = Winograd4Plan.PositionOf(plan.InChannels, Size);
            GradientPosition = Winograd4Plan.PositionOf(OutChannels(plan), Size);
            Strip = scratch;
            Inputs = Strip + Math.Max(Winograd4Input.StripFloats(plan), Winograd4OutputGradient.StripFloats(plan));
            Gradients = Inputs + (PositionsAtOnce * InputPosition);
            Sums = Gradients + (PositionsAtOnce * GradientPosition);
            Taps = Sums + (Winograd4Plan.Positions * Pairs(plan));
        }

        // Rows and columns of tiles that are worked on together.
        public Size2d Size { get; }

        // Floats from one position to the next.
        public int InputPosition { get; }

        public int GradientPosition { get; }

        public float* Strip { get; }

        public float* Inputs { get; }

        public float* Gradients { get; }

        // [position][pair of channels], for all positions.
        public float* Sums { get; }

        // [tap][pair of channels].
        public float* Taps { get; }
    }
}
