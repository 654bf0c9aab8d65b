using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>Where the nodes of a tree stand that was put together from several places, so that mistakes can be named there.</summary>
internal sealed class YamlPlaces
{
    // By identity: two nodes of the same content are equal, but stand on different lines.
    private readonly Dictionary<YamlNode, (string File, int Line)> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where a node stands; null if nothing was said of it.</summary>
    public (string File, int Line)? Find(YamlNode node) => _places.TryGetValue(node, out (string, int) place) ? place : null;

    /// <summary>Says where a node stands.</summary>
    public void Put(YamlNode node, (string File, int Line) place) => _places[node] = place;
}
