using System.Globalization;
using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>
/// A C program that lets an image through row by row: the table of its steps, the functions that go by it, and what differs between single
/// precision and whole numbers. In all texts <c>net_</c> and <c>NET_</c> stand for the network's name.
/// </summary>
internal abstract class CProgram
{
    private readonly StepTable _table;

    /// <summary>Begins a program.</summary>
    /// <param name="plan">The steps and their memory.</param>
    protected CProgram(RowPlan plan)
    {
        Plan = plan;
        _table = new(plan.Steps.Count);
    }

    /// <summary>The type of a logit.</summary>
    public abstract string LogitType { get; }

    /// <summary>A logit as a constant of that type.</summary>
    public abstract string Logit(float value);

    /// <summary>Lines of the header: the scale of a logit.</summary>
    public virtual string HeaderLines => "";

    /// <summary>The tables that the functions read.</summary>
    public CTables Tables { get; } = new();

    /// <summary>Bytes of constants.</summary>
    public long ConstantBytes => Tables.Bytes + _table.Bytes;

    /// <summary>Bytes of memory that is written to: sums, values, and how far each step is.</summary>
    public long MemoryBytes
    {
        get
        {
            int alignment = Plan.SumCount > 0 || ValueBytes == 4 ? 4 : CounterBytes;
            long bytes = (4L * Plan.SumCount) + ((long)ValueBytes * Plan.MemorySize) + (2L * CounterBytes * Plan.Steps.Count);
            return (bytes + alignment - 1) / alignment * alignment;
        }
    }

    /// <summary>The steps and their memory.</summary>
    protected RowPlan Plan { get; }

    /// <summary>Bytes of a value.</summary>
    protected abstract int ValueBytes { get; }

    /// <summary>The types of values, weights and sums.</summary>
    protected abstract string Types { get; }

    /// <summary>The functions by which sums become values: <c>net_finish</c>, and what it needs.</summary>
    protected abstract string Finish { get; }

    /// <summary>Several products at once in the loop of <see cref="RowFunctions.Products"/>.</summary>
    protected virtual string DualProducts => "";

    /// <summary>The lowest value.</summary>
    protected abstract string Lowest { get; }

    /// <summary>The sum of a window's numbers as what a mean is finished from.</summary>
    protected abstract string MeanOf { get; }

    /// <summary>The sum of two values, a and b, of one channel.</summary>
    protected abstract string SumOfTwo { get; }

    /// <summary>What is done to a row of means, and then to any row that is complete.</summary>
    protected abstract string Complete { get; }

    /// <summary>Adds the columns that only these numbers have.</summary>
    protected abstract void AddColumns(StepTable table);

    /// <summary>A weight as a table.</summary>
    protected abstract string AddWeights(GraphTensor weight);

    /// <summary>The table that a step reads besides its finishes; null for none.</summary>
    protected virtual string? TableOf(RowStep step) => step.Step?.Operation switch
    {
        Convolution one => AddWeights(one.Weight),
        Dense one => AddWeights(one.Weight),
        _ => null,
    };

    /// <summary>Everything but the functions that are called from outside.</summary>
    public string Write()
    {
        AddColumnsOfAll();
        AddColumns(_table);
        // Tables are complete once the columns are.
        string functions = Functions();
        return $$"""
            {{Types}}
            enum { NET_ROW, NET_LARGEST, NET_MEAN, NET_FLAT };

            {{Finishes}}
            {{Tables.Text}}
            {{_table.Declaration}}
            {{_table.Definition}}
            {{Memory()}}
            {{_table.Resolve(functions)}}
            """.ReplaceLineEndings("\n");
    }

    /// <summary>Declarations that the tables need.</summary>
    protected abstract string Finishes { get; }

