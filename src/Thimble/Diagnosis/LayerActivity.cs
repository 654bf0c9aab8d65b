namespace Thimble.Diagnosis;

/// <summary>What the channels of a layer put out over a sample of images.</summary>
/// <param name="Name">The layer as the summary numbers it: <c>ReLU-2</c>.</param>
/// <param name="Kind">The layer's kind: <c>ReLU</c>.</param>
/// <param name="Channels">One entry a channel.</param>
public sealed record LayerActivity(string Name, string Kind, IReadOnlyList<ChannelActivity> Channels);
