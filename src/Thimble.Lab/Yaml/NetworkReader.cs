using Thimble.Layers;

namespace Thimble.Lab.Yaml;

/// <summary>Reads a network; an impossible layer is named by its line.</summary>
internal static class NetworkReader
{
    private const int MaximumClasses = 256;

    /// <summary>Reads a network.</summary>
    /// <param name="input">The shape of one image: channels, rows, columns.</param>
    /// <param name="layers">The layers.</param>
    public static NetworkDefinition Read(YamlValue input, YamlValue layers)
    {
        Shape image = ReadShape(input);
        var places = new Dictionary<object, YamlValue>(ReferenceEqualityComparer.Instance);
        IReadOnlyList<Layer> read = YamlOptionReader.Things(layers, LayerKinds.All, places.Add);
        try
        {
            var network = new NetworkDefinition(image, read, NetworkLimits.OfFiles);
            return network.Output is { PlaneSize: 1, Channels: >= 2 and <= MaximumClasses }
                ? network
                : throw places[read[^1]].Impossible(
                    $"the network ends in {network.Output}; allowed: one number a class, for 2 to {MaximumClasses} classes "
                    + "(pool down to 1×1, or add flatten and linear)");
        }
        catch (ImpossibleLayerException impossible)
        {
            string problem = impossible.IsTooLarge ? impossible.Reason : $"{impossible.Layer.Kind} cannot take {impossible.Input}: {impossible.Reason}";
            throw places[impossible.Layer].Impossible(problem, impossible);
        }
    }

    private static Shape ReadShape(YamlValue input)
    {
        IReadOnlyList<YamlValue> sizes = input.List(3, 3, "sizes: channels, rows, columns");
        return new(sizes[0].Integer(1, 4), sizes[1].Integer(1, 1024), sizes[2].Integer(1, 1024));
    }
}
