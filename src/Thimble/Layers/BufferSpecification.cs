namespace Thimble.Layers;

/// <summary>A tensor that is kept with the weights but not trained.</summary>
/// <param name="Name">PyTorch's name within the layer: <c>running_mean</c>.</param>
/// <param name="Count">The number of values.</param>
/// <param name="InitialValue">What every value starts with.</param>
public sealed record BufferSpecification(string Name, int Count, float InitialValue);
