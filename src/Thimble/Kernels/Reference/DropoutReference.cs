namespace Thimble.Kernels.Reference;

/// <summary>
/// torch.nn.Dropout and Dropout2d in training, for a given mask. Both are linear in their input, so the gradient goes
/// back through the same function with the same mask.
/// </summary>
internal static class DropoutReference
{
    /// <summary>Each number is kept, times 1 / (1 − p), or zero.</summary>
    /// <param name="input">Samples × C × H × W: the input, or d loss / d output for the way back.</param>
    /// <param name="kept">Which to keep: samples × C × H × W for Dropout, samples × C for Dropout2d.</param>
    /// <param name="p">The probability with which the mask was drawn.</param>
    public static Tensor4 Apply(Tensor4 input, bool[] kept, double p)
    {
        Tensor4 output = input.ZerosAlike();
        int share = input.Values.Length / kept.Length;
        for (int i = 0; i < output.Values.Length; i++)
            output.Values[i] = kept[i / share] ? input.Values[i] / (1 - p) : 0;
        return output;
    }
}
