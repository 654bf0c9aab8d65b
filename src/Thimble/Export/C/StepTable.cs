using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thimble.Export.C;

/// <summary>
/// What the functions of a C source have to know of each step, as a table of structures. A column in which all steps agree is no column: the
/// functions have the number itself, which makes table and code smaller.
/// </summary>
/// <param name="steps">The number of steps.</param>
internal sealed partial class StepTable(int steps)
{
    private const int PointerBytes = 4;

    private readonly List<(string Name, string Type, int Bytes, string[] Values, bool IsKept)> _columns = [];

    /// <summary>Bytes of the table, with pointers of 32 bits.</summary>
    public long Bytes => (long)steps * (_columns.Where(column => column.IsKept).Sum(column => column.Bytes) + 3) / 4 * 4;

    /// <summary>Adds a column of whole numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">A number a step.</param>
    /// <param name="isKept">Whether it is a column even where all agree: a structure has to have one.</param>
    public void Add(string name, IEnumerable<long> numbers, bool isKept = false)
    {
        long[] all = [.. numbers];
        (string type, int bytes) = (all.Min(), all.Max()) switch
        {
            ( >= 0, <= byte.MaxValue) => ("uint8_t", 1),
            ( >= sbyte.MinValue, <= sbyte.MaxValue) => ("int8_t", 1),
            ( >= 0, <= ushort.MaxValue) => ("uint16_t", 2),
            ( >= short.MinValue, <= short.MaxValue) => ("int16_t", 2),
            _ => ("int32_t", 4),
        };
        Add(name, type, bytes, [.. all.Select(number => number.ToString(CultureInfo.InvariantCulture))], isKept);
    }

    /// <summary>Adds a column of pointers to tables.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What they point to.</param>
    /// <param name="tables">The name of each step's table; null where it has none.</param>
    public void AddPointers(string name, string type, IEnumerable<string?> tables) =>
        Add(name, $"const NET_READ {type} *", PointerBytes, [.. tables.Select(table => table ?? "0")], isKept: false);

    /// <summary>A text with every <c>@step.column</c> as C has it: the structure's member, or the number.</summary>
    public string Resolve(string text) => Member().Replace(text, match =>
    {
        (_, _, _, string[] values, bool isKept) = _columns.First(column => column.Name == match.Groups[2].Value);
        return isKept ? $"{match.Groups[1].Value}->{match.Groups[2].Value}" : values[0];
    });

    /// <summary>The structure's declaration.</summary>
    public string Declaration => $"struct net_step {{\n{string.Concat(Kept().Select(column => $"    {column.Type}{(column.Type[^1] == '*' ? "" : " ")}{column.Name};\n"))}}};\n";

    /// <summary>The table.</summary>
    public string Definition
    {
        get
        {
            StringBuilder text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"static const NET_TABLE struct net_step net_steps[{steps}] = {{\n");
            for (int step = 0; step < steps; step++)
                text.Append(CultureInfo.InvariantCulture, $"    {{{string.Join(", ", Kept().Select(column => column.Values[step]))}}},\n");
            return text.Append("};\n").ToString();
        }
    }

    [GeneratedRegex(@"@(\w+)\.(\w+)")]
    private static partial Regex Member();

    // The widest first, so that there are no gaps.
    private IEnumerable<(string Name, string Type, int Bytes, string[] Values, bool IsKept)> Kept() =>
        _columns.Where(column => column.IsKept).OrderByDescending(column => column.Bytes);

    private void Add(string name, string type, int bytes, string[] values, bool isKept) =>
        _columns.Add((name, type, bytes, values, isKept || values.Any(value => value != values[0])));
}
