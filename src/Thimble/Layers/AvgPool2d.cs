using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>The mean of each window; padding counts as zeros, as in PyTorch.</summary>
public sealed record AvgPool2d : Layer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="kernelSize">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Step of the window; the kernel size if it is not given.</param>
    /// <param name="padding">Rows and columns around the input (padding counts as zeros), at most half the kernel.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public AvgPool2d(int kernelSize, int? stride = null, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernelSize);
        if (stride is { } step)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step, nameof(stride));
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, kernelSize / 2);
        KernelSize = kernelSize;
        Stride = stride ?? kernelSize;
        Padding = padding;
    }

    /// <summary>Rows and columns of the window.</summary>
    public int KernelSize { get; }

    /// <summary>Step of the window.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns around the input.</summary>
    public int Padding { get; }

    private Window Window => new(KernelSize, Stride, Padding);

    /// <inheritdoc/>
    public override Window WindowOn(Shape input) => Window;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        (int height, int width) = Window.Slide(input);
        return input with { Height = height, Width = width };
    }

    internal override Operation CreateOperation(OperationContext context) => new AvgPool2dOperation(Window, context);
}
