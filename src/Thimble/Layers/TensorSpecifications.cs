namespace Thimble.Layers;

/// <summary>A trainable tensor: its name within the layer, its dimensions, and how it starts.</summary>
/// <param name="Name">PyTorch's name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Dimensions">PyTorch's dimensions: a convolution's weight is output, input / groups, row, column.</param>
/// <param name="Kind">What it does.</param>
/// <param name="InitialBound">It starts uniform in ±bound; 0 for a constant start.</param>
/// <param name="InitialValue">The constant it starts with if the bound is 0.</param>
internal sealed record ParameterSpecification(
    string Name,
    IReadOnlyList<int> Dimensions,
    ParameterKind Kind,
    float InitialBound = 0,
    float InitialValue = 0)
{
    /// <summary>The number of trainable numbers.</summary>
    public int Count => Dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));
}

/// <summary>What a trainable tensor does, for weight decay by group.</summary>
public enum ParameterKind
{
    /// <summary>The weights of a convolution or a linear layer, or the slopes of a PReLU.</summary>
    Weight,

    /// <summary>A bias of a convolution or a linear layer.</summary>
    Bias,

    /// <summary>The scale or shift of a normalization, or the factors of a scale layer.</summary>
    Normalization,
}

/// <summary>A tensor that is kept with the weights but not trained.</summary>
/// <param name="Name">PyTorch's name within the layer: <c>running_mean</c>.</param>
/// <param name="Count">The number of values.</param>
/// <param name="InitialValue">What every value starts with.</param>
internal sealed record BufferSpecification(string Name, int Count, float InitialValue);
