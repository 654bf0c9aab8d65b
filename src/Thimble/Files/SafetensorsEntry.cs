namespace Thimble.Files;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal readonly record struct SafetensorsEntry(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End);
