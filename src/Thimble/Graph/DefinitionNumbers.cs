namespace Thimble.Graph;

/// <summary>What operations are defined over: the numbers of every tensor in double precision, and the batch.</summary>
/// <param name="isTraining">Whether normalizations use the batch's statistics and masks are drawn.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="samples">Each sample's index in its data set.</param>
internal sealed class DefinitionNumbers(bool isTraining, ulong seed, int epoch, IReadOnlyList<int> samples)
{
    private readonly Dictionary<GraphTensor, double[]> _values = [];
    private readonly Dictionary<GraphTensor, double[]> _gradients = [];

    /// <summary>Whether normalizations use the batch's statistics and masks are drawn.</summary>
    public bool IsTraining => isTraining;

    /// <summary>A tensor's numbers, which running statistics change in place.</summary>
    public double[] this[GraphTensor tensor]
    {
        get => _values[tensor];
        set => _values[tensor] = value;
    }

    /// <summary>A tensor's gradient: the sum over all operations that use it.</summary>
    public double[] GradientOf(GraphTensor tensor)
    {
        if (!_gradients.TryGetValue(tensor, out double[]? gradient))
            _gradients.Add(tensor, gradient = new double[tensor.Count]);
        return gradient;
    }

    /// <summary>Adds to a tensor's gradient.</summary>
    public void AddGradient(GraphTensor tensor, double[] part)
    {
        double[] gradient = GradientOf(tensor);
        for (int i = 0; i < part.Length; i++)
            gradient[i % gradient.Length] += part[i];
    }

    /// <summary>The random numbers of one sample at one place.</summary>
    public KeyedRandom RandomOf(int sample, int place) => new(seed, epoch, samples[sample], place);
}
