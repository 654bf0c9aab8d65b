using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Golden;

/// <summary>A network computed by its operations' definitions alone, so that PyTorch's figures hold them too.</summary>
internal sealed class DefinitionNetwork
{
    private readonly Network _network;
    private readonly ulong _seed;

    /// <summary>Copies a network's numbers.</summary>
    /// <param name="network">The network, whose numbers are copied.</param>
    /// <param name="seed">The seed of dropout.</param>
    public DefinitionNetwork(Network network, ulong seed)
    {
        _network = network;
        _seed = seed;
        Values = Closeness.Widen(network.Values);
        Statistics = Closeness.Widen(network.BufferValues);
    }

    public double[] Values { get; }

    public double[] Statistics { get; }

    public double[] Gradients { get; private set; } = [];

    public double[] Logits { get; private set; } = [];

    private NetworkGraph Graph => _network.Definition.Graph;

    /// <summary>Forward, loss and backward in training mode; returns the loss.</summary>
    public double Run(GoldenBatch batch, int epoch, float labelSmoothing) => Run(batch.Images(), batch.Labels, batch.Samples, epoch, labelSmoothing);

    /// <summary>Forward, loss and backward in training mode; returns the loss.</summary>
    public double Run(Tensor4 images, int[] labels, int[] samples, int epoch, float labelSmoothing)
    {
        DefinitionNumbers numbers = Numbers(isTraining: true, epoch, samples);
        var definition = new GraphDefinition(Graph, numbers);
        Tensor4 output = definition.Forward(images);
        Logits = output.Values;
        definition.Backward(output with { Values = CrossEntropyReference.Gradient(Logits, labels, labelSmoothing) });
        Gradients = new double[Values.Length];
        foreach (GraphTensor tensor in Graph.Tensors)
        {
            if (tensor.IsStatistic)
                numbers[tensor].CopyTo(Statistics, _network.OffsetOf(tensor));
            else
                numbers.GradientOf(tensor).CopyTo(Gradients, _network.OffsetOf(tensor));
        }

        return CrossEntropyReference.Loss(Logits, labels, labelSmoothing);
    }

    /// <summary>The logits in evaluation mode.</summary>
    public double[] Evaluate(GoldenBatch batch) => Evaluate(batch.Images());

    /// <summary>The logits in evaluation mode.</summary>
    public double[] Evaluate(Tensor4 images) => new GraphDefinition(Graph, Numbers(isTraining: false, epoch: 0, [])).Forward(images).Values;

    private DefinitionNumbers Numbers(bool isTraining, int epoch, int[] samples)
    {
        var numbers = new DefinitionNumbers(isTraining, _seed, epoch, samples);
        foreach (GraphTensor tensor in Graph.Tensors)
        {
            int offset = _network.OffsetOf(tensor);
            numbers[tensor] = (tensor.IsStatistic ? Statistics : Values)[offset..(offset + tensor.Count)];
        }

        return numbers;
    }
}
