namespace Thimble.Layers;

/// <summary>The square window through which a layer sees its input.</summary>
/// <param name="KernelSize">Rows and columns seen by one output.</param>
/// <param name="Stride">How far the window moves from one output to the next.</param>
/// <param name="Padding">Rows and columns of zeros around the input.</param>
public readonly record struct Window(int KernelSize, int Stride = 1, int Padding = 0)
{
    /// <summary>One pixel, every pixel: what an element-by-element layer sees.</summary>
    public static Window Point => new(1);

    /// <summary>The number of window positions along <paramref name="size"/> pixels; below 1 if it does not fit.</summary>
    public int Positions(int size) =>
        size + (2 * Padding) < KernelSize ? 0 : ((size + (2 * Padding) - KernelSize) / Stride) + 1;

    /// <summary>The input with the padding around it.</summary>
    public Shape Padded(Shape input) => input with { Height = input.Height + (2 * Padding), Width = input.Width + (2 * Padding) };

    /// <summary>The output's height and width.</summary>
    /// <exception cref="InvalidInputException">The window is larger than the padded input.</exception>
    internal (int Height, int Width) Slide(Shape input)
    {
        int height = Positions(input.Height);
        int width = Positions(input.Width);
        if (height < 1 || width < 1)
        {
            string padded = Padding > 0 ? $" with padding {Padding}" : "";
            throw new InvalidInputException(
                $"a window of {KernelSize}×{KernelSize} does not fit into an input of {input.Height}×{input.Width}{padded}; use a smaller kernel, more padding or fewer pools before it");
        }

        return (height, width);
    }
}