    /// <summary>A weight as the run of numbers that a kernel row sees: output channel, kernel row, kernel column, input channel.</summary>
    protected static IEnumerable<T> InRuns<T>(GraphTensor weight, IReadOnlyList<T> numbers)
    {
        IReadOnlyList<int> sizes = weight.Dimensions;
        (int channels, int area) = (sizes[1], sizes.Count == 4 ? sizes[2] * sizes[3] : 1);
        return from o in Enumerable.Range(0, sizes[0])
               from tap in Enumerable.Range(0, area)
               from channel in Enumerable.Range(0, channels)
               select numbers[(((o * channels) + channel) * area) + tap];
    }

    /// <summary>The columns of steps, one number each.</summary>
    protected void AddColumn(string name, Func<RowStep, long> number) => _table.Add(name, Plan.Steps.Select(number));

    private int CounterBytes => Plan.Steps.Max(step => Math.Max(step.Events, step.Output.Height)) <= byte.MaxValue ? 1 : 2;

    private bool HasTwoInputs => Plan.Steps.Any(step => step.Inputs.Count > 1);

    private void AddColumnsOfAll()
    {
        _table.Add("source", Plan.Steps.Select(step => (long)step.Source), isKept: true);
        _table.AddPointers("table", "void", Plan.Steps.Select(TableOf));
        AddColumn("sink", step => (long)step.Sink);
        AddColumn("from", step => step.Inputs.FirstOrDefault());
        AddColumn("second", step => step.Inputs.LastOrDefault());
        AddColumn("events", step => step.Events);
        AddColumn("needed", step => step.Window.Kernel.Rows - step.Window.Padding.Rows);
        AddColumn("kernel_rows", step => step.Window.Kernel.Rows);
        AddColumn("kernel_columns", step => step.Window.Kernel.Columns);
        AddColumn("down", step => step.Window.Stride.Rows);
        AddColumn("right", step => step.Window.Stride.Columns);
        AddColumn("above", step => step.Window.Padding.Rows);
        AddColumn("beside", step => step.Window.Padding.Columns);
        AddColumn("groups", step => step is { Source: RowSource.Convolution, Step.Operation: Convolution one } ? one.Groups : 1);
        AddColumn("group_in", step => step switch
        {
            { Source: RowSource.Convolution, Step.Operation: Convolution one } => one.Weight.Dimensions[1],
            { Step.Operation: Dense one } => one.Weight.Dimensions[1],
            _ => 1,
        });
        AddColumn("made_channels", step => step.Made.Channels);
        AddColumn("width", step => step.Sink == RowSink.Flat ? step.Made.Width : step.Output.Width);
        AddColumn("each", step => step.Sink == RowSink.Flat ? step.Made.PlaneSize : 1);
        AddColumn("pool_rows", step => step.PoolWindow.Kernel.Rows);
        AddColumn("pool_columns", step => step.PoolWindow.Kernel.Columns);
        AddColumn("pool_down", step => step.PoolWindow.Stride.Rows);
        AddColumn("pool_right", step => step.PoolWindow.Stride.Columns);
        AddColumn("height", step => step.Output.Height);
        AddColumn("across", step => step.Output.Width);
        AddColumn("channels", step => step.Output.Channels);
        AddColumn("row", step => RowPlan.RowSize(step));
        _table.Add("rows", Plan.Steps.Select((step, i) => (long)Math.Max(1, Plan.RowsOf(i))));
        _table.Add("place", Plan.Steps.Select((_, i) => (long)Plan.PlaceOf(i)));
        _table.Add("sums", Plan.SumPlaces.Select(place => (long)place));
    }

    private string Memory()
    {
        string sums = Plan.SumCount > 0 ? $"    net_sum sums[{Plan.SumCount}]; /* of windows whose rows are still coming */\n" : "";
        string counters = $"    {(CounterBytes == 1 ? "uint8_t" : "uint16_t")} done[{Plan.Steps.Count}], made[{Plan.Steps.Count}]; /* rows of each step: taken, complete */\n";
        string values = Plan.MemorySize > 0 ? $"    net_value values[{Plan.MemorySize}];\n" : "    net_value values[1];\n";
        return $"struct net_memory {{\n{sums}{(ValueBytes == 1 ? counters + values : values + counters)}}};\n\n"
            + "typedef char net_memory_fits[sizeof(struct net_memory) <= NET_MEMORY_BYTES ? 1 : -1];\n";
    }

