using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A step of a program without memory management: it reads values and writes one, in places that are known beforehand.</summary>
/// <param name="Name">The name of the node that it begins with.</param>
/// <param name="Operation">What it computes; a <see cref="Reshape"/> only copies, for the sake of the <paramref name="Finish"/>.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Value">The value that it writes: the number of the last node that went into it.</param>
/// <param name="Output">The shape of that value.</param>
/// <param name="Finish">What is done to each number before it is written.</param>
internal sealed record CStep(string Name, Operation Operation, IReadOnlyList<int> Inputs, int Value, Shape Output, CFinish Finish);

/// <summary>
/// What is done to a number of channel c before a step writes it: max(0, x) or not, x · factor[c] + addend[c] or not,
/// max(0, x) or not. Convolution, ReLU and normalization in any of the usual orders become one step by it.
/// </summary>
/// <param name="RectifiesFirst">Whether the number is rectified at the start.</param>
/// <param name="Factors">What it is then multiplied by, a channel each; null for 1.</param>
/// <param name="Addends">What is then added, a channel each; null for 0.</param>
/// <param name="RectifiesLast">Whether the number is rectified at the end.</param>
internal sealed record CFinish(bool RectifiesFirst = false, double[]? Factors = null, double[]? Addends = null, bool RectifiesLast = false)
{
    /// <summary>Nothing.</summary>
    public static CFinish None { get; } = new();

    /// <summary>This and then a node; null where that does not fit into this form.</summary>
    public CFinish? Then(GraphNode node) => node.Operation switch
    {
        Pointwise { Function: Rectifier } when Factors is null => this with { RectifiesFirst = true },
        Pointwise { Function: Rectifier } => this with { RectifiesLast = true },
        _ when !RectifiesLast && ExportGraph.AffineOf(node) is { } affine => Then(affine),
        _ => null,
    };

    private CFinish Then((double[] Factors, double[] Addends) next) => this with
    {
        Factors = Factors is null ? next.Factors : [.. Factors.Zip(next.Factors, (first, second) => first * second)],
        Addends = Addends is null
            ? next.Addends
            : [.. Addends.Zip(next.Factors, (first, second) => first * second).Zip(next.Addends, (first, second) => first + second)],
    };
}
