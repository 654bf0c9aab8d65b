namespace Thimble.Layers;

/// <summary>Which layer has the tensors of each shared name, as a network is followed from its first layer on.</summary>
internal sealed class SharedTensors
{
    private readonly Dictionary<string, ResolvedLayer> _owners = new(StringComparer.Ordinal);

    /// <summary>The first layer of the layer's shared name; null if the layer has tensors of its own or is the first.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape of its input.</param>
    /// <exception cref="InvalidInputException">The layer needs tensors of another kind or shape; the message says which.</exception>
    public ResolvedLayer? OwnerOf(Layer layer, Shape input)
    {
        if (layer.Share is not { } name || !_owners.TryGetValue(name, out ResolvedLayer? first))
            return null;
        string had = Describe(first.Layer, first.Input);
        string wanted = Describe(layer, input);
        return had == wanted
            ? first
            : throw new InvalidInputException(
                $"it shares the tensors named '{name}', which are {had}, but needs {wanted}; give it the same channels and kernel, or another name");
    }

    /// <summary>Makes a layer the owner of its shared name if it is the first.</summary>
    public void Keep(ResolvedLayer layer)
    {
        if (layer.Layer.Share is { } name)
            _owners.TryAdd(name, layer);
    }

    private static string Describe(Layer layer, Shape input) => $"{layer.Kind}'s " + string.Join(
        " and ",
        layer.Parameters(input).Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}]"));
}
