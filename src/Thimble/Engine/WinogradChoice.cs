using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>
/// Which convolutions use Winograd's algorithm: those where it was measured to be faster. docs/performance.md has the figures.
/// </summary>
/// <remarks>
/// For measurements of its accuracy, the application's data "Thimble.Winograd" (<see cref="AppContext.SetData"/>) can be
/// "always" (wherever it is possible) or "never". It is read when a network is compiled.
/// </remarks>
internal static class WinogradChoice
{
    /// <summary>The name of the setting.</summary>
    public const string Setting = "Thimble.Winograd";

    // With few channels there is little to multiply between the transforms. From some 512 pairs on it already pays; with 1,024
    // the built-in networks of about 10,000 parameters have none.
    private const int FewestPairs = 1024;

    /// <summary>The plan of a convolution, or null if it is better done directly.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">The input's shape, borders included.</param>
    /// <param name="outChannels">Output channels.</param>
    public static WinogradPlan? ForConvolution(Convolution operation, Shape input, int outChannels)
    {
        // With few tiles some of each three idle.
        const int FewestPixels = 25;
        return PlanOf(operation, input, outChannels, plan => plan.Pixels >= FewestPixels && plan.InChannels * plan.OutChannels >= FewestPairs);
    }

    /// <summary>The plan of a weight gradient, or null if it is better done directly.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">The forward convolution's input shape, borders included.</param>
    public static WinogradPlan? ForWeightGradient(Convolution operation, Shape input)
    {
        // Input channels are done 32 at a time, whether they exist or not.
        const double LeastFull = 0.75;
        return PlanOf(operation, input, operation.OutChannels, plan =>
            WinogradWeightGradient.InputChannelsInUse(plan) >= LeastFull && plan.InChannels * plan.OutChannels >= FewestPairs);
    }

    /// <summary>The plan of a convolution by tiles of 4×4, or null if it is better done otherwise.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">The shape of what is convolved, without borders.</param>
    /// <param name="padding">Rows and columns of zeros around it.</param>
    /// <param name="outChannels">Output channels.</param>
    /// <remarks>
    /// Against direct convolution, one core with 256-bit registers: 16→16 channels at 4×4, 6×6, 7×7, 9×9 and 14×14 take 0.51, 0.83, 0.6,
    /// 0.69 and 0.53 of its time, 8→8 at 6×6 1.0, 8→10 at 7×7 and 14×14 0.6; at 5×5 1.0, since its four tiles hold 64 pixels for 25.
    /// Against tiles of 2×2: 0.5 to 0.7 for 32 to 64 input channels, 1.3 for 128, of which too few tiles fit into the cache.
    /// </remarks>
    public static Winograd4Plan? TilesOfFour(KernelSet kernels, Convolution operation, Shape input, Size2d padding, int outChannels)
    {
        const int MostInputs = 96;
        return FourOf(kernels, operation, input, padding, outChannels, leastSide: Winograd4Plan.Tile, plan => plan.InChannels <= MostInputs);
    }

    /// <summary>The plan of a weight gradient by tiles of 4×4, or null if it is better done otherwise.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">The forward convolution's input shape, without borders.</param>
    /// <remarks>
    /// Measured likewise: 10→16 and 16→16 channels at 28×28 take 0.7 and 0.65 of direct convolution's time, 16→16 at 14×14 0.83, 8→10 at
    /// 14×14 1.0, anything at 9×9 or less 1.2 and more: adding up lanes takes longest then. Against tiles of 2×2: 0.6 for 32→64 at
    /// 28×28, 0.86 at 14×14, 1.0 for 64→128 and 1.5 for 128→128.
    /// </remarks>
    public static Winograd4Plan? TilesOfFourForWeightGradient(KernelSet kernels, Convolution operation, Shape input)
    {
        const int LeastSide = 12;
        const int MostChannels = 128;
        return FourOf(
            kernels, operation, input, operation.Window.Padding, operation.OutChannels, LeastSide, plan => plan.InChannels + plan.OutChannels <= MostChannels);
    }

    private static Winograd4Plan? FourOf(
        KernelSet kernels, Convolution operation, Shape input, Size2d padding, int outChannels, int leastSide, Predicate<Winograd4Plan> fits)
    {
        const int FewestChannels = 8;
        const double LeastUsed = 0.5;
        string? setting = AppContext.GetData(Setting) as string;
        if (!kernels.AllowsTilesOfFour || setting is "never" or "always" || !IsPossible(operation) || padding.Rows < 0 || padding.Columns < 0)
            return null;
        var plan = new Winograd4Plan(input, padding, outChannels);
        bool pays = Math.Min(plan.InChannels, plan.OutChannels) >= FewestChannels && Math.Min(plan.OutHeight, plan.OutWidth) >= leastSide
            && plan.Pixels >= LeastUsed * plan.TileRows * plan.TileColumns * Winograd4Plan.Tile * Winograd4Plan.Tile;
        return pays && fits(plan) ? plan : null;
    }

    private static bool IsPossible(Convolution operation) =>
        operation.Window.Kernel == 3 && operation.Window.Stride == 1 && operation.Groups == 1;

    private static WinogradPlan? PlanOf(Convolution operation, Shape input, int outChannels, Predicate<WinogradPlan> pays)
    {
        string? setting = AppContext.GetData(Setting) as string;
        if (!IsPossible(operation) || setting == "never")
            return null;
        var plan = new WinogradPlan(input.Channels, input.Height, input.Width, outChannels);
        return setting == "always" || pays(plan) ? plan : null;
    }
}
