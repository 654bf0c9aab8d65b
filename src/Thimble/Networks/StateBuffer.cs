namespace Thimble.Networks;

/// <summary>A tensor that is kept with the weights but not trained: running statistics.</summary>
/// <param name="Name">PyTorch's name: <c>2.running_mean</c>.</param>
/// <param name="Offset">Where it begins in <see cref="Network.BufferValues"/>.</param>
/// <param name="Count">The number of its values.</param>
public sealed record StateBuffer(string Name, int Offset, int Count);
