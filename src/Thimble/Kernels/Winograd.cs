namespace Thimble.Kernels;

/// <summary>A 3×3 convolution of a block with Winograd: forward, and with turned weights the gradient of the input.</summary>
/// <remarks>
/// A few tiles at a time (a group) are transformed for all input channels; then each position is a product of
/// matrices, a broadcast weight times a vector of samples, whose register tile is 4 channels × 3 image tiles as in
/// <see cref="DirectConvolution"/>. Three image tiles of one position and all channels lie side by side, so the inner loop
/// reads straight on, and stay in the first-level cache while all output channels of a chunk pass by. The sums of a
/// chunk are turned into pixels while they are in the second-level cache.
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Output channels of a register tile.</summary>
    public const int ChannelsPerTile = 4;

    // Image tiles of a register tile.
    private const int Width = 3;

    // Image tiles of a group. With 128 channels of input a group takes 400 KB of the second-level cache.
    private const int GroupTiles = 2 * Width;

    // Output channels of a chunk: their sums take 200 KB.
    private const int ChunkChannels = 32;

    // Positions are one cache line further apart than they need to be: powers of two would all fall into the same
    // few lines of the first-level cache.
    private const int SumsPosition = (GroupTiles * ChunkChannels * Lanes.PerBlock) + Lanes.PerBlock;

    /// <summary>Channels, filled up to whole register tiles.</summary>
    public static int FilledUp(int channels) => (channels + ChannelsPerTile - 1) / ChannelsPerTile * ChannelsPerTile;

    /// <summary>The floats of scratch that <see cref="Forward"/> needs.</summary>
    public static long ScratchFloats(WinogradPlan plan) =>
        (long)WinogradPlan.Positions * (TilesPosition(plan) + SumsPosition);

    /// <summary>output[o, p] = bias[o] + the 3×3 convolution of the input with the weights of o.</summary>
    /// <param name="plan">The convolution.</param>
    /// <param name="input">[input channel, row, column, lane], borders included.</param>
    /// <param name="packed">Weights from <see cref="WinogradWeights"/>.</param>
    /// <param name="bias">One number an output channel.</param>
    /// <param name="rectify">Whether to output max(0, value).</param>
    /// <param name="output">[output channel, pixel, lane].</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public static void Forward<TVector>(
        WinogradPlan plan, float* input, float* packed, float* bias, bool rectify, float* output, float* scratch)
        where TVector : unmanaged, IVector<TVector>
    {
        float* sums = scratch + (WinogradPlan.Positions * TilesPosition(plan));
        for (int first = 0; first < plan.Tiles; first += GroupTiles)
        {
            int tiles = Math.Min(GroupTiles, plan.Tiles - first);
            TransformInput<TVector>(plan, first, tiles, input, scratch);
            for (int o = 0; o < plan.OutChannels; o += ChunkChannels)
            {
                int channels = Math.Min(ChunkChannels, plan.OutChannels - o);
                Multiply<TVector>(plan, tiles, scratch, packed + (o * plan.InChannels), channels, sums);
                TransformOutput<TVector>(plan, first, tiles, sums, channels, bias + o, rectify, output + (o * plan.Pixels * Lanes.PerBlock));
            }
        }
    }

    private static int TilesPosition(WinogradPlan plan) => (GroupTiles * plan.InChannels * Lanes.PerBlock) + Lanes.PerBlock;

    // To [position][three tiles][channel][tile][lane]. What the last three lack is filled up with the last tile.
    private static void TransformInput<TVector>(WinogradPlan plan, int first, int tiles, float* input, float* target)
        where TVector : unmanaged, IVector<TVector>
    {
        int position = TilesPosition(plan);
        int row = plan.InWidth * Lanes.PerBlock;
        int filled = (tiles + Width - 1) / Width * Width;
        for (int t = 0; t < filled; t++)
        {
            WinogradTile tile = plan.TileAt(first + Math.Min(t, tiles - 1));
            float* source = input + (tile.Input * Lanes.PerBlock);
            float* place = target + (((t / Width * plan.InChannels * Width) + (t % Width)) * Lanes.PerBlock);
            int lastRow = tile.LastRow * Lanes.PerBlock;
            int lastColumn = tile.LastColumn * Lanes.PerBlock;
            for (int i = 0; i < plan.InChannels; i++, source += plan.InPlane * Lanes.PerBlock, place += Width * Lanes.PerBlock)
            {
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                    WinogradTransform.Input<TVector>(source + lane, row, lastRow, Lanes.PerBlock, lastColumn, place + lane, position);
            }
        }
    }

    // To [position][three tiles][4 channels][channel][tile][lane].
    private static void Multiply<TVector>(WinogradPlan plan, int tiles, float* transformed, float* packed, int channels, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        int weightsPosition = FilledUp(plan.OutChannels) * plan.InChannels;
        for (int k = 0; k < WinogradPlan.Positions; k++)
        {
            float* tile = transformed + (k * TilesPosition(plan));
            float* target = sums + (k * SumsPosition);
            for (int t = 0; t < tiles; t += Width, tile += plan.InChannels * Width * Lanes.PerBlock)
            {
                float* weights = packed + (k * weightsPosition);
                for (int o = 0; o < channels; o += ChannelsPerTile)
                {
                    for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                        Tile4x3<TVector>(tile + lane, weights, plan.InChannels, target + lane);
                    weights += ChannelsPerTile * plan.InChannels;
                    target += ChannelsPerTile * Width * Lanes.PerBlock;
                }
            }
        }
    }

    private static void Tile4x3<TVector>(float* tiles, float* weights, int channels, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector a00 = TVector.Zero, a01 = a00, a02 = a00;
        TVector a10 = a00, a11 = a00, a12 = a00;
        TVector a20 = a00, a21 = a00, a22 = a00;
        TVector a30 = a00, a31 = a00, a32 = a00;
        for (int i = 0; i < channels; i++)
        {
            TVector v0 = TVector.Load(tiles);
            TVector v1 = TVector.Load(tiles + Lanes.PerBlock);
            TVector v2 = TVector.Load(tiles + (2 * Lanes.PerBlock));
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            a01 = TVector.MultiplyAdd(w0, v1, a01);
            a02 = TVector.MultiplyAdd(w0, v2, a02);
            TVector w1 = TVector.Broadcast(weights[1]);
            a10 = TVector.MultiplyAdd(w1, v0, a10);
            a11 = TVector.MultiplyAdd(w1, v1, a11);
            a12 = TVector.MultiplyAdd(w1, v2, a12);
            TVector w2 = TVector.Broadcast(weights[2]);
            a20 = TVector.MultiplyAdd(w2, v0, a20);
            a21 = TVector.MultiplyAdd(w2, v1, a21);
            a22 = TVector.MultiplyAdd(w2, v2, a22);
            TVector w3 = TVector.Broadcast(weights[3]);
            a30 = TVector.MultiplyAdd(w3, v0, a30);
            a31 = TVector.MultiplyAdd(w3, v1, a31);
            a32 = TVector.MultiplyAdd(w3, v2, a32);
            tiles += Width * Lanes.PerBlock;
            weights += ChannelsPerTile;
        }

        TVector.Store(a00, sums);
        TVector.Store(a01, sums + (1 * Lanes.PerBlock));
        TVector.Store(a02, sums + (2 * Lanes.PerBlock));
        TVector.Store(a10, sums + (3 * Lanes.PerBlock));
        TVector.Store(a11, sums + (4 * Lanes.PerBlock));
        TVector.Store(a12, sums + (5 * Lanes.PerBlock));
        TVector.Store(a20, sums + (6 * Lanes.PerBlock));
        TVector.Store(a21, sums + (7 * Lanes.PerBlock));
        TVector.Store(a22, sums + (8 * Lanes.PerBlock));
        TVector.Store(a30, sums + (9 * Lanes.PerBlock));
        TVector.Store(a31, sums + (10 * Lanes.PerBlock));
        TVector.Store(a32, sums + (11 * Lanes.PerBlock));
    }

    private static void TransformOutput<TVector>(
        WinogradPlan plan, int first, int tiles, float* sums, int channels, float* bias, bool rectify, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        int row = plan.OutWidth * Lanes.PerBlock;
        int outPlane = plan.Pixels * Lanes.PerBlock;
        for (int t = 0; t < tiles; t++)
        {
            WinogradTile tile = plan.TileAt(first + t);
            float* source = sums + (((t / Width * FilledUp(channels) * Width) + (t % Width)) * Lanes.PerBlock);
            float* target = output + (tile.Output * Lanes.PerBlock);
            for (int o = 0; o < channels; o++, source += Width * Lanes.PerBlock, target += outPlane)
            {
                TVector add = TVector.Broadcast(bias[o]);
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                    WinogradTransform.Output(source + lane, SumsPosition, add, rectify, target + lane, row, tile);
            }
        }
    }
}
