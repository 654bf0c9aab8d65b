using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>A trained factor for each channel, which starts at 1.</summary>
public sealed record Scale : Layer
{
    private static readonly Option Initial = new SingleOption("init", new(-1000, 1000), "what the factors start with") { Default = _ => 1f };

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Scale>(
        "scale", "a trained factor for each channel", values => new(values.Single("init")), (Initial, layer => layer.Init))
    {
        Bare = Initial,
    };

    /// <summary>Describes the layer.</summary>
    /// <param name="init">What the factors start with; 1 by default. A small one (LayerScale) lets a residual branch begin almost closed.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public Scale(float init = 1)
    {
        Init = init;
        Check(Schema);
    }

    /// <summary>What the factors start with.</summary>
    public float Init { get; }

    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input) =>
        [new("weight", [input.Channels], ParameterKind.Normalization, InitialValue: Init)];

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Affine(graph.Parameter("weight"), Shift: null), input);
}
