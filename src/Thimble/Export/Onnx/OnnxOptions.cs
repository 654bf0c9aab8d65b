namespace Thimble.Export.Onnx;

/// <summary>How a network is written as ONNX.</summary>
/// <param name="Fold">Whether batch normalizations are worked into convolutions and linear layers, where that is exact.</param>
/// <param name="NormalizesPixels">
/// Whether the file takes pixels, 0 (background) to 255, and normalizes them itself (the default); otherwise it takes
/// inputs that are normalized already.
/// </param>
public sealed record OnnxOptions(bool Fold = false, bool NormalizesPixels = true);
