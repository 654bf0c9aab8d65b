namespace Thimble.Kernels;

/// <summary>The windows of a pooling: a shape going in, a shape coming out, and how the window moves.</summary>
/// <param name="Input">The input's shape.</param>
/// <param name="Output">The output's shape, with the same channels.</param>
/// <param name="Window">The window.</param>
internal sealed record PoolingPlan(Shape Input, Shape Output, Window Window)
{
    /// <summary>Numbers in a window, padding included.</summary>
    public int WindowSize => Window.Kernel.Area;

    /// <summary>Whether every input pixel lies in exactly one window.</summary>
    public bool WindowsTile =>
        Window.Padding == 0 && Window.Stride == Window.Kernel
        && Output.Height * Window.Stride.Rows == Input.Height && Output.Width * Window.Stride.Columns == Input.Width;

    /// <summary>Whether the windows are 2×2 and tile the input: the usual pooling, which has loops of its own.</summary>
    public bool IsTwoByTwo => Window.Kernel == 2 && WindowsTile;

    /// <summary>The input rows that window position <paramref name="y"/> covers.</summary>
    public (int First, int End) Rows(int y) => Inside(y, Window.Kernel.Rows, Window.Stride.Rows, Window.Padding.Rows, Input.Height);

    /// <summary>The input columns that window position <paramref name="x"/> covers.</summary>
    public (int First, int End) Columns(int x) => Inside(x, Window.Kernel.Columns, Window.Stride.Columns, Window.Padding.Columns, Input.Width);

    /// <summary>The number within window (<paramref name="y"/>, <paramref name="x"/>) of an input pixel.</summary>
    public int PositionOf(int y, int x, int row, int column) =>
        ((row - (y * Window.Stride.Rows) + Window.Padding.Rows) * Window.Kernel.Columns)
        + column - (x * Window.Stride.Columns) + Window.Padding.Columns;

    private static (int First, int End) Inside(int position, int kernel, int stride, int padding, int size)
    {
        int start = (position * stride) - padding;
        return (Math.Max(0, start), Math.Min(size, start + kernel));
    }
}
