using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>A branch of layers whose output is added to its input (He et al., "Deep Residual Learning", 2015).</summary>
public sealed record Residual : Layer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="branch">The layers of the branch, at least one; together they must keep the shape.</param>
    /// <exception cref="ArgumentException">The branch is empty.</exception>
    public Residual(params IReadOnlyList<Layer> branch)
    {
        if (branch.Count == 0)
            throw new ArgumentException("A residual branch needs at least one layer.", nameof(branch));
        Branch = new([.. branch]);
    }

    /// <summary>The layers of the branch.</summary>
    public LayerList Branch { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape output = input;
        foreach (Layer layer in Branch)
            output = layer.OutputShape(output);
        return output == input
            ? output
            : throw new InvalidInputException($"the branch turns {input} into {output}, but it is added to its input and must keep the shape");
    }

    internal override Operation CreateOperation(OperationContext context) => new ResidualOperation(context);
}
