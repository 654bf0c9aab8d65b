namespace Thimble.Kernels;

/// <summary>The gradient of a 3×3 convolution's weights with Winograd.</summary>
/// <remarks>
/// Position by position it is a product of matrices again: over all tiles and samples, gradient of an output channel times
/// value of an input channel. With samples for lanes every sum would take a whole register, and 16 of them a pair of
/// channels more memory than a cache holds. So the input is turned first, to channels for lanes: then a
/// register holds the sums of 16 input channels, the gradient is broadcast sample by sample, and all sums together
/// take no more room than the transformed weights.
/// </remarks>
internal static unsafe class WinogradWeightGradient
{
    // Input channels that are worked on together, output channels of a register tile.
    private const int PanelChannels = 32;
    private const int ChannelsPerTile = 8;

    // Image tiles that are transformed at a time.
    private const int GroupTiles = 4;
    private const int GroupSamples = GroupTiles * Lanes.PerBlock;

    private const int Area = 9;

    // See Winograd.SumsPosition for the cache line between positions.
    private const int Apart = Lanes.PerBlock;

    /// <summary>The floats of scratch that <see cref="Compute"/> needs.</summary>
    public static long ScratchFloats(WinogradPlan plan) =>
        Turned(plan) + ((long)WinogradPlan.Positions * (InputPosition(plan) + GradientPosition(plan) + SumsPosition(plan)));

    /// <summary>How many of the input channels that are worked on exist.</summary>
    public static double InputChannelsInUse(WinogradPlan plan) => (double)plan.InChannels / (Panels(plan) * PanelChannels);

    /// <summary>gradient[o, i, tap] = Σ over pixels and lanes of outputGradient[o, p] · input at (i, p, tap).</summary>
    /// <param name="plan">The forward convolution.</param>
    /// <param name="input">[input channel, row, column, lane], borders included.</param>
    /// <param name="outputGradient">[output channel, pixel, lane]; zero in lanes without a sample.</param>
    /// <param name="gradient">[output channel, input channel, 3, 3], overwritten.</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public static void Compute<TVector>(WinogradPlan plan, float* input, float* outputGradient, float* gradient, float* scratch)
        where TVector : unmanaged, IVector<TVector>
    {
        float* inputs = scratch + Turned(plan);
        float* gradients = inputs + (WinogradPlan.Positions * InputPosition(plan));
        float* sums = gradients + (WinogradPlan.Positions * GradientPosition(plan));
        new Span<float>(gradients, WinogradPlan.Positions * (GradientPosition(plan) + SumsPosition(plan))).Clear();
        Turn(plan, input, scratch);
        for (int first = 0; first < plan.Tiles; first += GroupTiles)
        {
            int tiles = Math.Min(GroupTiles, plan.Tiles - first);
            TransformInput<TVector>(plan, first, tiles, scratch, inputs);
            TransformGradient<TVector>(plan, first, tiles, outputGradient, gradients);
            Multiply<TVector>(plan, tiles * Lanes.PerBlock, inputs, gradients, sums);
        }

        for (int o = 0; o < plan.OutChannels; o++)
        {
            for (int i = 0; i < plan.InChannels; i++)
                Kernel(sums + SumsPlace(plan, o, i), SumsPosition(plan), gradient + (((o * plan.InChannels) + i) * Area));
        }
    }

    private static int Panels(WinogradPlan plan) => (plan.InChannels + PanelChannels - 1) / PanelChannels;

    private static int FilledUp(WinogradPlan plan) => (plan.OutChannels + ChannelsPerTile - 1) / ChannelsPerTile * ChannelsPerTile;

    private static int Turned(WinogradPlan plan) => plan.InPlane * Lanes.PerBlock * Panels(plan) * PanelChannels;

    private static int InputPosition(WinogradPlan plan) => (Panels(plan) * GroupSamples * PanelChannels) + Apart;

    private static int GradientPosition(WinogradPlan plan) => (FilledUp(plan) * GroupSamples) + Apart;

    private static int SumsPosition(WinogradPlan plan) => (Panels(plan) * FilledUp(plan) * PanelChannels) + Apart;

    private static int SumsPlace(WinogradPlan plan, int outChannel, int inChannel) =>
        (((inChannel / PanelChannels * FilledUp(plan)) + outChannel) * PanelChannels) + (inChannel % PanelChannels);

