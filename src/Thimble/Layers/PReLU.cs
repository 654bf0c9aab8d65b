using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>x where it is positive, elsewhere a trained fraction of it (He et al., "Delving Deep into Rectifiers", 2015).</summary>
public sealed record PReLU : Layer
{
    private static readonly Option Slopes = new WholeOption("num_parameters", 1, LayerKinds.MostChannels, "trained fractions: 1, or one a channel") { Default = _ => 1, RangeText = "" };
    private static readonly Option Initial = new SingleOption("init", new(-10, 10), "what they start with") { Default = _ => 0.25f };

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, PReLU>(
        "prelu",
        "x above 0, a trained fraction of it below",
        values => new(values.Whole("num_parameters"), values.Single("init")),
        (Slopes, layer => layer.NumParameters),
        (Initial, layer => layer.Init));

    /// <summary>Describes the layer.</summary>
    /// <param name="numParameters">Trained fractions: 1 (the default) for all channels, or one a channel.</param>
    /// <param name="init">What they start with; 0.25 by default, as in PyTorch.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public PReLU(int numParameters = 1, float init = 0.25f)
    {
        NumParameters = numParameters;
        Init = init;
        Check(Schema);
    }

    /// <summary>Trained fractions: 1 for all channels, or one a channel.</summary>
    public int NumParameters { get; }

    /// <summary>What they start with.</summary>
    public float Init { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input) =>
        [new("weight", [NumParameters], ParameterKind.Weight, InitialValue: Init)];

    // max(0, x) + slope · min(0, x)
    internal override Value Lower(GraphBuilder graph, Value input)
    {
        if (NumParameters != 1 && NumParameters != input.Shape.Channels)
            throw new InvalidInputException($"num_parameters {NumParameters} must be 1 or the number of channels, {input.Shape.Channels}");
        Value positive = graph.Add(new Pointwise(new Rectifier()), input, "positive");
        Value negative = graph.Add(new Pointwise(new NegativePart()), input, "negative");
        return graph.Add(new Add(), [positive, graph.Add(new Affine(graph.Parameter("weight"), Shift: null), negative, "slope")]);
    }
}
