namespace Thimble.Kernels;

/// <summary>The windows of a pooling: a shape going in, a shape coming out, and how the window moves.</summary>
/// <param name="Input">The input's shape.</param>
/// <param name="Output">The output's shape, with the same channels.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Padding">Rows and columns around the input.</param>
internal sealed record PoolingPlan(Shape Input, Shape Output, int KernelHeight, int KernelWidth, int Stride, int Padding)
{
    /// <summary>Numbers in a window, padding included.</summary>
    public int WindowSize => KernelHeight * KernelWidth;

    /// <summary>Whether every input pixel lies in exactly one window.</summary>
    public bool WindowsTile =>
        Padding == 0 && Stride == KernelHeight && Stride == KernelWidth
        && Output.Height * Stride == Input.Height && Output.Width * Stride == Input.Width;

    /// <summary>Whether the windows are 2×2 and tile the input: the usual pooling, which has loops of its own.</summary>
    public bool IsTwoByTwo => KernelHeight == 2 && KernelWidth == 2 && WindowsTile;

    /// <summary>The input rows that window position <paramref name="y"/> covers.</summary>
    public (int First, int End) Rows(int y) => Inside(y, KernelHeight, Input.Height);

    /// <summary>The input columns that window position <paramref name="x"/> covers.</summary>
    public (int First, int End) Columns(int x) => Inside(x, KernelWidth, Input.Width);

    /// <summary>The number within window (<paramref name="y"/>, <paramref name="x"/>) of an input pixel.</summary>
    public int PositionOf(int y, int x, int row, int column) =>
        ((row - (y * Stride) + Padding) * KernelWidth) + column - (x * Stride) + Padding;

    private (int First, int End) Inside(int position, int kernel, int size)
    {
        int start = (position * Stride) - Padding;
        return (Math.Max(0, start), Math.Min(size, start + kernel));
    }
}
