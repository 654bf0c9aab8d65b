using Thimble.Layers;

namespace Thimble.Networks;

/// <summary>Who has the tensors of each shared name, as a network is followed from its first layer on.</summary>
public sealed class SharedTensors
{
    private readonly Dictionary<string, (Layer Layer, Shape Input, object Owner)> _owners = new(StringComparer.Ordinal);

    /// <summary>The first layer of the layer's shared name; null if the layer has tensors of its own or is the first.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="self">What stands for the layer when a later one asks.</param>
    /// <exception cref="InvalidInputException">The layer needs tensors of another kind or shape; the message says which.</exception>
    public T? OwnerOf<T>(Layer layer, Shape input, T self)
        where T : class
    {
        if (layer.Share is not { } name)
            return null;
        if (!_owners.TryGetValue(name, out (Layer Layer, Shape Input, object Owner) first))
        {
            _owners.Add(name, (layer, input, self));
            return null;
        }

        string had = Describe(first.Layer, first.Input);
        string wanted = Describe(layer, input);
        return had == wanted
            ? (T)first.Owner
            : throw new InvalidInputException(
                $"it shares the tensors named '{name}', which are {had}, but needs {wanted}; give it the same channels and kernel, or another name");
    }

    private static string Describe(Layer layer, Shape input) => $"{layer.Kind}'s " + string.Join(
        " and ",
        layer.Parameters(input).Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Dimensions)}]"));
}
