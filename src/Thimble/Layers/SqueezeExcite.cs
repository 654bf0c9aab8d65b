using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>
/// Weighs channels by what the whole image holds: the mean of each channel, a narrow linear layer, ReLU, a linear layer, and
/// its logistic function as a factor for each channel (Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018).
/// </summary>
/// <remarks>Tensors are named and shaped as in torchvision's SqueezeExcitation: fc1 and fc2 are 1×1 convolutions.</remarks>
public sealed record SqueezeExcite : Layer
{
    private static readonly Option ReductionOption = new WholeOption("reduction", 1, LayerKinds.MostChannels, "the number of channels over the width of the narrow layer") { Default = _ => 4, RangeText = "" };

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, SqueezeExcite>(
        "squeeze_excite", "a factor for each channel, from the means of all channels", values => new(values.Whole("reduction")), (ReductionOption, layer => layer.Reduction))
    {
        Bare = ReductionOption,
    };

    /// <summary>Describes the layer.</summary>
    /// <param name="reduction">The number of channels over the width of the narrow layer, at least 1; 4 by default.</param>
    /// <exception cref="InvalidInputException">The reduction is outside its range.</exception>
    public SqueezeExcite(int reduction = 4)
    {
        Reduction = reduction;
        Check(Schema);
    }

    /// <summary>The number of channels over the width of the narrow layer.</summary>
    public int Reduction { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false };

    /// <inheritdoc/>
    internal override Window WindowOn(Shape input) => new((input.Height, input.Width));

    /// <inheritdoc/>
    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input)
    {
        int narrow = NarrowOf(input);
        float squeeze = 1 / MathF.Sqrt(input.Channels);
        float excite = 1 / MathF.Sqrt(narrow);
        return
        [
            new("fc1.weight", [narrow, input.Channels, 1, 1], ParameterKind.Weight, squeeze),
            new("fc1.bias", [narrow], ParameterKind.Bias, squeeze),
            new("fc2.weight", [input.Channels, narrow, 1, 1], ParameterKind.Weight, excite),
            new("fc2.bias", [input.Channels], ParameterKind.Bias, excite),
        ];
    }

    internal override Value Lower(GraphBuilder graph, Value input)
    {
        if (input.Shape.Channels < Reduction)
            throw new InvalidInputException($"{input.Shape.Channels} channels divided by {Reduction} leave nothing; give a reduction of at most {input.Shape.Channels}");
        Value mean = graph.Add(new AveragePool(WindowOn(input.Shape), IsGlobal: true), graph.Image(input), "pool");
        Value narrow = graph.Add(Connect(graph, "fc1"), mean, "fc1");
        Value rectified = graph.Add(new Pointwise(new Rectifier()), narrow, "relu");
        Value wide = graph.Add(Connect(graph, "fc2"), rectified, "fc2");
        Value factors = graph.Add(new Pointwise(new Sigmoid()), wide, "sigmoid");
        return graph.Add(new Multiply(), [input, input.Shape.IsFlat ? graph.Flat(factors) : factors]);
    }

    private static Convolution Connect(GraphBuilder graph, string name) =>
        new(graph.Parameter($"{name}.weight"), graph.Parameter($"{name}.bias"), Window.Point, Groups: 1);

    private int NarrowOf(Shape input) => Math.Max(1, input.Channels / Reduction);
}
