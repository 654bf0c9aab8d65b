using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Probes;

/// <summary>Networks with another one's weights: a probe must not change what it looks at.</summary>
internal static class NetworkCopy
{
    /// <summary>The same network.</summary>
    public static Network Of(Network network) => WithWeightsOf(network, network.Definition);

    /// <summary>The first layers alone: what they put out are then the network's outputs.</summary>
    public static Network UpTo(Network network, int layer) => WithWeightsOf(
        network, new NetworkDefinition(network.Definition.Input, [.. network.Definition.Layers.Take(layer + 1).Select(resolved => resolved.Layer)]));

    /// <summary>The same network with every dropout at a rate of 0; layers keep their places, so tensors keep their names.</summary>
    public static Network WithoutDropout(Network network) => WithWeightsOf(
        network, new NetworkDefinition(network.Definition.Input, [.. network.Definition.Layers.Select(resolved => WithoutDropout(resolved.Layer))]));

    private static Layer WithoutDropout(Layer layer) => layer switch
    {
        Dropout => new Dropout(0),
        Dropout2d => new Dropout2d(0),
        Residual residual => new Residual([.. residual.Branch.Select(WithoutDropout)]),
        _ => layer,
    };

    private static Network WithWeightsOf(Network network, NetworkDefinition definition)
    {
        var copy = new Network(definition, seed: 0);
        var parameters = network.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (Parameter parameter in copy.Parameters)
            network.ValuesOf(parameters[parameter.Name]).CopyTo(copy.ValuesOf(parameter));
        var buffers = network.Buffers.ToDictionary(buffer => buffer.Name, StringComparer.Ordinal);
        foreach (StateBuffer buffer in copy.Buffers)
            network.ValuesOf(buffers[buffer.Name]).CopyTo(copy.ValuesOf(buffer));
        return copy;
    }
}
