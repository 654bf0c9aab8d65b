namespace Thimble.Layers;

/// <summary>A trainable tensor: its name within the layer, its dimensions, and how it starts.</summary>
/// <param name="Name">PyTorch's name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Dimensions">PyTorch's dimensions: a convolution's weight is output, input / groups, row, column.</param>
/// <param name="Kind">What it does.</param>
/// <param name="InitialBound">It starts uniform in ±bound; 0 for a constant start.</param>
/// <param name="InitialValue">The constant it starts with if the bound is 0.</param>
public sealed record ParameterSpecification(
    string Name,
    IReadOnlyList<int> Dimensions,
    ParameterKind Kind,
    float InitialBound = 0,
    float InitialValue = 0)
{
    /// <summary>The number of trainable numbers.</summary>
    public int Count => Dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));
}
