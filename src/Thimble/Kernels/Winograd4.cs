namespace Thimble.Kernels;

/// <summary>A 3×3 convolution of a block by F(4×4, 3×3): forward, and with turned weights the gradient of the input.</summary>
/// <remarks>
/// A row of tiles, or a few, goes all the way from the block's numbers to the output's before the next begins, so nothing
/// between leaves the second-level cache. What one position of the input takes stays in the first level while all output
/// channels pass by: its product with the weights is one of matrices, a broadcast weight times a vector of samples.
/// </remarks>
internal static unsafe class Winograd4
{
    // Output channels whose sums are kept before they are turned into pixels.
    private const int ChunkChannels = 32;

    // Tiles that are worked on together.
    private const int MostTiles = 16;

    /// <summary>The floats of scratch that <see cref="Forward"/> needs.</summary>
    public static long ScratchFloats(Winograd4Plan plan)
    {
        Size2d size = GroupOf(plan);
        return Winograd4Input.StripFloats(plan)
            + ((long)Winograd4Plan.Positions * (Winograd4Plan.PositionOf(plan.InChannels, size) + Winograd4Plan.PositionOf(SumChannels(plan), size)));
    }

    /// <summary>output[o, p] = bias[o] + the 3×3 convolution of the input with the weights of o.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="input">[input channel, row, column, lane], without borders.</param>
    /// <param name="packed">Weights from <see cref="Winograd4Weights"/>.</param>
    /// <param name="bias">One number an output channel.</param>
    /// <param name="rectify">Whether to output max(0, value).</param>
    /// <param name="output">[output channel, pixel, lane].</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public static void Forward<TVector>(
        Winograd4Plan plan, in DeferredBlock input, float* packed, float* bias, bool rectify, float* output, float* scratch)
        where TVector : unmanaged, IVector<TVector>
    {
        Size2d size = GroupOf(plan);
        float* tiles = scratch + Winograd4Input.StripFloats(plan);
        int position = Winograd4Plan.PositionOf(plan.InChannels, size);
        float* sums = tiles + (Winograd4Plan.Positions * position);
        for (int row = 0; row < plan.TileRows; row += size.Rows)
        {
            for (int column = 0; column < plan.TileColumns; column += size.Columns)
            {
                Winograd4Group group = plan.GroupAt(row, column, size);
                Winograd4Input.Transform<TVector>(plan, group, Winograd4Lines.All, input, scratch, tiles, position, size.Area * Lanes.PerBlock);
                for (int o = 0; o < plan.OutChannels; o += ChunkChannels)
                {
                    int channels = Math.Min(ChunkChannels, plan.OutChannels - o);
                    Multiply<TVector>(plan, size, group.Tiles, tiles, packed + (o * plan.InChannels), channels, sums);
                    Inverse<TVector>(plan, size, group, sums, channels, bias + o, rectify, output + ((nint)o * plan.Pixels * Lanes.PerBlock));
                }
            }
        }
    }

    private static Size2d GroupOf(Winograd4Plan plan) => plan.GroupOf(plan.InChannels + SumChannels(plan), Winograd4Plan.Positions, MostTiles);

    private static int SumChannels(Winograd4Plan plan) => Math.Min(Winograd4Weights.FilledUp(plan.OutChannels), ChunkChannels);

    // To [position][channel][tile][lane].
    private static void Multiply<TVector>(Winograd4Plan plan, Size2d size, int tiles, float* transformed, float* packed, int channels, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        int weightsPosition = Winograd4Weights.Floats(plan.OutChannels, plan.InChannels) / Winograd4Plan.Positions;
        int step = size.Area * Lanes.PerBlock;
        for (int k = 0; k < Winograd4Plan.Positions; k++)
        {
            float* weights = packed + (k * weightsPosition);
            float* target = sums + (k * Winograd4Plan.PositionOf(SumChannels(plan), size));
            for (int o = 0; o < channels;)
            {
                int together = Winograd4Weights.TileAt(o, channels);
                if (together == 4)
                    Winograd4Products.Four<TVector>(transformed, step, plan.InChannels, weights, target, tiles);
                else
                    Winograd4Products.Two<TVector>(transformed, step, plan.InChannels, weights, target, tiles);
                weights += together * plan.InChannels;
                target += together * step;
                o += together;
            }

            transformed += Winograd4Plan.PositionOf(plan.InChannels, size);
        }
    }

    private static void Inverse<TVector>(
        Winograd4Plan plan, Size2d size, in Winograd4Group group, float* sums, int channels, float* bias, bool rectify, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        int position = Winograd4Plan.PositionOf(SumChannels(plan), size);
        nint row = plan.OutWidth * Lanes.PerBlock;
        for (int o = 0; o < channels; o++)
        {
            TVector add = TVector.Broadcast(bias[o]);
            float* source = sums + (o * size.Area * Lanes.PerBlock);
            for (int r = 0; r < group.Rows; r++)
            {
                float* line = output + ((((nint)o * plan.OutHeight) + plan.RowOf(group.FirstRow + r)) * row);
                for (int t = 0; t < group.Columns; t++, source += Lanes.PerBlock)
                {
                    float* target = line + (plan.ColumnOf(group.FirstColumn + t) * Lanes.PerBlock);
                    for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                        Winograd4Transform.Output(source + lane, position, add, rectify, target + lane, row);
                }
            }
        }
    }
}
