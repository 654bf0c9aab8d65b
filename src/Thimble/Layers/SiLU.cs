using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>x times its logistic function (also called swish), element by element.</summary>
public sealed record SiLU : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, SiLU>("silu", "x / (1 + e⁻ˣ), also called swish", _ => new());

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Pointwise(new SigmoidLinear()), input);
}
