using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>
/// Batch normalization of each channel: (x − mean) / √(variance + eps) · weight + bias. In training mean and (biased)
/// variance are the batch's; in evaluation the running ones, whose variance is the unbiased one, as in PyTorch.
/// </summary>
/// <remarks>Ioffe and Szegedy, "Batch Normalization", 2015.</remarks>
public sealed record BatchNorm2d : Layer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="eps">Added to the variance, above 0; default 1e-5.</param>
    /// <param name="momentum">The weight of a batch in the running statistics, in (0, 1]; default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public BatchNorm2d(float eps = 1e-5f, float momentum = 0.1f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(momentum, 1);
        Eps = eps;
        Momentum = momentum;
    }

    /// <summary>Added to the variance.</summary>
    public float Eps { get; }

    /// <summary>The weight of a batch in the running statistics.</summary>
    public float Momentum { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> Parameters(Shape input) =>
    [
        new("weight", [input.Channels], ParameterKind.Normalization, InitialValue: 1),
        new("bias", [input.Channels], ParameterKind.Normalization),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<BufferSpecification> Buffers(Shape input) =>
    [
        new("running_mean", input.Channels, 0),
        new("running_var", input.Channels, 1),
    ];

    internal override Operation CreateOperation(OperationContext context) => new BatchNorm2dOperation(this, context);
}