    private string Functions()
    {
        RowSource[] sources = [.. Plan.Steps.Select(step => step.Source).Distinct().Order()];
        bool hasWindows = sources.Any(source => source is RowSource.Convolution or RowSource.Depthwise or RowSource.Largest or RowSource.Mean);
        string text = RowFunctions.Places + Finish + RowFunctions.Put + (hasWindows ? RowFunctions.Windows : "")
            + string.Concat(sources.Select(source => FunctionOf(source)).Distinct()) + RowFunctions.Run + RowFunctions.Logits;
        Shape image = Plan.Steps[0].Made;
        var words = new Dictionary<string, string>
        {
            ["NET_SECOND_IS_READY"] = HasTwoInputs ? " && net_has(memory, @s.second, rows)" : "",
            ["NET_LINES"] = hasWindows ? "const struct net_lines lines = net_lines_of(memory, s, row);" : "",
            ["NET_CASES"] = string.Join('\n', sources.Select(CaseOf)),
            ["NET_COMPLETE"] = Complete,
            ["NET_SUMS"] = Plan.SumCount > 0 ? "memory->sums + @s.sums" : "0",
            ["NET_STEPS"] = Number(Plan.Steps.Count),
            ["NET_STAGE_ENDS"] = $"0, {string.Join(", ", Plan.Stages)}",
            ["NET_STAGES"] = Number(Plan.Stages.Count),
            ["NET_HEIGHT"] = Number(image.Height),
            ["NET_WIDTH"] = Number(image.Width),
            ["NET_DUAL"] = DualProducts,
            ["NET_LOWEST"] = Lowest,
            ["NET_MEAN_OF"] = MeanOf,
        };
        return words.Aggregate(text.ReplaceLineEndings("\n"), (one, word) => one.Replace(word.Key, word.Value, StringComparison.Ordinal));
    }

    private string FunctionOf(RowSource source) => source switch
    {
        RowSource.Pixels => RowFunctions.Pixels,
        RowSource.Convolution => RowFunctions.Products + Convolve(),
        RowSource.Depthwise => RowFunctions.Depthwise,
        RowSource.Copy or RowSource.Scale => RowFunctions.Copy,
        RowSource.Sum => SumOfTwo,
        RowSource.Product => RowFunctions.Product,
        RowSource.Largest => RowFunctions.Largest,
        RowSource.Mean => RowFunctions.Mean,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "not a source"),
    };

    private string Convolve()
    {
        const string First = "line + start + group * @s.group_in";
        bool hasGroups = Plan.Steps.Any(step => step is { Source: RowSource.Convolution, Step.Operation: Convolution { Groups: > 1 } });
        return RowFunctions.Convolve.Replace(
            $"NET_SUM_UP({First})",
            (hasGroups ? RowFunctions.SumUpInGroups : RowFunctions.SumUpTogether).Replace("FIRST", First, StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    private static string CaseOf(RowSource source)
    {
        string call = source switch
        {
            RowSource.Pixels => "net_read(s, pixels, row, x, &target)",
            RowSource.Convolution => "net_convolve(s, &lines, x, &target)",
            RowSource.Depthwise => "net_convolve_apart(s, &lines, x, &target)",
            RowSource.Copy or RowSource.Scale => "net_copy(s, net_row(memory, in, row) + x * @in.channels, &target)",
            RowSource.Sum => "net_add(s, net_row(memory, in, row) + x * @in.channels, net_row(memory, net_steps + @s.second, row) + x * @in.channels, &target)",
            RowSource.Product => "net_multiply(s, net_row(memory, in, row) + x * @in.channels, net_second(memory, s, row, x), &target)",
            RowSource.Largest => "net_largest(s, &lines, x, &target)",
            RowSource.Mean => "net_mean(s, &lines, x, &target)",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "not a source"),
        };
        return $"                    case {Number((int)source)}:\n                        {call};\n                        break;";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
