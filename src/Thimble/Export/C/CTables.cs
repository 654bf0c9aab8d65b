using System.Globalization;
using System.Text;

namespace Thimble.Export.C;

/// <summary>Constant tables of a C source. Equal tables are one.</summary>
internal sealed class CTables
{
    private const int LineLength = 110;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The tables so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a table if there is none that is equal, and returns its name in C.</summary>
    /// <param name="type">The type of its elements.</param>
    /// <param name="size">The bytes of one.</param>
    /// <param name="name">Its name: letters, digits and dots.</param>
    /// <param name="elements">The elements, as C has them.</param>
    public string Add(string type, int size, string name, IReadOnlyList<string> elements)
    {
        string content = $"{type} {string.Join(',', elements)}";
        if (_names.TryGetValue(content, out string? equal))
            return equal;
        string identifier = $"net_table_{name.Replace('.', '_')}";
        while (!_taken.Add(identifier))
            identifier += "_";
        _names[content] = identifier;
        Bytes += (long)size * elements.Count;
        _text.Append(CultureInfo.InvariantCulture, $"static const NET_TABLE {type} {identifier}[{elements.Count}] = {{\n");
        int column = 0;
        foreach (string element in elements)
        {
            if (column + element.Length > LineLength)
            {
                _text.Append('\n');
                column = 0;
            }

            _text.Append(column == 0 ? "    " : " ").Append(element).Append(',');
            column += element.Length + 2;
        }

        _text.Append("\n};\n");
        return identifier;
    }

    /// <summary>Adds a table of single-precision numbers, to the last bit.</summary>
    public string Add(string name, IEnumerable<float> values) => Add("float", sizeof(float), name, [.. values.Select(Single)]);

    /// <summary>A number as C has it.</summary>
    public static string Single(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? $"{text}f" : $"{text}.0f";
    }
}
