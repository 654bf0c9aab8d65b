using System.Text.Json;
using Thimble.Graph;

namespace Thimble.Export.Onnx;

/// <summary>
/// A network as an ONNX file (opset 17): batch dimension free, the shape of every value stated, dropout left out. The
/// output <c>logits</c> is [batch, classes].
/// </summary>
/// <remarks>Field numbers are those of onnx.proto, the operators those of ONNX's Operators.md.</remarks>
public static class OnnxFile
{
    /// <summary>The operator set that the file asks for.</summary>
    public const int Opset = 17;

    private const int IrVersion = 8;
    private const string Batch = "batch";
    private const string Logits = "logits";

    /// <summary>Writes the file aside and then puts it in place.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <returns>How large it is, and how many normalizations were folded.</returns>
    /// <exception cref="InvalidInputException">The network has a layer that cannot be exported, or the file cannot be written.</exception>
    public static OnnxSummary Write(TrainedNetwork trained, string path, OnnxOptions options) => Write(trained, path, options, FileSystem.Disk);

    /// <inheritdoc cref="Write(TrainedNetwork, string, OnnxOptions)"/>
    internal static OnnxSummary Write(TrainedNetwork trained, string path, OnnxOptions options, FileSystem files)
    {
        NetworkGraph whole = ExportGraph.Of(trained.Network);
        NetworkGraph graph = options.Fold ? NormalizationFolding.Fold(whole, forward: true) : whole;
        ExportGraph.CheckFinite(graph, trained.Description.Normalization);
        byte[] model = Model(trained.Description, graph, options.NormalizesPixels);
        AtomicFile.Write(path, stream => stream.Write(model), files);
        return new(model.Length, CountNormalizations(whole), CountNormalizations(graph));
    }

