namespace Thimble.Files;

/// <summary>What is wrong with a safetensors file; the reader adds which file, and what to do.</summary>
internal sealed class SafetensorsDamageException(string problem) : Exception(problem);
