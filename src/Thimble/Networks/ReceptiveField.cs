using Thimble.Layers;

namespace Thimble.Networks;

/// <summary>How much of the image one output of a layer depends on.</summary>
/// <param name="Size">Rows and columns of the image that one output can see.</param>
/// <param name="Jump">Pixels of the image between neighbouring outputs: the product of the strides so far.</param>
public readonly record struct ReceptiveField(int Size, int Jump)
{
    /// <summary>The image itself: each pixel sees itself.</summary>
    public static ReceptiveField Pixel => new(1, 1);

    /// <summary>The receptive field behind one more window: size + (kernel − 1) · jump, jump · stride.</summary>
    public ReceptiveField Through(Window window) =>
        new(Size + ((window.KernelSize - 1) * Jump), Jump * window.Stride);

    /// <summary>Whether one output can depend on the whole image.</summary>
    public bool Covers(Shape image) => Size >= Math.Max(image.Height, image.Width);
}
