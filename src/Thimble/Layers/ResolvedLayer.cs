namespace Thimble.Layers;

/// <summary>A layer at its place in a network, with everything that follows from the place.</summary>
/// <param name="Place">The number of the layer among all layers, those inside others included, from 0; the key of its randomness.</param>
/// <param name="Name">PyTorch's name of the module in a Sequential: <c>4</c>, or <c>4.branch.0</c> inside a residual.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="ReceptiveField">How much of the image one output sees.</param>
/// <param name="Parts">The layers inside, by the name of their list.</param>
/// <param name="Value">The number of its output in the network's graph.</param>
/// <param name="MultiplyAdds">Multiply-adds of this layer alone for the forward pass of one sample.</param>
/// <param name="Owner">The earlier layer whose trainable tensors this one uses; null where it has its own.</param>
public sealed record ResolvedLayer(
    int Place,
    string Name,
    Layer Layer,
    Shape Input,
    Shape Output,
    ReceptiveField ReceptiveField,
    IReadOnlyList<(string Name, IReadOnlyList<ResolvedLayer> Layers)> Parts,
    int Value,
    long MultiplyAdds,
    ResolvedLayer? Owner = null)
{
    /// <summary>
    /// Trainable numbers of this layer alone: what is inside it is counted there, what an earlier layer shares with it is
    /// counted with that one.
    /// </summary>
    public int ParameterCount => OwnParameters.Sum(parameter => parameter.Count);

    /// <summary>What may be asked of the layer.</summary>
    internal LayerTraits Traits => Layer.Traits;

    /// <summary>What the layer sees of its input.</summary>
    internal Window Window => Layer.WindowOn(Input);

    /// <summary>The trainable tensors that this layer brings into the network: none where it uses an earlier layer's.</summary>
    internal IReadOnlyList<ParameterSpecification> OwnParameters => Owner is null ? Layer.Parameters(Input) : [];

    /// <summary>The layers inside, list by list, and then the layer itself: the order in which they compute.</summary>
    public IEnumerable<ResolvedLayer> Flattened() =>
        Parts.SelectMany(part => part.Layers).SelectMany(inner => inner.Flattened()).Append(this);
}
