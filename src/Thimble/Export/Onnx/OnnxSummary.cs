namespace Thimble.Export.Onnx;

/// <summary>What was written.</summary>
/// <param name="Bytes">The file's length.</param>
/// <param name="Normalizations">Batch normalizations of the network.</param>
/// <param name="RemainingNormalizations">Those that are still nodes of their own in the file.</param>
public sealed record OnnxSummary(int Bytes, int Normalizations, int RemainingNormalizations);
