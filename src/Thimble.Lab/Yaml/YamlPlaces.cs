using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>Where the nodes of a tree stand that was put together from several places, so that mistakes can be named there.</summary>
internal sealed class YamlPlaces
{
    // By identity: two nodes of the same content are equal, but stand on different lines.
    private readonly Dictionary<YamlNode, YamlPlace> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where a node stands; null if nothing was said of it.</summary>
    public YamlPlace? Find(YamlNode node) => _places.TryGetValue(node, out YamlPlace place) ? place : null;

    /// <summary>Says where a node stands.</summary>
    public void Put(YamlNode node, YamlPlace place) => _places[node] = place;

    /// <summary>Says where a node stands, and all that are inside it.</summary>
    public void PutAll(YamlNode node, YamlPlace place)
    {
        Put(node, place);
        IEnumerable<YamlNode> inner = node switch
        {
            YamlSequenceNode list => list.Children,
            YamlMappingNode map => map.Children.SelectMany(child => (YamlNode[])[child.Key, child.Value]),
            _ => [],
        };
        foreach (YamlNode child in inner)
            PutAll(child, place with { Key = null });
    }
}

/// <summary>Where a node stands.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1; 0 where there are no lines.</param>
/// <param name="Key">What a person called the node by, where that was not by the keys around it.</param>
internal readonly record struct YamlPlace(string File, int Line, string? Key = null);