    // To [panel][pixel][sample][channel]; channels that do not exist are zero.
    private static void Turn(WinogradPlan plan, float* input, float* turned)
    {
        const int Pixel = Lanes.PerBlock * PanelChannels;
        int plane = plan.InPlane * Lanes.PerBlock;
        if (plan.InChannels % PanelChannels != 0)
            new Span<float>(turned, Turned(plan)).Clear();
        for (int c = 0; c < plan.InChannels; c += LaneTransposition.Channels)
        {
            int channels = Math.Min(LaneTransposition.Channels, plan.InChannels - c);
            float* source = input + (c * plane);
            float* target = turned + (c / PanelChannels * plan.InPlane * Pixel) + (c % PanelChannels);
            for (int p = 0; p < plan.InPlane; p++)
                LaneTransposition.Turn(source + (p * Lanes.PerBlock), plane, channels, target + (p * Pixel), PanelChannels);
        }
    }

    // To [position][panel][tile][sample][channel].
    private static void TransformInput<TVector>(WinogradPlan plan, int first, int tiles, float* turned, float* target)
        where TVector : unmanaged, IVector<TVector>
    {
        const int Pixel = Lanes.PerBlock * PanelChannels;
        int position = InputPosition(plan);
        int row = plan.InWidth * Pixel;
        for (int panel = 0; panel < Panels(plan); panel++)
        {
            for (int t = 0; t < tiles; t++)
            {
                WinogradTile tile = plan.TileAt(first + t);
                float* source = turned + (((panel * plan.InPlane) + tile.Input) * Pixel);
                float* place = target + (((panel * GroupTiles) + t) * Pixel);
                for (int i = 0; i < Pixel; i += TVector.Count)
                    WinogradTransform.Input<TVector>(source + i, row, tile.LastRow * Pixel, Pixel, tile.LastColumn * Pixel, place + i, position);
            }
        }
    }

    // To [position][output channel][tile][sample].
    private static void TransformGradient<TVector>(WinogradPlan plan, int first, int tiles, float* outputGradient, float* target)
        where TVector : unmanaged, IVector<TVector>
    {
        int position = GradientPosition(plan);
        int row = plan.OutWidth * Lanes.PerBlock;
        for (int t = 0; t < tiles; t++)
        {
            WinogradTile tile = plan.TileAt(first + t);
            float* source = outputGradient + (tile.Output * Lanes.PerBlock);
            float* place = target + (t * Lanes.PerBlock);
            for (int o = 0; o < plan.OutChannels; o++, source += plan.Pixels * Lanes.PerBlock, place += GroupSamples)
            {
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                    WinogradTransform.OutputGradient<TVector>(source + lane, row, tile, place + lane, position);
            }
        }
    }

