using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Thimble.Data;
using Thimble.Deployment;

namespace Thimble.Formats.Onnx;

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
    /// <returns>What came of the normalizations.</returns>
    /// <exception cref="InvalidInputException">The network has a layer that cannot be exported, or the file cannot be written.</exception>
    public static OnnxSummary Write(TrainedNetwork trained, string path, OnnxOptions options)
    {
        InferenceGraph whole = InferenceGraph.Of(trained.Network);
        InferenceGraph graph = options.Fold ? NormalizationFolding.Fold(whole, forward: true) : whole;
        byte[] model = Model(trained.Description, graph, options.NormalizesPixels);
        AtomicFile.Write(path, stream => stream.Write(model));
        return new(model.Length, CountNormalizations(whole), CountNormalizations(graph));
    }

    /// <summary>The file's content.</summary>
    internal static byte[] Model(NetworkDescription description, InferenceGraph graph, bool normalizesPixels)
    {
        string input = normalizesPixels ? "pixels" : "image";
        ProtobufWriter content = new ProtobufWriter()
            .Messages(1, Nodes(graph, input, normalizesPixels))
            .Text(2, "thimble")
            .Messages(5, Initializers(graph, description.Normalization, normalizesPixels))
            .Message(11, Value(input, graph.Input))
            .Message(12, Value(Logits, graph.Nodes[^1].Output))
            .Messages(13, InnerValues(graph, normalizesPixels));
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "thimble")
            .Message(7, content)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, Opset))
            .Messages(14, Metadata(description).Select(entry => new ProtobufWriter().Text(1, entry.Key).Text(2, entry.Text)))
            .ToArray();
    }

    private static int CountNormalizations(InferenceGraph graph) =>
        graph.Nodes.Count(node => node.Operation is GraphOperation.Normalization);

    private static IEnumerable<(string Key, string Text)> Metadata(NetworkDescription description)
    {
        yield return ("classes", $"[{string.Join(", ", description.ClassNames.Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]");
        yield return ("data", description.DataName);
        yield return ("mean", description.Normalization.Mean.ToString(CultureInfo.InvariantCulture));
        yield return ("standard_deviation", description.Normalization.StandardDeviation.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<ProtobufWriter> Nodes(InferenceGraph graph, string input, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            yield return Node("normalization.multiply", "Mul", [input, "normalization.factor"], "scaled");
            yield return Node("normalization.add", "Add", ["scaled", "normalization.addend"], "image");
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode node = graph.Nodes[i];
            (string type, IEnumerable<GraphTensor?> tensors, ProtobufWriter[] attributes) = OnnxOperators.Of(node.Operation);
            IEnumerable<string> inputs = node.Inputs.Select(value => NameOf(graph, value))
                .Concat(tensors.OfType<GraphTensor>().Select(tensor => tensor.Name));
            yield return Node(node.Name, type, inputs, NameOf(graph, i), attributes);
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

    private static string NameOf(InferenceGraph graph, int value)
    {
        if (value == InferenceGraph.InputValue)
            return "image";
        return value == graph.Nodes.Count - 1 ? Logits : $"value.{graph.Nodes[value].Name}";
    }

    private static IEnumerable<ProtobufWriter> Initializers(InferenceGraph graph, Normalization normalization, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            yield return Tensor(new("normalization.factor", [], [normalization.Factor]));
            yield return Tensor(new("normalization.addend", [], [normalization.Addend]));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (GraphTensor tensor in graph.Nodes.SelectMany(node => OnnxOperators.Of(node.Operation).Tensors).OfType<GraphTensor>())
        {
            if (names.Add(tensor.Name))
                yield return Tensor(tensor);
        }
    }

    private static ProtobufWriter Tensor(GraphTensor tensor)
    {
        const int Float = 1;
        var writer = new ProtobufWriter();
        foreach (int dimension in tensor.Dimensions)
            writer.Integer(1, dimension);
        byte[] bytes = new byte[tensor.Values.Length * sizeof(float)];
        for (int i = 0; i < tensor.Values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), tensor.Values[i]);
        return writer.Integer(2, Float).Text(8, tensor.Name).Bytes(9, bytes);
    }

    private static IEnumerable<ProtobufWriter> InnerValues(InferenceGraph graph, bool normalizesPixels)
    {
        if (normalizesPixels)
        {
            yield return Value("scaled", graph.Input);
            yield return Value("image", graph.Input);
        }

        for (int i = 0; i < graph.Nodes.Count - 1; i++)
            yield return Value(NameOf(graph, i), graph.Nodes[i].Output);
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
