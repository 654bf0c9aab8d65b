using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Sets each number to zero with probability p in training and scales the rest by 1 / (1 − p).</summary>
public sealed record Dropout : Layer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="p">The probability of zero, in [0, 1); default 0.5, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside its range.</exception>
    public Dropout(float p = 0.5f)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        P = p;
    }

    /// <summary>The probability of zero.</summary>
    public float P { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    internal override Operation CreateOperation(OperationContext context) =>
        new DropoutOperation(P, context);
}