    // [position][panel][output channel][channel] += over samples.
    private static void Multiply<TVector>(WinogradPlan plan, int samples, float* inputs, float* gradients, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int k = 0; k < WinogradPlan.Positions; k++)
        {
            float* target = sums + (k * SumsPosition(plan));
            for (int panel = 0; panel < Panels(plan); panel++)
            {
                float* input = inputs + (k * InputPosition(plan)) + (panel * GroupSamples * PanelChannels);
                float* gradient = gradients + (k * GradientPosition(plan));
                for (int o = 0; o < plan.OutChannels; o += ChannelsPerTile)
                {
                    for (int c = 0; c < PanelChannels; c += 2 * TVector.Count)
                        Tile8x2<TVector>(input + c, gradient, samples, target + c);
                    gradient += ChannelsPerTile * GroupSamples;
                    target += ChannelsPerTile * PanelChannels;
                }
            }
        }
    }

    private static void Tile8x2<TVector>(float* input, float* gradient, int samples, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* second = sums + TVector.Count;
        TVector a00 = TVector.Load(sums);
        TVector a01 = TVector.Load(second);
        TVector a10 = TVector.Load(sums + PanelChannels);
        TVector a11 = TVector.Load(second + PanelChannels);
        TVector a20 = TVector.Load(sums + (2 * PanelChannels));
        TVector a21 = TVector.Load(second + (2 * PanelChannels));
        TVector a30 = TVector.Load(sums + (3 * PanelChannels));
        TVector a31 = TVector.Load(second + (3 * PanelChannels));
        TVector a40 = TVector.Load(sums + (4 * PanelChannels));
        TVector a41 = TVector.Load(second + (4 * PanelChannels));
        TVector a50 = TVector.Load(sums + (5 * PanelChannels));
        TVector a51 = TVector.Load(second + (5 * PanelChannels));
        TVector a60 = TVector.Load(sums + (6 * PanelChannels));
        TVector a61 = TVector.Load(second + (6 * PanelChannels));
        TVector a70 = TVector.Load(sums + (7 * PanelChannels));
        TVector a71 = TVector.Load(second + (7 * PanelChannels));
        for (int n = 0; n < samples; n++)
        {
            TVector v0 = TVector.Load(input);
            TVector v1 = TVector.Load(input + TVector.Count);
            TVector g0 = TVector.Broadcast(gradient[0]);
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            a01 = TVector.MultiplyAdd(g0, v1, a01);
            TVector g1 = TVector.Broadcast(gradient[GroupSamples]);
            a10 = TVector.MultiplyAdd(g1, v0, a10);
            a11 = TVector.MultiplyAdd(g1, v1, a11);
            TVector g2 = TVector.Broadcast(gradient[2 * GroupSamples]);
            a20 = TVector.MultiplyAdd(g2, v0, a20);
            a21 = TVector.MultiplyAdd(g2, v1, a21);
            TVector g3 = TVector.Broadcast(gradient[3 * GroupSamples]);
            a30 = TVector.MultiplyAdd(g3, v0, a30);
            a31 = TVector.MultiplyAdd(g3, v1, a31);
            TVector g4 = TVector.Broadcast(gradient[4 * GroupSamples]);
            a40 = TVector.MultiplyAdd(g4, v0, a40);
            a41 = TVector.MultiplyAdd(g4, v1, a41);
            TVector g5 = TVector.Broadcast(gradient[5 * GroupSamples]);
            a50 = TVector.MultiplyAdd(g5, v0, a50);
            a51 = TVector.MultiplyAdd(g5, v1, a51);
            TVector g6 = TVector.Broadcast(gradient[6 * GroupSamples]);
            a60 = TVector.MultiplyAdd(g6, v0, a60);
            a61 = TVector.MultiplyAdd(g6, v1, a61);
            TVector g7 = TVector.Broadcast(gradient[7 * GroupSamples]);
            a70 = TVector.MultiplyAdd(g7, v0, a70);
            a71 = TVector.MultiplyAdd(g7, v1, a71);
            input += PanelChannels;
            gradient++;
        }

        TVector.Store(a00, sums);
        TVector.Store(a01, second);
        TVector.Store(a10, sums + PanelChannels);
        TVector.Store(a11, second + PanelChannels);
        TVector.Store(a20, sums + (2 * PanelChannels));
        TVector.Store(a21, second + (2 * PanelChannels));
        TVector.Store(a30, sums + (3 * PanelChannels));
        TVector.Store(a31, second + (3 * PanelChannels));
        TVector.Store(a40, sums + (4 * PanelChannels));
        TVector.Store(a41, second + (4 * PanelChannels));
        TVector.Store(a50, sums + (5 * PanelChannels));
        TVector.Store(a51, second + (5 * PanelChannels));
        TVector.Store(a60, sums + (6 * PanelChannels));
        TVector.Store(a61, second + (6 * PanelChannels));
        TVector.Store(a70, sums + (7 * PanelChannels));
        TVector.Store(a71, second + (7 * PanelChannels));
    }

    // Gᵀ u G. The last row and column of u have the wrong sign: see WinogradTransform.OutputGradient.
    private static void Kernel(float* positions, int position, float* gradient)
    {
        float* rows = stackalloc float[12];
        for (int c = 0; c < 4; c++)
            Taps(positions + (c * position), 4 * position, rows + c, 4);
        for (int r = 0; r < 3; r++)
            Taps(rows + (4 * r), 1, gradient + (3 * r), 1);
    }

    private static void Taps(float* source, int step, float* target, int targetStep)
    {
        float even = 0.5f * (source[step] + source[2 * step]);
        target[0] = source[0] + even;
        target[targetStep] = 0.5f * (source[step] - source[2 * step]);
        target[2 * targetStep] = even - source[3 * step];
    }
}
