namespace Thimble.Export.C;

/// <summary>
/// About how many bytes of code a program in whole numbers of 8 bits becomes. This is an estimate: it was measured with GCC 12 at -O2, what is
/// needed of its library included, as the larger of Cortex-M0+ and Cortex-M4, and is within a tenth for most networks. At -Os it is about a sixth less.
/// </summary>
internal static class CodeEstimate
{
    // The driver, pixels, and products of vectors: all that a single linear layer needs.
    private const int Base = 1_550;

    private const int Windows = 1_500;
    private const int Depthwise = 550;
    private const int Groups = 350;
    private const int Sum = 300;
    private const int Product = 550;
    private const int OverlappingPool = 150;
    private const int Functions = 150;

    /// <summary>The estimate for a program of these steps.</summary>
    public static long BytesOf(IReadOnlyList<RowStep> steps) =>
        Base
        + (steps.Any(step => step.Window.Kernel.Area > 1) ? Windows : 0)
        + (Has(steps, RowSource.Depthwise) ? Depthwise : 0)
        + (steps.Any(step => step is { Source: RowSource.Convolution, Step.Operation: Graph.Convolution { Groups: > 1 } }) ? Groups : 0)
        + (Has(steps, RowSource.Sum) ? Sum : 0)
        + (Has(steps, RowSource.Product) ? Product : 0)
        + (Has(steps, RowSource.Largest) ? OverlappingPool : 0)
        + (Has(steps, RowSource.Mean) ? OverlappingPool : 0)
        + (steps.Any(step => step.Functions.Count > 0) ? Functions : 0);

    private static bool Has(IReadOnlyList<RowStep> steps, RowSource source) => steps.Any(step => step.Source == source);
}
