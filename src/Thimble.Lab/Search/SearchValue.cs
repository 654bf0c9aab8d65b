using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>A value that a variable of a search may take.</summary>
public sealed class SearchValue
{
    internal SearchValue(string label, YamlNode node)
    {
        Label = label;
        Node = node;
    }

    /// <summary>The value in a few words: itself, or the name of a whole alternative.</summary>
    public string Label { get; }

    /// <summary>What is put into the experiment.</summary>
    internal YamlNode Node { get; }
}
