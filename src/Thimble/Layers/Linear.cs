using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>A fully connected layer: output = weight · input + bias. The input is read as one flat vector.</summary>
public sealed record Linear : Layer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="outFeatures">Numbers it puts out, at least 1.</param>
    /// <param name="bias">Whether a number is added to each output.</param>
    /// <param name="share">The name under which layers share their tensors, or null for tensors of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="ArgumentException">The shared name is empty.</exception>
    public Linear(int outFeatures, bool bias = true, string? share = null)
    {
        if (share is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(share);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        OutFeatures = outFeatures;
        Bias = bias;
        Share = share;
    }

    /// <summary>Numbers it puts out.</summary>
    public int OutFeatures { get; }

    /// <summary>Whether a number is added to each output.</summary>
    public bool Bias { get; }

    /// <inheritdoc/>
    public override string? Share { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        input.IsFlat || input.PlaneSize == 1
            ? Shape.Flat(OutFeatures)
            : throw new InvalidInputException($"Linear takes a flat vector, not {input}; put Flatten before it");

    /// <inheritdoc/>
    /// <remarks>PyTorch's start: both tensors uniform in ±1/√(input features).</remarks>
    public override IReadOnlyList<ParameterSpecification> Parameters(Shape input)
    {
        float bound = 1 / MathF.Sqrt(input.Size);
        var weight = new ParameterSpecification("weight", [OutFeatures, input.Size], ParameterKind.Weight, bound);
        return Bias ? [weight, new("bias", [OutFeatures], ParameterKind.Bias, bound)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)input.Size * OutFeatures;

    // In the engine's layout a flat vector is an image of 1×1: a linear layer is a 1×1 convolution of it.
    internal override Operation CreateOperation(OperationContext context) =>
        new Conv2dOperation(new Conv2d(OutFeatures, kernelSize: 1, bias: Bias), context);
}
