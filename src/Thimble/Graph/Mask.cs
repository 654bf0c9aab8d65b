namespace Thimble.Graph;

/// <summary>
/// Dropout: in training each number, or each channel of a sample, is kept and multiplied by 1 / (1 − rate), or set to zero.
/// Number i is kept if draw i of (seed, epoch, sample, place) is at least the rate.
/// </summary>
/// <param name="Rate">The probability of zero, in [0, 1).</param>
/// <param name="IsWholeChannels">Whether whole channels are set to zero.</param>
/// <param name="Place">The layer's place, the key of its randomness.</param>
internal sealed record Mask(float Rate, bool IsWholeChannels, int Place) : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Nothing;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <summary>The numbers that are drawn for a sample.</summary>
    public int Draws(Shape shape) => IsWholeChannels ? shape.Channels : shape.Size;

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => Apply(numbers, inputs[0]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [Apply(numbers, outputGradient)];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);

    private Tensor4 Apply(DefinitionNumbers numbers, Tensor4 input)
    {
        if (!numbers.IsTraining)
            return input;
        int draws = IsWholeChannels ? input.Channels : input.SampleSize;
        bool[] kept = [.. Enumerable.Range(0, input.Samples).SelectMany(sample =>
        {
            KeyedRandom random = numbers.RandomOf(sample, Place);
            return Enumerable.Range(0, draws).Select(i => random.Uniform(i) >= Rate);
        })];
        return MaskDefinition.Apply(input, kept, Rate);
    }
}

/// <summary>
/// torch.nn.Dropout and Dropout2d in training, for a given mask. Both are linear in their input, so the gradient goes
/// back through the same function with the same mask.
/// </summary>
internal static class MaskDefinition
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
