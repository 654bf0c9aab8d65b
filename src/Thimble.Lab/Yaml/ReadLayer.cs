using Thimble.Layers;

namespace Thimble.Lab.Yaml;

/// <summary>A layer and where the file names it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Its place in the file.</param>
/// <param name="Branch">The layers inside, for a residual.</param>
internal sealed record ReadLayer(Layer Layer, YamlValue Place, IReadOnlyList<ReadLayer> Branch);
