using Thimble.Layers;
using Thimble.Options;

namespace Thimble.Lab.Yaml;

/// <summary>Reads a network; an impossible layer is named by its line.</summary>
internal static class NetworkReader
{
    private const int MaximumClasses = 256;

    /// <summary>Reads the network of an experiment; mistakes are kept in it.</summary>
    /// <param name="experiment">What has the shape of one image (channels, rows, columns) and the layers.</param>
    public static NetworkDefinition Read(YamlMap experiment)
    {
        Shape? image = experiment.Required<Shape?>("input", ReadShape);
        return experiment.Required("network", layers => ReadLayers(image, layers))!;
    }

    // What comes after a layer that cannot be read has no input to be checked with, but what comes before it has.
    private static NetworkDefinition? ReadLayers(Shape? image, YamlValue layers)
    {
        var places = new Dictionary<object, YamlValue>(ReferenceEqualityComparer.Instance);
        var mistakes = new YamlMistakes();
        IReadOnlyList<YamlValue> values = layers.List(1, Option.MostThings, "layers");
        Layer?[] read = [.. values.Select(value => mistakes.Try(() => YamlOptionReader.Thing(value, LayerKinds.All, places.Add)))];
        IReadOnlyList<Layer> known = [.. read.TakeWhile(layer => layer is not null).Select(layer => layer!)];
        NetworkDefinition? network = image is { } shape && known.Count > 0
            ? mistakes.Try(() => Define(shape, known, isWhole: known.Count == read.Length, places))
            : null;
        mistakes.Check();
        return network;
    }

    private static NetworkDefinition Define(Shape image, IReadOnlyList<Layer> layers, bool isWhole, Dictionary<object, YamlValue> places)
    {
        try
        {
            var network = new NetworkDefinition(image, layers, NetworkLimits.OfFiles);
            return !isWhole || network.Output is { PlaneSize: 1, Channels: >= 2 and <= MaximumClasses }
                ? network
                : throw places[layers[^1]].Impossible(
                    $"the network ends in {network.Output}; allowed: one number a class, for 2 to {MaximumClasses} classes "
                    + "(pool down to 1×1, or add flatten and linear)");
        }
        catch (ImpossibleLayerException impossible)
        {
            string problem = impossible.IsTooLarge ? impossible.Reason : $"{impossible.Layer.Kind} cannot take {impossible.Input}: {impossible.Reason}";
            throw places[impossible.Layer].Impossible(problem, impossible);
        }
    }

    private static Shape? ReadShape(YamlValue input)
    {
        IReadOnlyList<YamlValue> sizes = input.List(3, 3, "sizes: channels, rows, columns");
        var mistakes = new YamlMistakes();
        int channels = mistakes.Try(() => sizes[0].Integer(1, 4));
        int rows = mistakes.Try(() => sizes[1].Integer(1, 1024));
        int columns = mistakes.Try(() => sizes[2].Integer(1, 1024));
        mistakes.Check();
        return new(channels, rows, columns);
    }
}
