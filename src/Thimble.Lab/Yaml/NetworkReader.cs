using Thimble.Networks;

namespace Thimble.Lab.Yaml;

/// <summary>Reads a network and follows its shapes, so that an impossible layer is named by its line.</summary>
internal static class NetworkReader
{
    // Far above what fits in a thimble, far below what overflows an int.
    private const long MaximumActivations = 1L << 27;
    private const long MaximumParameters = 100_000_000;
    private const int MaximumClasses = 256;

    /// <summary>Reads a network.</summary>
    /// <param name="input">The shape of one image: channels, rows, columns.</param>
    /// <param name="layers">The layers.</param>
    public static NetworkDefinition Read(YamlValue input, YamlValue layers)
    {
        Shape image = ReadShape(input);
        IReadOnlyList<ReadLayer> read = LayerReader.Read(layers);
        long parameters = 0;
        Shape output = Follow(read, image, new SharedTensors(), ref parameters);
        if (output.PlaneSize != 1 || output.Channels < 2 || output.Channels > MaximumClasses)
        {
            throw read[^1].Place.Impossible(
                $"the network ends in {output}; allowed: one number a class, for 2 to {MaximumClasses} classes "
                + "(pool down to 1×1, or add flatten and linear)");
        }

        return new(image, [.. read.Select(layer => layer.Layer)]);
    }

    private static Shape ReadShape(YamlValue input)
    {
        IReadOnlyList<YamlValue> sizes = input.List(3, 3, "sizes: channels, rows, columns");
        return new(sizes[0].Integer(1, 4), sizes[1].Integer(1, 1024), sizes[2].Integer(1, 1024));
    }

    private static Shape Follow(
        IReadOnlyList<ReadLayer> layers, Shape input, SharedTensors shared, ref long parameters)
    {
        foreach (ReadLayer read in layers)
        {
            // First inside, so that the innermost layer that cannot be is the one that is named.
            if (read.Branch.Count > 0)
                Follow(read.Branch, input, shared, ref parameters);
            Shape output = OutputOf(read, input);
            CheckSize(read, "output", output);
            CheckSize(read, "padded input", read.Layer.WindowOn(input).Padded(input));
            parameters += CountOwnParameters(read, input, shared);
            if (parameters > MaximumParameters)
                throw read.Place.Impossible($"with this layer the network has more than {MaximumParameters:N0} parameters; use fewer channels");
            input = output;
        }

        return input;
    }

    private static void CheckSize(ReadLayer read, string what, Shape shape)
    {
        if ((long)shape.Channels * shape.Height * shape.Width > MaximumActivations)
            throw read.Place.Impossible($"its {what} {shape} is too large; allowed: up to {MaximumActivations:N0} numbers an image");
    }

    private static Shape OutputOf(ReadLayer read, Shape input)
    {
        try
        {
            return read.Layer.OutputShape(input);
        }
        catch (InvalidInputException reason)
        {
            throw read.Place.Impossible($"{read.Layer.Kind} cannot take {input}: {reason.Message}", reason);
        }
    }

    private static long CountOwnParameters(ReadLayer read, Shape input, SharedTensors shared)
    {
        try
        {
            if (shared.OwnerOf(read.Layer, input, read) is not null)
                return 0;
        }
        catch (InvalidInputException reason)
        {
            throw read.Place.Impossible($"{read.Layer.Kind} cannot take {input}: {reason.Message}", reason);
        }

        // The dimensions and not the specification's own count, which is an int.
        return read.Layer.Parameters(input).Sum(
            parameter => parameter.Dimensions.Aggregate(1L, (product, dimension) => product * dimension));
    }
}
