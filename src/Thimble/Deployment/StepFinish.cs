namespace Thimble.Deployment;

/// <summary>
/// What is done to a number of channel c before a step writes it: max(0, x) or not, x · factor[c] + addend[c] or not,
/// max(0, x) or not. Convolution, ReLU and normalization in any of the usual orders become one step by it.
/// </summary>
/// <param name="RectifiesFirst">Whether the number is rectified at the start.</param>
/// <param name="Factors">What it is then multiplied by, a channel each; null for 1.</param>
/// <param name="Addends">What is then added, a channel each; null for 0.</param>
/// <param name="RectifiesLast">Whether the number is rectified at the end.</param>
internal sealed record StepFinish(bool RectifiesFirst = false, double[]? Factors = null, double[]? Addends = null, bool RectifiesLast = false)
{
    /// <summary>Nothing.</summary>
    public static StepFinish None { get; } = new();

    /// <summary>This and then an operation; null where that does not fit into this form.</summary>
    public StepFinish? Then(GraphOperation operation) => operation switch
    {
        GraphOperation.Rectification when Factors is null => this with { RectifiesFirst = true },
        GraphOperation.Rectification => this with { RectifiesLast = true },
        GraphOperation.Normalization normalization when !RectifiesLast => Then(normalization.AsAffine()),
        _ => null,
    };

    private StepFinish Then((double[] Factors, double[] Addends) next) => this with
    {
        Factors = Factors is null ? next.Factors : [.. Factors.Zip(next.Factors, (first, second) => first * second)],
        Addends = Addends is null
            ? next.Addends
            : [.. Addends.Zip(next.Factors, (first, second) => first * second).Zip(next.Addends, (first, second) => first + second)],
    };
}
