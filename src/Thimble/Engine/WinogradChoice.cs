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
    public static Winograd4Plan? TilesOfFour(KernelSet kernels, Convolution operation, Shape input, Size2d padding, int outChannels) =>
        FourOf(kernels, operation, input, padding, outChannels, leastSide: Winograd4Plan.Tile);

    /// <summary>The plan of a weight gradient by tiles of 4×4, or null if it is better done otherwise.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">The forward convolution's input shape, without borders.</param>
    public static Winograd4Plan? TilesOfFourForWeightGradient(KernelSet kernels, Convolution operation, Shape input) =>
        FourOf(kernels, operation, input, operation.Window.Padding, operation.OutChannels, leastSide: 12);

    private static Winograd4Plan? FourOf(KernelSet kernels, Convolution operation, Shape input, Size2d padding, int outChannels, int leastSide)
    {
        const int FewestChannels = 8;
        const double LeastFull = 0.5;
        string? setting = AppContext.GetData(Setting) as string;
        if (!kernels.AllowsTilesOfFour || setting is "never" or "always" || !IsPossible(operation) || padding.Rows < 0 || padding.Columns < 0)
            return null;
        var plan = new Winograd4Plan(input, padding, outChannels);
        return plan.InChannels >= FewestChannels && plan.OutChannels >= FewestChannels && plan.OutHeight >= leastSide && plan.OutWidth >= leastSide
            && plan.Pixels >= LeastFull * plan.TileRows * plan.TileColumns * Winograd4Plan.Tile * Winograd4Plan.Tile
            ? plan : null;
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
