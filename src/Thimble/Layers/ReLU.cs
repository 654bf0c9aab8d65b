using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>max(0, x), element by element.</summary>
public sealed record ReLU : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, ReLU>("relu", "max(0, x)", _ => new());

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false, CutsAtZero = true, WhyRepeatingIsIdle = "ReLU of ReLU is ReLU" };

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Pointwise(new Rectifier()), input);
}
