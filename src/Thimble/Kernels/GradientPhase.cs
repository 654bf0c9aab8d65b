namespace Thimble.Kernels;

/// <summary>
/// The rows (or columns) of a strided convolution's input that have one remainder by the stride. Only the kernel's rows of that remainder
/// ever meet them, so their gradient is a convolution of its own, of stride 1, with a part of the kernel.
/// </summary>
/// <param name="First">The first of them.</param>
/// <param name="Stride">From one to the next.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Source">The row of the output gradient that the first of them reads through the first of the kernel's rows; it may be beyond its edges.</param>
/// <param name="Taps">The kernel's rows, the last first: so the rows of the output gradient rise.</param>
internal sealed record GradientPhase(int First, int Stride, int Count, int Source, IReadOnlyList<int> Taps)
{
    /// <summary>The phases of an axis. Those that no window reaches have no taps: their gradient is 0.</summary>
    /// <param name="size">Rows of the input, without borders.</param>
    /// <param name="kernel">Rows of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Rows of the border.</param>
    public static IEnumerable<GradientPhase> Of(int size, int kernel, int stride, int padding)
    {
        for (int first = 0; first < Math.Min(stride, size); first++)
        {
            int remainder = (first + padding) % stride;
            yield return new(
                first, stride, ((size - 1 - first) / stride) + 1, (first + padding) / stride,
                [.. Enumerable.Range(0, kernel).Where(tap => tap % stride == remainder).Reverse()]);
        }
    }

    /// <summary>Rows of zeros needed on each side of an output gradient with this many rows.</summary>
    public int BorderOf(int outSize) => Taps.Count == 0 ? 0 : Math.Max(0, Math.Max(Taps.Count - 1 - Source, Source + Count - outSize));

    /// <summary>The input's row of the <paramref name="index"/>-th row of this phase.</summary>
    public int PlaceOf(int index) => First + (index * Stride);
}
