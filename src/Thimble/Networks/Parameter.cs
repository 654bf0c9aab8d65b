using Thimble.Layers;

namespace Thimble;

/// <summary>A trainable tensor of a network: its name and where its numbers lie.</summary>
/// <param name="Name">PyTorch's name: <c>0.weight</c>.</param>
/// <param name="Dimensions">PyTorch's dimensions.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Offset">Where it begins in <see cref="Network.Values"/>.</param>
/// <param name="Count">The number of its values.</param>
public sealed record Parameter(string Name, IReadOnlyList<int> Dimensions, ParameterKind Kind, int Offset, int Count);

/// <summary>A tensor that is kept with the weights but not trained: running statistics.</summary>
/// <param name="Name">PyTorch's name: <c>2.running_mean</c>.</param>
/// <param name="Offset">Where it begins in <see cref="Network.BufferValues"/>.</param>
/// <param name="Count">The number of its values.</param>
internal sealed record StateBuffer(string Name, int Offset, int Count);
