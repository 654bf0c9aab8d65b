namespace Thimble.Deployment;

/// <summary>A node of a graph. It makes one value, which has the node's number.</summary>
/// <param name="Name">The layer's name, PyTorch's; no two nodes have the same.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Inputs">The numbers of the values that it takes; <see cref="InferenceGraph.InputValue"/> is the image.</param>
/// <param name="Output">The shape of the value that it makes.</param>
internal sealed record GraphNode(string Name, GraphOperation Operation, IReadOnlyList<int> Inputs, Shape Output);
