using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>x where it is positive, elsewhere a small fraction of it, so that no channel can die.</summary>
public sealed record LeakyReLU : Layer
{
    private static readonly Option Slope = new SingleOption("negative_slope", NumberRange.BelowOne, "the fraction") { Default = _ => 0.01f };

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, LeakyReLU>(
        "leaky_relu", "x above 0, a fraction of it below", values => new(values.Single("negative_slope")), (Slope, layer => layer.NegativeSlope))
    {
        Bare = Slope,
    };

    /// <summary>Describes the layer.</summary>
    /// <param name="negativeSlope">The slope below 0, in [0, 1); default 0.01, as in PyTorch.</param>
    /// <exception cref="InvalidInputException">The slope is outside its range.</exception>
    public LeakyReLU(float negativeSlope = 0.01f)
    {
        NegativeSlope = negativeSlope;
        Check(Schema);
    }

    /// <summary>The slope below 0.</summary>
    public float NegativeSlope { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Pointwise(new LeakyRectifier(NegativeSlope)), input);
}
