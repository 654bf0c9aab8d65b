using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>
/// Batch normalization of each channel: (x − mean) / √(variance + eps) · weight + bias. In training mean and (biased)
/// variance are the batch's; in evaluation the running ones, whose variance is the unbiased one, as in PyTorch.
/// </summary>
/// <remarks>Ioffe and Szegedy, "Batch Normalization", 2015.</remarks>
public sealed record BatchNorm2d : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, BatchNorm2d>(
        "batch_norm2d",
        "each channel to mean 0 and variance 1, then scaled and shifted",
        values => new(values.Single("eps"), values.Single("momentum")),
        (new SingleOption("eps", NumberRange.Positive, "added to the variance") { Default = _ => 1e-5f }, layer => layer.Eps),
        (new SingleOption("momentum", NumberRange.UpToOne, "a batch's weight in the running statistics") { Default = _ => 0.1f }, layer => layer.Momentum));

    /// <summary>Describes the layer.</summary>
    /// <param name="eps">Added to the variance, above 0; default 1e-5.</param>
    /// <param name="momentum">The weight of a batch in the running statistics, in (0, 1]; default 0.1.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public BatchNorm2d(float eps = 1e-5f, float momentum = 0.1f)
    {
        Eps = eps;
        Momentum = momentum;
        Check(Schema);
    }

    /// <summary>Added to the variance.</summary>
    public float Eps { get; }

    /// <summary>The weight of a batch in the running statistics.</summary>
    public float Momentum { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new()
    {
        Normalizes = true,
        WhyRepeatingIsIdle = "its input has been normalized by the layer before it",
    };

    /// <inheritdoc/>
    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input) =>
    [
        new("weight", [input.Channels], ParameterKind.Normalization, InitialValue: 1),
        new("bias", [input.Channels], ParameterKind.Normalization),
    ];

    /// <inheritdoc/>
    internal override IReadOnlyList<BufferSpecification> Buffers(Shape input) =>
    [
        new("running_mean", input.Channels, 0),
        new("running_var", input.Channels, 1),
    ];

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(
        new BatchNormalization(
            graph.Parameter("weight"), graph.Parameter("bias"), graph.Statistic("running_mean"), graph.Statistic("running_var"), Eps, Momentum),
        input);
}
