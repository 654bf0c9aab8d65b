namespace Thimble.Layers;

/// <summary>How much of the image one output of a layer depends on.</summary>
/// <param name="Size">Rows and columns of the image that one output can see.</param>
/// <param name="Jump">Pixels of the image between neighbouring outputs: the product of the strides so far.</param>
public readonly record struct ReceptiveField(Size2d Size, Size2d Jump)
{
    /// <summary>The image itself: each pixel sees itself.</summary>
    public static ReceptiveField Pixel => new(1, 1);

    /// <summary>The receptive field after one more window: size + (kernel − 1) · jump, jump · stride.</summary>
    internal ReceptiveField Through(Window window) => new(
        (Size.Rows + ((window.Kernel.Rows - 1) * Jump.Rows), Size.Columns + ((window.Kernel.Columns - 1) * Jump.Columns)),
        (Jump.Rows * window.Stride.Rows, Jump.Columns * window.Stride.Columns));

    /// <summary>The receptive field of what depends on both.</summary>
    public ReceptiveField Joined(ReceptiveField other) => new(
        (Math.Max(Size.Rows, other.Size.Rows), Math.Max(Size.Columns, other.Size.Columns)),
        (Math.Max(Jump.Rows, other.Jump.Rows), Math.Max(Jump.Columns, other.Jump.Columns)));

    /// <summary>Whether one output can depend on the whole image.</summary>
    public bool Covers(Shape image) => Size.Rows >= image.Height && Size.Columns >= image.Width;
}
