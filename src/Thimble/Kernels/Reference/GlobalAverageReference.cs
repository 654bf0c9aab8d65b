namespace Thimble.Kernels.Reference;

/// <summary>torch.nn.AdaptiveAvgPool2d(1): input samples × C × H × W, output samples × C × 1 × 1, the mean of each channel.</summary>
internal static class GlobalAverageReference
{
    /// <summary>The mean of each channel.</summary>
    public static Tensor4 Forward(Tensor4 input)
    {
        var output = new Tensor4(input.Samples, input.Channels, 1, 1);
        for (int i = 0; i < input.Values.Length; i++)
            output.Values[i / input.PlaneSize] += input.Values[i] / input.PlaneSize;
        return output;
    }

    /// <summary>d loss / d input: the gradient of each channel, spread evenly.</summary>
    public static Tensor4 Backward(Tensor4 input, Tensor4 outputGradient)
    {
        Tensor4 gradient = input.ZerosAlike();
        for (int i = 0; i < gradient.Values.Length; i++)
            gradient.Values[i] = outputGradient.Values[i / input.PlaneSize] / input.PlaneSize;
        return gradient;
    }
}
