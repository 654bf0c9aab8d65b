using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Thimble.Cli.Display;

/// <summary>JSON for other programs.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value, indented.</summary>
    public static string Text(JsonNode node)
    {
        // What is hidden is in strings alone, where its number says the same and is not obeyed by a terminal.
        string text = node.ToJsonString(Readable);
        return string.Concat(text.Select(character => VisibleText.IsHidden(character) && character is not '\r' ? $"\\u{(int)character:x4}" : $"{character}"));
    }

    /// <summary>A list.</summary>
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> node) => [.. items.Select(node)];
}
