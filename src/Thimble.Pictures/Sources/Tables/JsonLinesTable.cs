using System.Text.Json;

namespace Thimble.Pictures;

/// <summary>A table of pictures as JSON lines: <c>{"path": "a.png", "label": "cat", "split": "train"}</c>, an object a line.</summary>
internal static class JsonLinesTable
{
    /// <summary>Reads the rows.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="InvalidInputException">A line is not such an object.</exception>
    public static IEnumerable<TableRow> Read(string name, string text)
    {
        int line = 0;
        foreach (ReadOnlyMemory<char> one in LinesOf(text))
        {
            line++;
            if (!one.Span.IsWhiteSpace())
                yield return RowOf($"{name}, line {line}", line, one);
        }
    }

    private static IEnumerable<ReadOnlyMemory<char>> LinesOf(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            yield return text.AsMemory(at, end - at);
            at = end + 1;
        }
    }

    private static TableRow RowOf(string where, int line, ReadOnlyMemory<char> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidInputException($"{where}: this line is not a JSON object; write {{\"path\": …, \"label\": …}}");
            string? path = null, label = null, split = null;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                string value = Value(where, property);
                switch (property.Name)
                {
                    case TableRow.PathColumn: path = value; break;
                    case TableRow.LabelColumn: label = value; break;
                    case TableRow.SplitColumn: split = value; break;
                    default: throw new InvalidInputException($"{where}: '{ClassFolder.Shown(property.Name)}' is not a known name; {TableRow.Known}");
                }
            }

            return path is null || label is null
                ? throw new InvalidInputException($"{where}: there is no {(path is null ? TableRow.PathColumn : TableRow.LabelColumn)}; {TableRow.Known}")
                : new(line, path, label, split);
        }
        // Half of a pair of surrogates is JSON by its grammar, and is found only when it is read.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{where}: this line is not a JSON object; write {{\"path\": …, \"label\": …}}", error);
        }
    }

    private static string Value(string where, JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number when property.Name == TableRow.LabelColumn => property.Value.GetRawText(),
        _ => throw new InvalidInputException($"{where}: '{ClassFolder.Shown(property.Name)}' is neither text nor, of a label, a number; write it in quotes"),
    };
}
