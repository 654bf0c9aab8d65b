using Thimble.Engine;
using Thimble.Layers;

namespace Thimble.Tests.RandomNetworks;

/// <summary>A network that was drawn, with a batch for it. Everything follows from the seed, the number and the layers.</summary>
/// <param name="Seed">The seed of the whole set.</param>
/// <param name="Number">The network's number in the set.</param>
/// <param name="Input">The image's shape.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Batch">Samples in a batch.</param>
internal sealed record RandomNetwork(ulong Seed, int Number, Shape Input, LayerList Layers, int Batch)
{
    private const int PlaceOfImages = 2;
    private const int PlaceOfNumbers = 3;

    /// <summary>The share of each target that is spread over all classes.</summary>
    public float LabelSmoothing => Number % 2 == 0 ? 0 : 0.1f;

    /// <summary>Whether many pixels are equal, as in the background of a drawing: maxima then have ties.</summary>
    /// <remarks>Not where a convolution uses Winograd: it rounds equal windows differently, and ties are then not ties.</remarks>
    public bool HasBackground => Number % 3 == 0 && !IsWide;

    /// <summary>Whether it is wide enough for Winograd's algorithm.</summary>
    public bool IsWide => IsWideNumber(Number);

    /// <summary>Whether a number is that of a network that is wide enough for Winograd's algorithm.</summary>
    public static bool IsWideNumber(int number) => number % 25 == 7;

    /// <summary>How its images are normalized: of half the networks each channel by itself.</summary>
    public Normalization Normalization => Number % 4 is 1 or 2 ? ChannelNormalization.Of(Input.Channels) : new(0.4f, 0.3f);

    /// <summary>What the network is.</summary>
    public NetworkDefinition Definition() => new(Input, Layers);

    /// <summary>The network, in which nothing is 0 or 1 that a forgotten step would hide behind.</summary>
    public Network Build()
    {
        var network = new Network(Definition(), Seed + (ulong)Number);
        var draws = new Draws(Seed, Number, PlaceOfNumbers);
        foreach (Parameter parameter in network.Parameters)
        {
            bool isScale = parameter.Name.EndsWith("weight", StringComparison.Ordinal);
            // Batch normalizations and scales; and the slopes of PReLU, which are all equal at the start.
            if (parameter.Kind == ParameterKind.Normalization || parameter.Dimensions.Count == 1)
                Scramble(network.ValuesOf(parameter), draws, isScale && parameter.Kind == ParameterKind.Normalization, maySwitchSign: true);
        }

        foreach (StateBuffer buffer in network.Buffers)
            Scramble(network.ValuesOf(buffer), draws, buffer.Name.EndsWith("var", StringComparison.Ordinal), maySwitchSign: false);
        return network;
    }

    /// <summary>The network as a file would hold it.</summary>
    public TrainedNetwork Trained()
    {
        Network network = Build();
        return new(network, new(network.Definition, Normalization, "noise"));
    }

    /// <summary>Images of noise, the same every time.</summary>
    public ImageDataset Images(int count, int classes)
    {
        var draws = new Draws(Seed, Number, PlaceOfImages);
        byte[] pixels = [.. Enumerable.Range(0, count * Input.Size).Select(_ => HasBackground && draws.Chance(0.6) ? (byte)0 : (byte)draws.Below(256))];
        byte[] labels = [.. Enumerable.Range(0, count).Select(_ => (byte)draws.Below(classes))];
        return new("noise", "test", Input, classes, pixels, labels);
    }

    /// <summary>The batch.</summary>
    public RandomBatch Samples(NetworkDefinition definition) => new(Images(Batch, definition.ClassCount), Normalization, firstSample: 11);

    /// <summary>The network as text that reads like an experiment file.</summary>
    public override string ToString() =>
        $"seed {Seed}, network {Number}, batch {Batch}\ninput: [{Input.Channels}, {Input.Height}, {Input.Width}]\nnetwork:\n{NetworkText.Of(Layers)}";

    private static void Scramble(Span<float> values, Draws draws, bool isScale, bool maySwitchSign)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float sign = maySwitchSign && draws.Chance(0.2) ? -1 : 1;
            values[i] = isScale ? sign * draws.Uniform(0.5f, 1.5f) : draws.Uniform(-0.5f, 0.5f);
        }
    }
}

/// <summary>Images as a batch whose samples have numbers of their own.</summary>
internal sealed unsafe class RandomBatch(ImageDataset images, Normalization normalization, int firstSample) : IBatchSource
{
    public int Count => images.Count;

    public int[] Labels => [.. Enumerable.Range(0, Count).Select(Label)];

    public int[] Indices => [.. Enumerable.Range(0, Count).Select(SampleIndex)];

    public int SampleIndex(int i) => firstSample + (3 * i);

    public int Label(int i) => images.Labels[i];

    public void WriteImage(int i, float* destination, int stride)
    {
        foreach (float pixel in Image(i))
        {
            *destination = pixel;
            destination += stride;
        }
    }

    /// <summary>The pixels of an image as the network takes them.</summary>
    public float[] Image(int i) => ChannelNormalization.Normalized(normalization, images.ImageShape, images.Pixels(i));
}
