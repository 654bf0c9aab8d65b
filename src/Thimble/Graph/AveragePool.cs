namespace Thimble.Graph;

/// <summary>The mean of each window; what is outside the image counts as zeros.</summary>
/// <param name="Window">The window.</param>
/// <param name="IsGlobal">Whether the window is the whole image, which other programs have an operator for.</param>
internal sealed record AveragePool(Window Window, bool IsGlobal = false) : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Nothing;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Window.Slide(inputs[0]);

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => AveragePoolDefinition.Forward(inputs[0], Window);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [AveragePoolDefinition.Backward(inputs[0], Window, outputGradient)];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>
/// torch.nn.AvgPool2d: input samples × C × H × W, output samples × C × H' × W'. Padding counts as zeros
/// (count_include_pad, PyTorch's default), so every window is divided by kernel².
/// </summary>
/// <remarks>
/// It is the depthwise convolution whose weights are all 1 / kernel², and is written as one. With a window as large as the
/// image it is AdaptiveAvgPool2d(1).
/// </remarks>
internal static class AveragePoolDefinition
{
    /// <summary>The mean of each window.</summary>
    public static Tensor4 Forward(Tensor4 input, Window window) =>
        Convolution(input, window).Forward(input, Weights(input, window), bias: null);

    /// <summary>d loss / d input: each window spreads its gradient evenly, over the padding too.</summary>
    public static Tensor4 Backward(Tensor4 input, Window window, Tensor4 outputGradient) =>
        Convolution(input, window).InputGradient(input, Weights(input, window), outputGradient);

    private static ConvolutionDefinition Convolution(Tensor4 input, Window window) => new(window, input.Channels, input.Channels);

    private static double[] Weights(Tensor4 input, Window window)
    {
        int size = window.Kernel.Area;
        return [.. Enumerable.Repeat(1.0 / size, input.Channels * size)];
    }
}
