namespace Thimble.Graph;

/// <summary>A node of a graph. It makes one value, which has the node's number.</summary>
/// <param name="Name">The layer's name, PyTorch's, perhaps with the name of a part; no two nodes have the same.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Inputs">The numbers of the values that it takes; <see cref="NetworkGraph.InputValue"/> is the image.</param>
/// <param name="Output">The shape of the value that it makes.</param>
internal sealed record GraphNode(string Name, string Layer, Operation Operation, IReadOnlyList<int> Inputs, Shape Output);

/// <summary>A network as what it computes: operations in an order in which they can run.</summary>
/// <param name="Input">The shape of the image, already normalized.</param>
/// <param name="Nodes">The nodes; each takes values of earlier ones only.</param>
/// <param name="Result">The number of the value that is the network's output.</param>
internal sealed record NetworkGraph(Shape Input, IReadOnlyList<GraphNode> Nodes, int Result)
{
    /// <summary>The number of the value that is the image.</summary>
    public const int InputValue = -1;

    /// <summary>Every tensor, in the order in which nodes first use it.</summary>
    public IReadOnlyList<GraphTensor> Tensors => [.. Nodes.SelectMany(node => node.Operation.Tensors).Distinct()];

    /// <summary>The shape of the output.</summary>
    public Shape Output => ShapeOf(Result);

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(int value) => value == InputValue ? Input : Nodes[value].Output;

    /// <summary>The nodes that take a value, each as often as it takes it.</summary>
    public IEnumerable<int> ReadersOf(int value) =>
        Enumerable.Range(0, Nodes.Count).SelectMany(node => Nodes[node].Inputs.Where(input => input == value).Select(_ => node));

    /// <summary>The only node that takes a value, or null if others do, or the value is the network's output.</summary>
    public int? OnlyReaderOf(int value) => value != Result && ReadersOf(value).ToArray() is [int only] ? only : null;

    /// <summary>The same graph with other operations, node by node: a null takes the node out, and its readers read its first input.</summary>
    public NetworkGraph Rewrite(Func<GraphNode, Operation?> rewrite)
    {
        var nodes = new List<GraphNode>();
        int[] values = new int[Nodes.Count];
        int At(int value) => value == InputValue ? value : values[value];
        for (int i = 0; i < Nodes.Count; i++)
        {
            GraphNode node = Nodes[i];
            if (rewrite(node) is { } operation)
            {
                values[i] = nodes.Count;
                nodes.Add(node with { Operation = operation, Inputs = [.. node.Inputs.Select(At)] });
            }
            else
            {
                values[i] = At(node.Inputs[0]);
            }
        }

        return this with { Nodes = nodes, Result = At(Result) };
    }

    /// <summary>The same graph with numbers of its own in every tensor.</summary>
    /// <param name="values">The numbers of a tensor.</param>
    public NetworkGraph WithValues(Func<GraphTensor, float[]> values)
    {
        var own = Tensors.ToDictionary(tensor => tensor, tensor => tensor.WithValues(values(tensor)));
        return Rewrite(node => TensorExchange.In(node.Operation, tensor => own[tensor]));
    }

    /// <summary>Adds a node after the output, which makes the new output.</summary>
    public NetworkGraph Append(string name, Operation operation) => new(
        Input, [.. Nodes, new(name, name, operation, [Result], operation.OutputShape([Output]))], Nodes.Count);
}
