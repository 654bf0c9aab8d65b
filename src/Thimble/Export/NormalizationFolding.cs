using Thimble.Graph;

namespace Thimble.Export;

/// <summary>
/// Works normalizations, which are a factor and an addend a channel once training is over, and other affine maps into the
/// convolutions and linear layers beside them: the same function with fewer steps. Only where it is exact: see <see cref="Fold"/>.
/// </summary>
internal static class NormalizationFolding
{
    /// <summary>Folds every affine map that can be.</summary>
    /// <param name="graph">The graph, with numbers of its own.</param>
    /// <param name="forward">
    /// Whether also into what follows, and not only into what precedes. That is exact where the convolution pads nothing
    /// (a border of zeros would have to become one of −addend / factor) and what lies between keeps factors: averages
    /// without padding, and maxima if no factor is negative.
    /// </param>
    public static NetworkGraph Fold(NetworkGraph graph, bool forward)
    {
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            if (ExportGraph.AffineOf(graph.Nodes[node]) is not { } affine)
                continue;
            NetworkGraph? folded = FoldBack(graph, node, affine) ?? (forward ? FoldForward(graph, node, affine) : null);
            if (folded is null)
                continue;
            graph = folded;
            node--;
        }

        return graph;
    }

    private static NetworkGraph? FoldBack(NetworkGraph graph, int node, (double[] Factors, double[] Addends) affine)
    {
        int before = graph.Nodes[node].Inputs[0];
        if (before == NetworkGraph.InputValue || graph.OnlyReaderOf(before) is null)
            return null;
        string name = graph.Nodes[before].Name;
        Operation? operation = graph.Nodes[before].Operation switch
        {
            Convolution one => one with { Weight = ScaleOutputs(one.Weight, name, affine.Factors), Bias = ScaleBias(one.Bias, name, affine) },
            // A normalization of a flat vector has a factor a number.
            Dense one => one with { Weight = ScaleOutputs(one.Weight, name, affine.Factors), Bias = ScaleBias(one.Bias, name, affine) },
            _ => null,
        };
        return operation is null ? null : Exchange(graph, before, operation, node);
    }

    private static NetworkGraph? FoldForward(NetworkGraph graph, int node, (double[] Factors, double[] Addends) affine)
    {
        int value = node;
        while (graph.OnlyReaderOf(value) is { } next)
        {
            GraphNode reader = graph.Nodes[next];
            switch (reader.Operation)
            {
                case Reshape or AveragePool { Window.Padding: { Rows: 0, Columns: 0 } }:
                case MaximumPool when affine.Factors.All(factor => factor >= 0):
                    value = next;
                    break;
                case Convolution { Window.Padding: { Rows: 0, Columns: 0 } } one:
                    (GraphTensor weight, GraphTensor bias) = ScaleInputs(one.Weight, one.Bias, reader.Name, affine, one.Groups);
                    return Exchange(graph, next, one with { Weight = weight, Bias = bias }, node);
                case Dense one:
                    (weight, bias) = ScaleInputs(one.Weight, one.Bias, reader.Name, affine, groups: 1);
                    return Exchange(graph, next, one with { Weight = weight, Bias = bias }, node);
                default:
                    return null;
            }
        }

        return null;
    }

    private static NetworkGraph Exchange(NetworkGraph graph, int node, Operation operation, int removed)
    {
        (GraphNode exchanged, GraphNode left) = (graph.Nodes[node], graph.Nodes[removed]);
        return graph.Rewrite(one => ReferenceEquals(one, left) ? null : ReferenceEquals(one, exchanged) ? operation : one.Operation);
    }

    private static GraphTensor ScaleOutputs(GraphTensor weight, string node, double[] factors)
    {
        int taps = weight.Values.Length / factors.Length;
        return Folded(weight, $"{node}.weight", index => weight.Values[index] * factors[index / taps]);
    }

    private static GraphTensor ScaleBias(GraphTensor? bias, string node, (double[] Factors, double[] Addends) affine)
    {
        bias ??= new("", [affine.Factors.Length], values: new float[affine.Factors.Length]);
        return Folded(bias, $"{node}.bias", index => (bias.Values[index] * affine.Factors[index]) + affine.Addends[index]);
    }

    // weight · (x · factor + addend) = (weight · factor) · x + weight · addend
    private static (GraphTensor Weight, GraphTensor Bias) ScaleInputs(
        GraphTensor weight, GraphTensor? bias, string node, (double[] Factors, double[] Addends) affine, int groups)
    {
        (double[] factors, double[] addends) = affine;
        int outputs = weight.Dimensions[0];
        int taps = weight.Values.Length / outputs;
        // Numbers of one output's weights that belong to one channel: a kernel, or a plane that was made flat.
        int tapsPerChannel = taps * groups / factors.Length;
        // A group may see a part of a channel, where a plane was made flat: so first the input's number, then its channel.
        int ChannelOf(int index) => ((index / taps / (outputs / groups) * taps) + (index % taps)) / tapsPerChannel;
        double[] sums = new double[outputs];
        for (int i = 0; i < weight.Values.Length; i++)
            sums[i / taps] += weight.Values[i] * addends[ChannelOf(i)];
        bias ??= new("", [outputs], values: new float[outputs]);
        return (
            Folded(weight, $"{node}.weight", index => weight.Values[index] * factors[ChannelOf(index)]),
            Folded(bias, $"{node}.bias", index => bias.Values[index] + sums[index]));
    }

    // A name of its own: another layer may share the tensor as it was.
    private static GraphTensor Folded(GraphTensor tensor, string name, Func<int, double> value) => new(
        $"{name}.folded", tensor.Dimensions, values: [.. Enumerable.Range(0, tensor.Values.Length).Select(index => (float)value(index))]);
}
