using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thimble.Export.C;

/// <summary>
/// What the functions of a C source have to know of each step, as a table of structures. Where all steps agree, the functions have the number
/// itself and there is no column, and columns that agree are one: that makes table and code smaller. A step that does not use a column agrees
/// with any.
/// </summary>
/// <param name="steps">The number of steps.</param>
internal sealed partial class StepTable(int steps)
{
    private const int PointerBytes = 4;

    private readonly List<Column> _columns = [];
    private readonly Dictionary<string, Column> _names = new(StringComparer.Ordinal);

    /// <summary>Bytes of the table, with pointers of 32 bits.</summary>
    public long Bytes => (long)steps * (_columns.Where(column => column.IsKept).Sum(column => column.Bytes) + 3) / 4 * 4;

    /// <summary>Adds a column of whole numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">A number a step; null where the step does not use it.</param>
    /// <param name="isKept">Whether it is a column even where all agree: a structure has to have one.</param>
    public void Add(string name, IEnumerable<long?> numbers, bool isKept = false) =>
        Add(name, null, [.. numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture))], isKept);

    /// <summary>Adds a column of pointers to tables.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What they point to.</param>
    /// <param name="tables">The name of each step's table; null where it has none.</param>
    public void AddPointers(string name, string type, IEnumerable<string?> tables) => Add(name, $"const NET_READ {type} *", [.. tables], isKept: false);

    /// <summary>A text with every <c>@step.column</c> as C has it: the structure's member, or the number.</summary>
    public string Resolve(string text) => Member().Replace(text, match =>
    {
        Column column = _names[match.Groups["column"].Value];
        return column.IsKept ? $"{match.Groups["step"].Value}->{column.Name}" : column.ValueOf(0);
    });

    /// <summary>The structure's declaration.</summary>
    public string Declaration => $"struct net_step {{\n{string.Concat(Kept().Select(column => $"    {column.TypeInC}{(column.TypeInC[^1] == '*' ? "" : " ")}{column.Name};\n"))}}};\n";

    /// <summary>The table.</summary>
    public string Definition
    {
        get
        {
            StringBuilder text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"static const NET_TABLE struct net_step net_steps[{steps}] = {{\n");
            for (int step = 0; step < steps; step++)
                text.Append(CultureInfo.InvariantCulture, $"    {{{string.Join(", ", Kept().Select(column => column.ValueOf(step)))}}},\n");
            return text.Append("};\n").ToString();
        }
    }

    [GeneratedRegex(@"@(?<step>\w+)\.(?<column>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Member();

    // The widest first, so that there are no gaps.
    private IEnumerable<Column> Kept() => _columns.Where(column => column.IsKept).OrderByDescending(column => column.Bytes);

    private void Add(string name, string? pointer, string?[] values, bool isKept)
    {
        if (_columns.Find(column => column.Agrees(pointer, values)) is { } equal)
        {
            equal.Join(values, isKept);
            _names[name] = equal;
            return;
        }

        _columns.Add(_names[name] = new(name, pointer, values, isKept));
    }

    private sealed class Column(string name, string? pointer, string?[] values, bool isKept)
    {
        private bool _isKept = isKept;

        public string Name => name;

        public bool IsKept => _isKept || values.Where(value => value is not null).Distinct().Skip(1).Any();

        public int Bytes => pointer is null ? NumbersIn().Bytes : PointerBytes;

        public string TypeInC => pointer ?? NumbersIn().Type;

        // What no step uses may be anything.
        public string ValueOf(int step) => IsKept ? values[step] ?? "0" : values.FirstOrDefault(value => value is not null) ?? "0";

        public bool Agrees(string? otherPointer, string?[] others) =>
            pointer == otherPointer && values.Zip(others).All(pair => pair.First is null || pair.Second is null || pair.First == pair.Second);

        public void Join(string?[] others, bool keeps)
        {
            for (int step = 0; step < others.Length; step++)
                values[step] ??= others[step];
            _isKept |= keeps;
        }

        private (string Type, int Bytes) NumbersIn()
        {
            long[] numbers = [.. values.Select(value => long.Parse(value ?? "0", CultureInfo.InvariantCulture))];
            return (numbers.Min(), numbers.Max()) switch
            {
                ( >= 0, <= byte.MaxValue) => ("uint8_t", 1),
                ( >= sbyte.MinValue, <= sbyte.MaxValue) => ("int8_t", 1),
                ( >= 0, <= ushort.MaxValue) => ("uint16_t", 2),
                ( >= short.MinValue, <= short.MaxValue) => ("int16_t", 2),
                _ => ("int32_t", 4),
            };
        }
    }
}
