namespace Thimble.Deployment;

/// <summary>
/// Works batch normalizations, which are a factor and an addend a channel once training is over, into the convolutions
/// and linear layers beside them: the same function with fewer steps. Only where it is exact: see <see cref="Fold"/>.
/// </summary>
internal static class NormalizationFolding
{
    /// <summary>Folds every normalization that can be.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="forward">
    /// Whether also into what follows, and not only into what precedes. That is exact where the convolution pads nothing
    /// (a border of zeros would have to become one of −addend / factor) and what lies between keeps factors: averages
    /// without padding, and maxima if no factor is negative.
    /// </param>
    public static InferenceGraph Fold(InferenceGraph graph, bool forward)
    {
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            if (graph.Nodes[node].Operation is not GraphOperation.Normalization normalization)
                continue;
            InferenceGraph? folded = FoldBack(graph, node, normalization) ?? (forward ? FoldForward(graph, node, normalization) : null);
            if (folded is null)
                continue;
            graph = folded;
            node--;
        }

        return graph;
    }

    private static InferenceGraph? FoldBack(InferenceGraph graph, int node, GraphOperation.Normalization normalization)
    {
        int before = graph.Nodes[node].Inputs[0];
        if (before == InferenceGraph.InputValue || graph.ConsumersOf(before).Count() != 1)
            return null;
        (double[] factors, double[] addends) = normalization.AsAffine();
        string name = graph.Nodes[before].Name;
        GraphOperation? operation = graph.Nodes[before].Operation switch
        {
            GraphOperation.Convolution one => one with { Weight = ScaleOutputs(one.Weight, name, factors), Bias = ScaleBias(one.Bias, name, factors, addends) },
            // A normalization of a flat vector has a factor a number.
            GraphOperation.Dense one => one with { Weight = ScaleOutputs(one.Weight, name, factors), Bias = ScaleBias(one.Bias, name, factors, addends) },
            _ => null,
        };
        return operation is null ? null : Without(Replace(graph, before, operation), node);
    }

    private static InferenceGraph? FoldForward(InferenceGraph graph, int node, GraphOperation.Normalization normalization)
    {
        (double[] factors, double[] addends) = normalization.AsAffine();
        int value = node;
        while (true)
        {
            if (graph.ConsumersOf(value).ToArray() is not [int next])
                return null;
            GraphNode behind = graph.Nodes[next];
            switch (behind.Operation)
            {
                case GraphOperation.GlobalAverage or GraphOperation.Flattening or GraphOperation.AveragePooling { Padding: 0 }:
                case GraphOperation.MaximumPooling when factors.All(factor => factor >= 0):
                    value = next;
                    break;
                case GraphOperation.Convolution { Padding: 0 } one:
                    (GraphTensor weight, GraphTensor bias) = ScaleInputs(one.Weight, one.Bias, behind.Name, factors, addends, one.Groups);
                    return Without(Replace(graph, next, one with { Weight = weight, Bias = bias }), node);
                case GraphOperation.Dense one:
                    (weight, bias) = ScaleInputs(one.Weight, one.Bias, behind.Name, factors, addends, groups: 1);
                    return Without(Replace(graph, next, one with { Weight = weight, Bias = bias }), node);
                default:
                    return null;
            }
        }
    }

    private static GraphTensor ScaleOutputs(GraphTensor weight, string node, double[] factors)
    {
        int taps = weight.Values.Length / factors.Length;
        return Folded(weight, $"{node}.weight", index => weight.Values[index] * factors[index / taps]);
    }

    private static GraphTensor ScaleBias(GraphTensor? bias, string node, double[] factors, double[] addends)
    {
        bias ??= new("", [factors.Length], new float[factors.Length]);
        return Folded(bias, $"{node}.bias", index => (bias.Values[index] * factors[index]) + addends[index]);
    }

    // weight · (x · factor + addend) = (weight · factor) · x + weight · addend
    private static (GraphTensor Weight, GraphTensor Bias) ScaleInputs(
        GraphTensor weight, GraphTensor? bias, string node, double[] factors, double[] addends, int groups)
    {
        int outputs = weight.Dimensions[0];
        int taps = weight.Values.Length / outputs;
        // Numbers of one output's weights that belong to one channel: a kernel, or a plane that was made flat.
        int tapsPerChannel = taps * groups / factors.Length;
        int ChannelOf(int index) => (index / taps / (outputs / groups) * (factors.Length / groups)) + (index % taps / tapsPerChannel);
        double[] sums = new double[outputs];
        for (int i = 0; i < weight.Values.Length; i++)
            sums[i / taps] += weight.Values[i] * addends[ChannelOf(i)];
        bias ??= new("", [outputs], new float[outputs]);
        return (
            Folded(weight, $"{node}.weight", index => weight.Values[index] * factors[ChannelOf(index)]),
            Folded(bias, $"{node}.bias", index => bias.Values[index] + sums[index]));
    }

    // A name of its own: another layer may share the tensor as it was.
    private static GraphTensor Folded(GraphTensor tensor, string name, Func<int, double> value) => new(
        $"{name}.folded", tensor.Dimensions, [.. Enumerable.Range(0, tensor.Values.Length).Select(index => (float)value(index))]);

    private static InferenceGraph Replace(InferenceGraph graph, int node, GraphOperation operation) => graph with
    {
        Nodes = [.. graph.Nodes.Select((one, index) => index == node ? one with { Operation = operation } : one)],
    };

    // What took the removed node's value takes that node's input; values behind it count one less.
    private static InferenceGraph Without(InferenceGraph graph, int removed)
    {
        int input = graph.Nodes[removed].Inputs[0];
        int Renumber(int value) => value == removed ? input : value > removed ? value - 1 : value;
        return graph with
        {
            Nodes = [.. graph.Nodes.Where((_, index) => index != removed).Select(node => node with { Inputs = [.. node.Inputs.Select(Renumber)] })],
        };
    }
}
