namespace Thimble.Kernels.Reference;

/// <summary>A square window that moves over an image: what PyTorch calls kernel_size, stride and padding.</summary>
/// <param name="KernelSize">Rows and columns of the window.</param>
/// <param name="Stride">How far it moves from one output to the next.</param>
/// <param name="Padding">Rows and columns around the image.</param>
internal readonly record struct ReferenceWindow(int KernelSize, int Stride = 1, int Padding = 0)
{
    /// <summary>The number of outputs along <paramref name="size"/> pixels: ⌊(size + 2·padding − kernel) / stride⌋ + 1.</summary>
    public int Positions(int size) => ((size + (2 * Padding) - KernelSize) / Stride) + 1;
}
