using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>A two-dimensional convolution (cross-correlation, as in PyTorch's Conv2d) with square kernels.</summary>
/// <remarks>Input C × H × W, output <see cref="OutChannels"/> × H' × W' with H' = (H + 2·padding − kernel) / stride + 1.</remarks>
public sealed record Conv2d : Layer
{
    /// <summary>Describes the convolution.</summary>
    /// <param name="outChannels">Output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the kernel, at least 1.</param>
    /// <param name="stride">Step of the kernel: 1 or 2.</param>
    /// <param name="padding">Zeros around the input, at least 0 and below the kernel size.</param>
    /// <param name="groups">Groups of channels that do not see each other; the input's channel count makes it depthwise.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <param name="share">The name under which layers share their tensors, or null for tensors of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">The shared name is empty.</exception>
    public Conv2d(
        int outChannels, int kernelSize, int stride = 1, int padding = 0, int groups = 1, bool bias = true, string? share = null)
    {
        if (share is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(share);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernelSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(padding, kernelSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        OutChannels = outChannels;
        KernelSize = kernelSize;
        Stride = stride;
        Padding = padding;
        Groups = groups;
        Bias = bias;
        Share = share;
    }

    /// <summary>Output channels.</summary>
    public int OutChannels { get; }

    /// <summary>Rows and columns of the kernel.</summary>
    public int KernelSize { get; }

    /// <summary>Step of the kernel.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the input.</summary>
    public int Padding { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>Whether a number is added to each output channel.</summary>
    public bool Bias { get; }

    /// <inheritdoc/>
    public override string? Share { get; }

    private Window Window => new(KernelSize, Stride, Padding);

    /// <inheritdoc/>
    public override Window WindowOn(Shape input) => Window;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Channels % Groups != 0 || OutChannels % Groups != 0)
            throw new InvalidInputException($"groups {Groups} must divide both the {input.Channels} input channels and the {OutChannels} output channels");
        (int height, int width) = Window.Slide(input);
        return new(OutChannels, height, width);
    }

    /// <inheritdoc/>
    /// <remarks>PyTorch's start: both tensors uniform in ±1/√(input channels / groups × kernel²).</remarks>
    public override IReadOnlyList<ParameterSpecification> Parameters(Shape input)
    {
        int fanIn = input.Channels / Groups * KernelSize * KernelSize;
        float bound = 1 / MathF.Sqrt(fanIn);
        var weight = new ParameterSpecification(
            "weight", [OutChannels, input.Channels / Groups, KernelSize, KernelSize], ParameterKind.Weight, bound);
        return Bias ? [weight, new("bias", [OutChannels], ParameterKind.Bias, bound)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) =>
        (long)OutputShape(input).Size * (input.Channels / Groups) * KernelSize * KernelSize;

    internal override Operation CreateOperation(OperationContext context) => new Conv2dOperation(this, context);
}
