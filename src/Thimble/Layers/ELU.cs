using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>x where it is positive, elsewhere α · (eˣ − 1): a curve that flattens out at −α, so that no channel can die.</summary>
public sealed record ELU : Layer
{
    private static readonly Option MostBelow = new SingleOption("alpha", new(0, 10, LowIncluded: false), "how far below 0 an output can get") { Default = _ => 1f };

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, ELU>(
        "elu", "x above 0, alpha · (eˣ − 1) below", values => new(values.Single("alpha")), (MostBelow, layer => layer.Alpha))
    {
        Bare = MostBelow,
    };

    /// <summary>Describes the layer.</summary>
    /// <param name="alpha">How far below 0 an output can get, in (0, 10]; default 1, as in PyTorch.</param>
    /// <exception cref="InvalidInputException">Alpha is outside its range.</exception>
    public ELU(float alpha = 1)
    {
        Alpha = alpha;
        Check(Schema);
    }

    /// <summary>How far below 0 an output can get.</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Pointwise(new ExponentialLinear(Alpha)), input);
}
