namespace Thimble;

/// <summary>The window through which a layer sees its input.</summary>
internal readonly record struct Window
{
    /// <summary>Describes a window.</summary>
    /// <param name="kernel">Rows and columns seen by one output.</param>
    /// <param name="stride">How far the window moves from one output to the next; 1 if it is not given.</param>
    /// <param name="padding">Rows and columns around the input, on every side.</param>
    public Window(Size2d kernel, Size2d? stride = null, Size2d padding = default)
    {
        Kernel = kernel;
        Stride = stride ?? 1;
        Padding = padding;
    }

    /// <summary>One pixel, every pixel: what an element-by-element layer sees.</summary>
    public static Window Point => new(1);

    /// <summary>Rows and columns seen by one output.</summary>
    public Size2d Kernel { get; }

    /// <summary>How far the window moves from one output to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>Rows and columns around the input, on every side.</summary>
    public Size2d Padding { get; }

    /// <summary>Whether every output sees one pixel, and every pixel is seen.</summary>
    public bool IsPoint => Kernel == 1 && Stride == 1 && Padding == 0;

    /// <summary>The number of window positions down and across an image; below 1 where the window does not fit.</summary>
    public Size2d Positions(int height, int width) => new(
        Positions(height, Kernel.Rows, Stride.Rows, Padding.Rows), Positions(width, Kernel.Columns, Stride.Columns, Padding.Columns));

    /// <summary>The input with the padding around it.</summary>
    public Shape Padded(Shape input) => input with { Height = input.Height + (2 * Padding.Rows), Width = input.Width + (2 * Padding.Columns) };

    /// <summary>The output's shape, with the input's channels.</summary>
    /// <exception cref="InvalidInputException">The window is larger than the padded input.</exception>
    internal Shape Slide(Shape input)
    {
        Size2d positions = Positions(input.Height, input.Width);
        if (positions.Rows < 1 || positions.Columns < 1)
        {
            string padded = Padding == 0 ? "" : $" with padding {(Padding.IsSquare ? $"{Padding.Rows}" : $"{Padding}")}";
            throw new InvalidInputException(
                $"a window of {Kernel} does not fit into an input of {input.Height}×{input.Width}{padded}; use a smaller kernel, more padding or fewer pools before it");
        }

        return new(input.Channels, positions.Rows, positions.Columns);
    }

    private static int Positions(int size, int kernel, int stride, int padding) =>
        size + (2 * padding) < kernel ? 0 : ((size + (2 * padding) - kernel) / stride) + 1;
}
