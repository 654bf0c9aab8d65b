namespace Thimble.Graph;

/// <summary>
/// A graph computed by its operations' definitions, in plain double precision: slow and obviously right. The engine is
/// held to it, and it is held to PyTorch's figures.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="numbers">The tensors' numbers, and what the batch is.</param>
internal sealed class GraphDefinition(NetworkGraph graph, DefinitionNumbers numbers)
{
    private readonly Tensor4?[] _values = new Tensor4?[graph.Nodes.Count];
    private Tensor4? _image;

    /// <summary>A value of the last <see cref="Forward"/>.</summary>
    public Tensor4 ValueOf(int value) => (value == NetworkGraph.InputValue ? _image : _values[value])
        ?? throw new InvalidOperationException("Nothing has been computed yet.");

    /// <summary>Computes every value of a batch and returns the output.</summary>
    public Tensor4 Forward(Tensor4 images)
    {
        _image = images;
        for (int i = 0; i < _values.Length; i++)
            _values[i] = graph.Nodes[i].Operation.Forward(numbers, InputsOf(i));
        return ValueOf(graph.Result);
    }

    /// <summary>Computes the gradients of every tensor, which <see cref="DefinitionNumbers.GradientOf"/> then has, after <see cref="Forward"/>.</summary>
    /// <param name="outputGradient">d loss / d output.</param>
    public void Backward(Tensor4 outputGradient)
    {
        var gradients = new Dictionary<int, Tensor4> { [graph.Result] = outputGradient };
        for (int i = _values.Length - 1; i >= 0; i--)
        {
            if (!gradients.TryGetValue(i, out Tensor4? gradient))
                continue;
            IReadOnlyList<Tensor4> parts = graph.Nodes[i].Operation.Backward(numbers, InputsOf(i), gradient);
            foreach ((int input, Tensor4 part) in graph.Nodes[i].Inputs.Zip(parts))
                gradients[input] = gradients.TryGetValue(input, out Tensor4? sum) ? sum.Plus(part) : part;
        }
    }

    private Tensor4[] InputsOf(int node) => [.. graph.Nodes[node].Inputs.Select(ValueOf)];
}
