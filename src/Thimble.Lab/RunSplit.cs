using System.Text.Json.Serialization;

namespace Thimble.Lab;

/// <summary>A split of a data set, as a run used it.</summary>
/// <param name="Images">The number of images.</param>
/// <param name="ContentHash">SHA-256 of their pixels and labels.</param>
public sealed record RunSplit(int Images, [property: JsonPropertyName("sha256")] string ContentHash);
