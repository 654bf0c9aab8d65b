namespace Thimble.Graph;

/// <summary>A tensor of numbers that operations use: weights, or running statistics. Operations that share one hold the same instance.</summary>
/// <param name="name">Its name, PyTorch's where nothing was folded into it: <c>4.weight</c>. No two different ones have the same.</param>
/// <param name="dimensions">PyTorch's dimensions.</param>
/// <param name="isStatistic">Whether it is kept but not trained.</param>
/// <param name="values">Its numbers, row after row, where the graph has its own; null where a network has them.</param>
internal sealed class GraphTensor(string name, IReadOnlyList<int> dimensions, bool isStatistic = false, float[]? values = null)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>PyTorch's dimensions.</summary>
    public IReadOnlyList<int> Dimensions => dimensions;

    /// <summary>Whether it is kept but not trained.</summary>
    public bool IsStatistic => isStatistic;

    /// <summary>Its numbers, row after row.</summary>
    /// <exception cref="InvalidOperationException">A network has them: see <see cref="NetworkGraph.WithValues"/>.</exception>
    public float[] Values => values ?? throw new InvalidOperationException($"The numbers of {name} are in a network.");

    /// <summary>How many numbers it has.</summary>
    public int Count => dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));

    /// <summary>The same tensor with numbers of its own.</summary>
    public GraphTensor WithValues(float[] numbers) => new(name, dimensions, isStatistic, numbers);
}
