using Thimble.Layers;

namespace Thimble;

/// <summary>A trainable tensor of a network.</summary>
public sealed record Parameter
{
    internal Parameter(string name, IReadOnlyList<int> dimensions, ParameterKind kind, int offset, int count) =>
        (Name, Dimensions, Kind, Offset, Count) = (name, dimensions, kind, offset, count);

    /// <summary>PyTorch's name: <c>0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>PyTorch's dimensions.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>What it does.</summary>
    public ParameterKind Kind { get; }

    /// <summary>The number of its values: see <see cref="Network.ValuesOf(Parameter)"/>.</summary>
    public int Count { get; }

    /// <summary>Where it begins in <see cref="Network.Values"/>.</summary>
    internal int Offset { get; }
}

/// <summary>A tensor that is kept with the weights but not trained: running statistics.</summary>
/// <param name="Name">PyTorch's name: <c>2.running_mean</c>.</param>
/// <param name="Offset">Where it begins in <see cref="Network.BufferValues"/>.</param>
/// <param name="Count">The number of its values.</param>
internal sealed record StateBuffer(string Name, int Offset, int Count);