    /// <summary>The file's content.</summary>
    internal static byte[] Model(NetworkDescription description, NetworkGraph graph, bool normalizesPixels)
    {
        string input = normalizesPixels ? "pixels" : "image";
        ProtobufWriter content = new ProtobufWriter()
            .Messages(1, Nodes(graph, input, normalizesPixels))
            .Text(2, "thimble")
            .Messages(5, Initializers(graph, description.Normalization, normalizesPixels))
            .Message(11, Value(input, graph.Input))
            .Message(12, Value(Logits, graph.Output))
            .Messages(13, InnerValues(graph, normalizesPixels));
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "thimble")
            .Text(6, $"Pictures: {description.PictureInstructions}")
            .Message(7, content)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, Opset))
            .Messages(14, Metadata(description).Select(entry => new ProtobufWriter().Text(1, entry.Key).Text(2, entry.Text)))
            .ToArray();
    }

    private static int CountNormalizations(NetworkGraph graph) =>
        graph.Nodes.Count(node => node.Operation is BatchNormalization);

    private static IEnumerable<(string Key, string Text)> Metadata(NetworkDescription description)
    {
        yield return ("classes", $"[{string.Join(", ", description.ClassNames.Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]");
        yield return ("data", description.DataName);
        yield return ("preparation", description.Preparation.Name);
        yield return ("mean", Normalization.TextOf(description.Normalization.Means));
        yield return ("standard_deviation", Normalization.TextOf(description.Normalization.StandardDeviations));
        if (description.Calibration is { } calibration)
            yield return ("calibration", CalibrationJson.Text(calibration));
    }

    private static IEnumerable<ProtobufWriter> Nodes(NetworkGraph graph, string input, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            yield return Node("normalization.multiply", "Mul", [input, "normalization.factor"], "scaled");
            yield return Node("normalization.add", "Add", ["scaled", "normalization.addend"], "image");
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (ProtobufWriter node in Nodes(graph, i))
                yield return node;
        }
    }

    // Most operations are one operator; of several each takes what the one before it makes.
    private static IEnumerable<ProtobufWriter> Nodes(NetworkGraph graph, int index)
    {
        GraphNode node = graph.Nodes[index];
        IReadOnlyList<OnnxOperator> operators = OnnxOperators.Of(node);
        string[] inputs = [.. node.Inputs.Select(value => NameOf(graph, value))];
        string[] values = inputs;
        for (int i = 0; i < operators.Count; i++)
        {
            bool isLast = i == operators.Count - 1;
            string output = isLast ? NameOf(graph, index) : $"value.{node.Name}.{i}";
            IEnumerable<string> taken = [.. values, .. operators[i].TakesInputAgain ? inputs : [], .. operators[i].Tensors.Select(tensor => tensor.Name)];
            yield return Node(isLast ? node.Name : $"{node.Name}.{i}", operators[i].Type, taken, output, operators[i].Attributes);
            values = [output];
        }
    }

    private static ProtobufWriter Node(
        string name, string type, IEnumerable<string> inputs, string output, params IEnumerable<ProtobufWriter> attributes)
    {
        var node = new ProtobufWriter();
        foreach (string one in inputs)
            node.Text(1, one);
        return node.Text(2, output).Text(3, name).Text(4, type).Messages(5, attributes);
    }

    private static string NameOf(NetworkGraph graph, int value)
    {
        if (value == NetworkGraph.InputValue)
            return "image";
        return value == graph.Result ? Logits : $"value.{graph.Nodes[value].Name}";
    }

    private static IEnumerable<ProtobufWriter> Initializers(NetworkGraph graph, Normalization normalization, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            // One number a channel is spread over its rows and columns.
            int pairs = normalization.Means.Count;
            int[] dimensions = pairs == 1 ? [] : graph.Input.IsFlat ? [pairs] : [pairs, 1, 1];
            yield return Tensor(new("normalization.factor", dimensions, (float[])[.. Enumerable.Range(0, pairs).Select(normalization.Factor)]));
            yield return Tensor(new("normalization.addend", dimensions, (float[])[.. Enumerable.Range(0, pairs).Select(normalization.Addend)]));
        }

        foreach (OnnxTensor tensor in graph.Nodes.SelectMany(OnnxOperators.Of).SelectMany(one => one.Tensors).DistinctBy(tensor => tensor.Name))
            yield return Tensor(tensor);
    }

    private static ProtobufWriter Tensor(OnnxTensor tensor)
    {
        const int Float = 1;
        const int Int64 = 7;
        var writer = new ProtobufWriter();
        foreach (int dimension in tensor.Dimensions)
            writer.Integer(1, dimension);
        byte[] bytes = new byte[Buffer.ByteLength(tensor.Values)];
        Buffer.BlockCopy(tensor.Values, 0, bytes, 0, bytes.Length);
        bool isWhole = tensor.Values is long[];
        return writer.Integer(2, isWhole ? Int64 : Float).Text(8, tensor.Name).Bytes(9, bytes);
    }

    private static IEnumerable<ProtobufWriter> InnerValues(NetworkGraph graph, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            yield return Value("scaled", graph.Input);
            yield return Value("image", graph.Input);
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            // What one operator of several makes has the shape of the whole.
            for (int inner = 0; inner < OnnxOperators.Of(graph.Nodes[i]).Count - 1; inner++)
                yield return Value($"value.{graph.Nodes[i].Name}.{inner}", graph.Nodes[i].Output);
            if (i != graph.Result)
                yield return Value(NameOf(graph, i), graph.Nodes[i].Output);
        }
    }

    private static ProtobufWriter Value(string name, Shape shape)
    {
        const int Float = 1;
        int[] sizes = shape.IsFlat ? [shape.Channels] : [shape.Channels, shape.Height, shape.Width];
        ProtobufWriter dimensions = new ProtobufWriter()
            .Message(1, new ProtobufWriter().Text(2, Batch))
            .Messages(1, sizes.Select(size => new ProtobufWriter().Integer(1, size)));
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Integer(1, Float).Message(2, dimensions)));
    }
}

/// <summary>How a network is written as ONNX.</summary>
/// <param name="Fold">Whether batch normalizations are worked into convolutions and linear layers, where that is exact.</param>
/// <param name="NormalizesPixels">
/// Whether the file takes pixels, 0 (background) to 255, and normalizes them itself (the default); otherwise it takes
/// inputs that are normalized already.
/// </param>
public sealed record OnnxOptions(bool Fold = false, bool NormalizesPixels = true);

/// <summary>What was written.</summary>
/// <param name="Bytes">The file's length.</param>
/// <param name="Normalizations">Batch normalizations of the network.</param>
/// <param name="RemainingNormalizations">Those that are still nodes of their own in the file.</param>
public sealed record OnnxSummary(int Bytes, int Normalizations, int RemainingNormalizations);
