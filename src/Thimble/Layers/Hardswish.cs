using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>x · min(max(x + 3, 0), 6) / 6, element by element: much like <see cref="SiLU"/> without an exponential.</summary>
public sealed record Hardswish : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Hardswish>("hardswish", "x · min(max(x + 3, 0), 6) / 6", _ => new());

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Pointwise(new HardSwishFunction()), input);
}
