using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>The largest number in each window. Of equal ones the first in the window gets the gradient, as in PyTorch.</summary>
public sealed record MaxPool2d : PoolLayer
{
    internal static readonly OptionSchema<Layer> Schema = SchemaOf<MaxPool2d>(
        "max_pool2d", "the largest number in each window", "rows and columns around the input, which are never the largest", (kernel, stride, padding) => new(kernel, stride, padding));

    /// <summary>Describes the layer.</summary>
    /// <param name="kernelSize">Rows and columns of the window, 1 to 256.</param>
    /// <param name="stride">Step of the window; the kernel size if it is not given.</param>
    /// <param name="padding">Rows and columns around the input (padding counts as minus infinity), at most half the kernel.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default)
        : base(kernelSize, stride, padding) => Check(Schema);

    /// <inheritdoc/>
    internal override LayerTraits Traits => base.Traits with { IsLinear = false };

    private protected override Operation Operation(Window window) => new MaximumPool(window);
}

/// <summary>The mean of each window; padding counts as zeros, as in PyTorch.</summary>
public sealed record AvgPool2d : PoolLayer
{
    internal static readonly OptionSchema<Layer> Schema = SchemaOf<AvgPool2d>(
        "avg_pool2d", "the mean of each window", "rows and columns around the input, which count as zeros", (kernel, stride, padding) => new(kernel, stride, padding));

    /// <summary>Describes the layer.</summary>
    /// <param name="kernelSize">Rows and columns of the window, 1 to 256.</param>
    /// <param name="stride">Step of the window; the kernel size if it is not given.</param>
    /// <param name="padding">Rows and columns around the input (padding counts as zeros), at most half the kernel.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public AvgPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default)
        : base(kernelSize, stride, padding) => Check(Schema);

    private protected override Operation Operation(Window window) => new AveragePool(window);
}

/// <summary>Global average pooling: the mean of each channel, as PyTorch's AdaptiveAvgPool2d(1).</summary>
public sealed record AdaptiveAvgPool2d : Layer
{
    // PyTorch takes the output's size; one pixel is the only one that there is here.
    private static readonly Option Size = new WholeOption("size", 1, 1, "the size that comes out, 1") { Default = _ => 1 };

    internal static readonly OptionSchema<Layer> Schema =
        new OptionSchema<Layer, AdaptiveAvgPool2d>("adaptive_avg_pool2d", "the mean of each channel", _ => new(), (Size, _ => 1)) { Bare = Size };

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { HasWindow = true, IsPool = true };

    /// <inheritdoc/>
    internal override Window WindowOn(Shape input) => new((input.Height, input.Width));

    internal override string? WhyIdle(Shape input) => input.PlaneSize == 1 ? "its input is a single pixel already" : null;

    internal override Value Lower(GraphBuilder graph, Value input) => PoolLayer.Pool(graph, input, new AveragePool(WindowOn(input.Shape), IsGlobal: true));
}

/// <summary>What the two poolings have in common.</summary>
public abstract record PoolLayer : Layer
{
    private protected PoolLayer(Size2d kernelSize, Size2d? stride, Size2d padding)
    {
        KernelSize = kernelSize;
        Stride = stride ?? kernelSize;
        Padding = padding;
    }

    /// <summary>Rows and columns of the window.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Step of the window.</summary>
    public Size2d Stride { get; }

    /// <summary>Rows and columns around the input.</summary>
    public Size2d Padding { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { HasWindow = true, IsPool = true };

    /// <inheritdoc/>
    internal override Window WindowOn(Shape input) => new(KernelSize, Stride, Padding);

    internal override string? WhyIdle(Shape input) => WindowOn(input).IsPoint ? "its window is a single pixel" : null;

    internal override Value Lower(GraphBuilder graph, Value input) => Pool(graph, input, Operation(WindowOn(input.Shape)));

    /// <summary>Pools an image; a flat vector as an image of one pixel, which is then flat again. With padding it may be longer.</summary>
    internal static Value Pool(GraphBuilder graph, Value input, Operation operation)
    {
        if (!input.Shape.IsFlat)
            return graph.Add(operation, input);
        Value pooled = graph.Add(operation, graph.Image(input), "pool");
        return graph.Add(new Reshape(Shape.Flat(pooled.Shape.Size)), pooled);
    }

    /// <summary>The operation of a window.</summary>
    private protected abstract Operation Operation(Window window);

    private protected static OptionSchema<Layer> SchemaOf<T>(string key, string help, string padding, Func<Size2d, Size2d, Size2d, T> create)
        where T : PoolLayer
    {
        var kernel = new SizeOption("kernel", 1, _ => LayerKinds.LargestWindow, "rows and columns, `2` or `[2, 3]`") { RangeText = "1 to 256" };
        return new OptionSchema<Layer, T>(
            key,
            help,
            values => create(values.Size("kernel"), values.Size("stride"), values.Size("padding")),
            (kernel, layer => layer.KernelSize),
            (new SizeOption("stride", 1, _ => LayerKinds.LargestWindow, "step of the window") { Default = values => values.Size("kernel"), DefaultText = "the kernel", RangeText = "1 to 256" }, layer => layer.Stride),
            (new SizeOption("padding", 0, values => Half(values.Size("kernel")), padding) { Default = _ => (Size2d)0, DefaultText = "0", RangeText = "at most half the kernel" }, layer => layer.Padding))
        {
            Bare = kernel,
        };
    }

    private static Size2d Half(Size2d kernel) => (kernel.Rows / 2, kernel.Columns / 2);
}
