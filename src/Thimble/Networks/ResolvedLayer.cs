using Thimble.Layers;

namespace Thimble.Networks;

/// <summary>A layer at its place in a network, with everything that follows from the place.</summary>
/// <param name="Place">The number of the layer among all layers, branches included, from 0; the key of its randomness.</param>
/// <param name="Name">PyTorch's name of the module in a Sequential: <c>4</c>, or <c>4.branch.0</c> in a residual branch.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="ReceptiveField">How much of the image one output sees.</param>
/// <param name="Branch">The layers inside, for a residual; otherwise empty.</param>
/// <param name="Owner">The earlier layer whose trainable tensors this one uses; null where it has its own.</param>
public sealed record ResolvedLayer(
    int Place,
    string Name,
    Layer Layer,
    Shape Input,
    Shape Output,
    ReceptiveField ReceptiveField,
    IReadOnlyList<ResolvedLayer> Branch,
    ResolvedLayer? Owner = null)
{
    /// <summary>
    /// Trainable numbers of this layer alone: what its branch holds is counted there, what an earlier layer shares with it
    /// is counted with that one.
    /// </summary>
    public int ParameterCount => OwnParameters.Sum(parameter => parameter.Count);

    /// <summary>The trainable tensors that this layer brings into the network: none where it uses an earlier layer's.</summary>
    public IReadOnlyList<ParameterSpecification> OwnParameters => Owner is null ? Layer.Parameters(Input) : [];

    /// <summary>Multiply-adds of this layer alone for the forward pass of one sample.</summary>
    public long MultiplyAdds => Layer.MultiplyAdds(Input);

    /// <summary>This layer's branch, layer by layer, and then the layer itself: the order in which they compute.</summary>
    public IEnumerable<ResolvedLayer> Flattened() => Branch.SelectMany(inner => inner.Flattened()).Append(this);
}
