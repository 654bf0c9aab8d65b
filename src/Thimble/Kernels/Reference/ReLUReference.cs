namespace Thimble.Kernels.Reference;

/// <summary>torch.nn.ReLU: max(0, x). Its slope at 0 is 0, as in PyTorch.</summary>
internal static class ReLUReference
{
    /// <summary>output = max(0, input), any shape.</summary>
    public static Tensor4 Forward(Tensor4 input) => input with { Values = [.. input.Values.Select(x => Math.Max(0, x))] };

    /// <summary>d loss / d input: the output's gradient where the input is above 0.</summary>
    public static Tensor4 Backward(Tensor4 input, Tensor4 outputGradient) =>
        input with { Values = [.. input.Values.Zip(outputGradient.Values, (x, gradient) => x > 0 ? gradient : 0)] };
}
