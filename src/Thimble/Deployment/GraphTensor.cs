namespace Thimble.Deployment;

/// <summary>A trained tensor of a graph. Nodes that share one hold the same instance.</summary>
/// <param name="Name">Its name, PyTorch's where nothing was folded into it; no two different ones have the same.</param>
/// <param name="Dimensions">PyTorch's dimensions.</param>
/// <param name="Values">Its numbers, row after row.</param>
internal sealed record GraphTensor(string Name, IReadOnlyList<int> Dimensions, float[] Values);
