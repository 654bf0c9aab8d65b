using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Networks;
using Thimble.Tests.RandomNetworks;

namespace Thimble.Tests.Export;

/// <summary>Networks of every kind of layer, in which nothing is 0 or 1 that a forgotten step would hide behind.</summary>
internal static class ExportedNetworks
{
    private static readonly Dictionary<string, NetworkDefinition> Definitions = new(StringComparer.Ordinal)
    {
        ["part 2"] = AssignmentNetworks.Part2,
        ["part 3"] = AssignmentNetworks.Part3,
        ["convolution, normalization, ReLU"] = new(
            new(1, 12, 12),
            new Conv2d(6, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU(), new MaxPool2d(2),
            new Conv2d(8, 3), new BatchNorm2d(), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10)),
        ["every kind"] = new(
            new(2, 11, 9),
            new BatchNorm2d(1e-3f), new Conv2d(8, 3, stride: 2, padding: 1, groups: 2, bias: false), new ReLU(), new BatchNorm2d(),
            new Dropout2d(0.25f), new Residual(new Conv2d(8, 3, padding: 1, groups: 8), new BatchNorm2d(), new ReLU(), new Conv2d(8, 1)), new ReLU(),
            new MaxPool2d(3, 2, 1), new AvgPool2d(2, 1, 1), new BatchNorm2d(), new ReLU(), new Flatten(), new Linear(12, bias: false),
            new ReLU(), new Dropout(0.1f), new Linear(5)),
        ["every function and product"] = new(
            new(2, 9, 8),
            new Conv2d(6, (3, 5), padding: (1, 2)), new LeakyReLU(0.2f), new Scale(), new Conv2d(6, 3, stride: (1, 2), padding: 1), new PReLU(6), new BatchNorm2d(),
            new Residual([new Conv2d(8, 1, stride: 2), new BatchNorm2d(), new SiLU()], [new Conv2d(8, 1, stride: 2)]), new Hardswish(), new SqueezeExcite(3), new ELU(0.7f),
            new AdaptiveAvgPool2d(), new Flatten(), new Linear(6), new PReLU(), new Linear(5)),
        ["normalization of an image, groups of a flat vector"] = new(
            new(2, 4, 4), new Conv2d(3, 3), new ReLU(), new BatchNorm2d(), new Flatten(), new Conv2d(8, 1, groups: 4), new ReLU(), new Conv2d(4, 1, groups: 2)),
        ["convolution of a flat vector"] = new(new(4, 1, 1), new Flatten(), new Conv2d(3, 1)),
        ["residuals in residuals"] = new(
            new(1, 8, 8),
            new Conv2d(4, 3, padding: 1),
            new Residual(new BatchNorm2d(), new ReLU(), new Residual(new Conv2d(4, 3, padding: 1), new ReLU()), new Residual(new Dropout(0.1f))),
            new BatchNorm2d(), new ReLU(), new AvgPool2d(2), new BatchNorm2d(), new Conv2d(6, 4), new BatchNorm2d(), new Linear(7), new Residual(new Linear(7))),
        ["shared"] = new(
            new(1, 10, 10),
            new Conv2d(5, 3, padding: 1), new ReLU(), new BatchNorm2d(), new Conv2d(5, 3, padding: 1, share: "same"), new BatchNorm2d(), new ReLU(),
            new Conv2d(5, 3, padding: 1, share: "same"), new BatchNorm2d(), new ReLU(), new Conv2d(5, 3, padding: 1, share: "same"),
            new AdaptiveAvgPool2d(), new Flatten(), new Linear(5, share: "head"), new ReLU(), new Linear(5, share: "head")),
        ["ends in a maximum"] = new(new(1, 6, 6), new Conv2d(3, 3), new ReLU(), new BatchNorm2d(), new MaxPool2d(4)),
        ["ends in a normalization"] = new(new(1, 5, 5), new Conv2d(3, 5), new ReLU(), new BatchNorm2d()),
        ["three colours"] = new(
            new(3, 10, 7), new Conv2d(6, 3, bias: false), new BatchNorm2d(), new ReLU(), new MaxPool2d(2), new Conv2d(8, 2), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(4)),
        ["resnet8"] = GoldenCase.Load("resnet8")["resnet8"].Definition,
        ["dscnn"] = GoldenCase.Load("dscnn")["dscnn"].Definition,
        ["nothing but flat"] = new(new(3, 2, 2), new Flatten()),
    };

    /// <summary>The networks whose images are normalized each channel by itself.</summary>
    public static IReadOnlyList<string> PerChannelNames { get; } = ["three colours", "nothing but flat"];

    public static IEnumerable<string> Names => Definitions.Keys;

    /// <summary>Kinds of layers that no network has.</summary>
    public static IEnumerable<string> KindsMissing => LayerKinds.All.Schemas
        .Where(schema => !Definitions.Values.SelectMany(one => one.AllLayers()).Any(layer => layer.Layer.GetType() == schema.Type)).Select(schema => schema.Kind);

    public static TrainedNetwork Create(string name)
    {
        var network = new Network(Definitions[name], seed: 5);
        int tensor = 0;
        // Normalizations and scales; and the slopes of a PReLU, which are all equal at the start.
        foreach (Parameter parameter in network.Parameters.Where(one => one.Kind == ParameterKind.Normalization || (one.Kind == ParameterKind.Weight && one.Dimensions.Count == 1)))
            Scramble(network.ValuesOf(parameter), tensor++, isScale: parameter.Name.EndsWith("weight", StringComparison.Ordinal));
        foreach (StateBuffer buffer in network.Buffers)
            Scramble(network.ValuesOf(buffer), tensor++, isScale: buffer.Name.EndsWith("var", StringComparison.Ordinal));
        Normalization normalization = PerChannelNames.Contains(name) ? ChannelNormalization.Of(network.Definition.Input.Channels) : new(0.4f, 0.3f);
        return new(network, new(network.Definition, normalization, "a test's"));
    }

    /// <summary>Images of noise, the same every time.</summary>
    public static ImageDataset Images(TrainedNetwork trained, int count)
    {
        Shape shape = trained.Description.Definition.Input;
        var random = new KeyedRandom(seed: 3, epoch: 0, sample: 0, place: 1);
        byte[] pixels = [.. Enumerable.Range(0, count * shape.Size).Select(i => (byte)random.Below(i, 256))];
        return new("noise", "test", shape, trained.Description.Definition.ClassCount, pixels, new byte[count]);
    }

    /// <summary>What the engine says, image after image.</summary>
    public static float[] Logits(TrainedNetwork trained, ImageDataset images)
    {
        using var evaluator = new Evaluator(trained.Network, threads: 1);
        return evaluator.Logits(images, trained.Description.Normalization);
    }

    /// <summary>The images as an export takes them.</summary>
    public static IEnumerable<float[]> Normalized(TrainedNetwork trained, ImageDataset images) =>
        Enumerable.Range(0, images.Count).Select(image => ChannelNormalization.Normalized(trained.Description.Normalization, images.ImageShape, images.Pixels(image)));

    private static void Scramble(Span<float> values, int tensor, bool isScale)
    {
        var random = new KeyedRandom(seed: 3, epoch: 0, tensor, place: 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = isScale ? random.Uniform(i, 0.5f, 1.5f) : random.Uniform(i, -0.5f, 0.5f);
    }
}
