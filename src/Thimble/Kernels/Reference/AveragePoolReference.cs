namespace Thimble.Kernels.Reference;

/// <summary>
/// torch.nn.AvgPool2d: input samples × C × H × W, output samples × C × H' × W'. Padding counts as zeros
/// (count_include_pad, PyTorch's default), so every window is divided by kernel².
/// </summary>
/// <remarks>
/// It is the depthwise convolution whose weights are all 1 / kernel², and is written as one. AdaptiveAvgPool2d(1) is
/// the mean of each whole channel: <see cref="GlobalAverageReference"/>.
/// </remarks>
internal static class AveragePoolReference
{
    /// <summary>The mean of each window.</summary>
    public static Tensor4 Forward(Tensor4 input, ReferenceWindow window) =>
        Convolution(input, window).Forward(input, Weights(input, window), bias: null);

    /// <summary>d loss / d input: each window spreads its gradient evenly, over the padding too.</summary>
    public static Tensor4 Backward(Tensor4 input, ReferenceWindow window, Tensor4 outputGradient) =>
        Convolution(input, window).InputGradient(input, Weights(input, window), outputGradient);

    private static ConvolutionReference Convolution(Tensor4 input, ReferenceWindow window) => new(window, input.Channels, input.Channels);

    private static double[] Weights(Tensor4 input, ReferenceWindow window)
    {
        int size = window.KernelSize * window.KernelSize;
        return [.. Enumerable.Repeat(1.0 / size, input.Channels * size)];
    }
}
