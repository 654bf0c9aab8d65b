using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>A fully connected layer: output = weight · input + bias. The input is read as one flat vector.</summary>
public sealed record Linear : Layer
{
    private static readonly Option Out = new WholeOption("out", 1, LayerKinds.MostChannels, "outputs");

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Linear>(
        "linear",
        "fully connected; takes a flat vector or 1×1 pixels",
        values => new(values.Whole("out"), values.Flag("bias"), values.Name("share")),
        (Out, layer => layer.OutFeatures),
        (new FlagOption("bias", "whether a number is added to each output") { Default = _ => true }, layer => layer.Bias),
        (new NameOption("share", "a name under which layers share weights") { Default = _ => null, DefaultText = "its own weights" }, layer => layer.Share))
    {
        Bare = Out,
    };

    /// <summary>Describes the layer.</summary>
    /// <param name="outFeatures">Outputs, at least 1.</param>
    /// <param name="bias">Whether a number is added to each output.</param>
    /// <param name="share">The name under which layers share their tensors, or null for tensors of its own.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public Linear(int outFeatures, bool bias = true, string? share = null)
    {
        OutFeatures = outFeatures;
        Bias = bias;
        Share = share;
        Check(Schema);
    }

    /// <summary>Outputs.</summary>
    public int OutFeatures { get; }

    /// <summary>Whether a number is added to each output.</summary>
    public bool Bias { get; }

    /// <inheritdoc/>
    public override string? Share { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { HasWeights = true, HasBias = Bias };

    /// <inheritdoc/>
    /// <remarks>PyTorch's start: both tensors uniform in ±1/√(input features).</remarks>
    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input)
    {
        float bound = 1 / MathF.Sqrt(input.Size);
        var weight = new ParameterSpecification("weight", [OutFeatures, input.Size], ParameterKind.Weight, bound);
        return Bias ? [weight, new("bias", [OutFeatures], ParameterKind.Bias, bound)] : [weight];
    }

    internal override Value Lower(GraphBuilder graph, Value input) => input.Shape.IsFlat || input.Shape.PlaneSize == 1
        ? graph.Add(new Dense(graph.Parameter("weight"), Bias ? graph.Parameter("bias") : null), graph.Flat(input))
        : throw new InvalidInputException($"Linear takes a flat vector, not {input.Shape}; put Flatten before it");
}
