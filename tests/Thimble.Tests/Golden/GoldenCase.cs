using System.Text.Json;
using Thimble.Layers;

namespace Thimble.Tests.Golden;

/// <summary>One network that PyTorch ran, with everything needed to run it here.</summary>
/// <param name="file">The golden file, without its ending.</param>
/// <param name="description">The case's entry in the .json file.</param>
internal sealed class GoldenCase(string file, JsonElement description)
{
    public string File => file;

    public JsonElement Description => description;

    public string Name { get; } = description.GetProperty("name").GetString()!;

    public ulong Seed { get; } = description.GetProperty("seed").GetUInt64();

    public int Epoch { get; } = description.GetProperty("epoch").GetInt32();

    public int Batch { get; } = description.GetProperty("batch").GetInt32();

    public int FirstSample { get; } = description.GetProperty("first").GetInt32();

    public int Classes { get; } = description.GetProperty("classes").GetInt32();

    public float LabelSmoothing { get; } =
        description.TryGetProperty("label_smoothing", out JsonElement smoothing) ? smoothing.GetSingle() : 0;

    public NetworkDefinition Definition { get; } = new(
        ShapeOf(description.GetProperty("input")), GoldenLayers.Read(description.GetProperty("layers")));

    /// <summary>The cases of a golden file, by name.</summary>
    public static Dictionary<string, GoldenCase> Load(string file) =>
        GoldenFile.Json(file).EnumerateArray().Select(one => new GoldenCase(file, one)).ToDictionary(one => one.Name);

    /// <summary>The network with the weights that PyTorch started from.</summary>
    public Network BuildNetwork()
    {
        var network = new Network(Definition, Seed);
        if (description.TryGetProperty("scrambled_normalization", out _))
            ScrambleNormalization(network);
        return network;
    }

    /// <summary>The batch whose first sample is <paramref name="firstSample"/>, or the case's own.</summary>
    public GoldenBatch BuildBatch(int? firstSample = null) => new(this, firstSample ?? FirstSample);

    private static Shape ShapeOf(JsonElement shape) => new(shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32());

    // Scales and slopes that are not 1, and differ; shifts and means that are not 0: a forgotten factor then shows.
    private void ScrambleNormalization(Network network)
    {
        int tensor = 0;
        foreach (Parameter parameter in network.Parameters.Where(StartsConstant))
            Scramble(network.ValuesOf(parameter), tensor++, positive: parameter.Name.EndsWith("weight", StringComparison.Ordinal));
        foreach (StateBuffer buffer in network.Buffers)
            Scramble(network.ValuesOf(buffer), tensor++, positive: buffer.Name.EndsWith("var", StringComparison.Ordinal));
    }

    // Normalizations, Scale and PReLU; any other weight has a dimension for its inputs.
    private static bool StartsConstant(Parameter parameter) =>
        parameter.Kind == ParameterKind.Normalization || (parameter.Kind == ParameterKind.Weight && parameter.Dimensions.Count == 1);

    private void Scramble(Span<float> values, int tensor, bool positive)
    {
        var random = new KeyedRandom(Seed, epoch: 0, tensor, GoldenPlace.Normalization);
        for (int i = 0; i < values.Length; i++)
            values[i] = positive ? random.Uniform(i, 0.5f, 1.5f) : random.Uniform(i, -0.5f, 0.5f);
    }
}
