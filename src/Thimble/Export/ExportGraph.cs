using Thimble.Graph;

namespace Thimble.Export;

/// <summary>
/// A trained network as what it computes when it is used, for programs other than this one: its own numbers, no dropout,
/// one flat vector of logits at the end. Every exporter begins here.
/// </summary>
internal static class ExportGraph
{
    /// <summary>The graph of a network with a copy of its present weights.</summary>
    public static NetworkGraph Of(Network network) => Of(network.GraphWithValues());

    /// <summary>The graph of a network from the graph that it has in training.</summary>
    /// <param name="trained">That graph, with numbers of its own.</param>
    public static NetworkGraph Of(NetworkGraph trained)
    {
        NetworkGraph graph = trained.WithoutDropout();
        return !graph.Output.IsFlat || graph.Result == NetworkGraph.InputValue
            ? graph.Append("logits", new Reshape(Shape.Flat(graph.Output.Size)))
            : graph;
    }

    /// <summary>A node as x · factor + addend for each channel; null if it is none.</summary>
    public static (double[] Factors, double[] Addends)? AffineOf(GraphNode node) => node.Operation switch
    {
        BatchNormalization normalization => normalization.AsAffine(),
        Affine affine => affine.AsAffine(node.Output.Channels),
        _ => null,
    };

    /// <summary>Checks that a network's numbers, as they would be exported, can all be computed with.</summary>
    /// <exception cref="InvalidInputException">A number is not finite.</exception>
    public static void CheckFinite(NetworkGraph graph, Normalization normalization)
    {
        for (int pair = 0; pair < normalization.Means.Count; pair++)
            CheckFinite("the normalization of pixels", [normalization.Factor(pair), normalization.Addend(pair)]);
        foreach (GraphTensor tensor in graph.Tensors)
            CheckFinite($"the tensor {tensor.Name}", tensor.Values);
    }

    /// <summary>The same for numbers that are made of a network's own when it is exported.</summary>
    /// <exception cref="InvalidInputException">A number is not finite.</exception>
    public static void CheckFinite(string name, ReadOnlySpan<float> values)
    {
        if (values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw new InvalidInputException($"{name} holds numbers that are not finite; train again, with a lower learning rate");
    }
}
