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
    private readonly long[] _tableBytes;

    /// <summary>Begins a program.</summary>
    /// <param name="plan">The steps and their memory.</param>
    protected CProgram(RowPlan plan)
    {
        Plan = plan;
        _table = new(plan.Steps.Count);
        _tableBytes = new long[plan.Steps.Count];
    }

    /// <summary>The type of a logit.</summary>
    public abstract string LogitType { get; }

    /// <summary>A logit as a constant of that type.</summary>
    public abstract string Logit(float value);

    /// <summary>The value of one step of a logit.</summary>
    public virtual double LogitUnit => 1;

    /// <summary>Lines of the header: the scale of a logit.</summary>
    public virtual string HeaderLines => "";

    /// <summary>The tables that the functions read.</summary>
    public CTables Tables { get; } = new();

    /// <summary>Bytes of the tables that each step is the first to read.</summary>
    public IReadOnlyList<long> TableBytes => _tableBytes;

    /// <summary>Bytes of constants.</summary>
    public long ConstantBytes => Tables.Bytes + _table.Bytes;

    /// <summary>Bytes of memory that is written to: sums, values, and how far each step is.</summary>
    public long MemoryBytes
    {
        get
        {
            long bytes = (4L * (Plan.SumCount + LargestPlace)) + ((long)ValueBytes * Math.Max(1, Plan.MemorySize)) + (2L * CounterBytes * Plan.Steps.Count);
            return (bytes + 3) / 4 * 4;
        }
    }

    /// <summary>The steps and their memory.</summary>
    public RowPlan Plan { get; }

    /// <summary>Bytes of a value.</summary>
    public abstract int ValueBytes { get; }

    /// <summary>The types of values, weights and sums.</summary>
    protected abstract string Types { get; }

    /// <summary>The functions by which sums become values: <c>net_finish</c>, and what it needs.</summary>
    protected abstract string Finish { get; }

    /// <summary>A function that sums up four channels at once, where the processor can.</summary>
    protected virtual string SumUpFourFunction => "";

    /// <summary>What calls it.</summary>
    protected virtual string SumUpFour => "";

    /// <summary>A function that sums up four channels, each by itself, where the processor can.</summary>
    protected virtual string ApartFourFunction => "";

    /// <summary>What calls it.</summary>
    protected virtual string ApartFour => "";

    /// <summary>Whether numbers of some step become a row by <c>net_put</c>.</summary>
    protected virtual bool PutsRows => true;

    /// <summary>What a pixel is multiplied by before it is finished.</summary>
    protected virtual string PixelFactor => "";

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
    protected abstract string AddWeights(GraphTensor weight, bool isDepthwise);

    /// <summary>The table that a step reads besides its finishes; null for none.</summary>
    protected virtual string? TableOf(RowStep step) => step.Step?.Operation switch
    {
        Convolution one => AddWeights(one.Weight, step.Source == RowSource.Depthwise),
        Dense one => AddWeights(one.Weight, isDepthwise: false),
        _ => null,
    };

    /// <summary>Counts the tables that are added on the way as a step's.</summary>
    protected T Count<T>(int step, Func<T> add)
    {
        long before = Tables.Bytes;
        T added = add();
        _tableBytes[step] += Tables.Bytes - before;
        return added;
    }

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

    /// <summary>
    /// A weight in the order in which it is read: output channel, kernel row, kernel column, input channel, so that a kernel row is a run; where each
    /// channel is by itself: kernel row, kernel column, channel.
    /// </summary>
    protected static IEnumerable<T> InRuns<T>(GraphTensor weight, bool isDepthwise, IReadOnlyList<T> numbers)
    {
        IReadOnlyList<int> sizes = weight.Dimensions;
        (int outputs, int channels, int area) = (sizes[0], sizes[1], sizes.Count == 4 ? sizes[2] * sizes[3] : 1);
        return isDepthwise
            ? from tap in Enumerable.Range(0, area)
              from o in Enumerable.Range(0, outputs)
              select numbers[(o * area) + tap]
            : from o in Enumerable.Range(0, outputs)
              from tap in Enumerable.Range(0, area)
              from channel in Enumerable.Range(0, channels)
              select numbers[(((o * channels) + channel) * area) + tap];
    }

    /// <summary>The columns of steps, one number each.</summary>
    protected void AddColumn(string name, Func<RowStep, long?> number) => _table.Add(name, Plan.Steps.Select(number));

    private int CounterBytes => Plan.Steps.Max(step => Math.Max(step.Events, step.Output.Height)) <= byte.MaxValue ? 1 : 2;

    private int LargestPlace => Plan.Steps.Max(step => step.Made.Channels);

    private bool HasTwoInputs => Plan.Steps.Any(step => step.Inputs.Count > 1);

    private void AddColumnsOfAll()
    {
        _table.Add("source", Plan.Steps.Select(step => (long?)step.Source), isKept: true);
        _table.AddPointers("table", "void", Plan.Steps.Select((step, i) => Count(i, () => TableOf(step))));
        AddColumn("sink", step => (long)step.Sink);
        AddColumn("from", step => step.Inputs.Count > 0 ? step.Inputs[0] : 0);
        AddColumn("second", step => step.Inputs.Count > 0 ? step.Inputs[^1] : 0);
        AddColumn("events", step => step.Events);
        AddColumn("needed", step => step.Window.Kernel.Rows - step.Window.Padding.Rows);
        AddColumn("kernel_rows", step => HasWindow(step) ? step.Window.Kernel.Rows : null);
        AddColumn("kernel_columns", step => HasWindow(step) ? step.Window.Kernel.Columns : null);
        AddColumn("down", step => step.Window.Stride.Rows);
        AddColumn("right", step => HasWindow(step) ? step.Window.Stride.Columns : null);
        AddColumn("above", step => HasWindow(step) ? step.Window.Padding.Rows : null);
        AddColumn("beside", step => HasWindow(step) ? step.Window.Padding.Columns : null);
        AddColumn("groups", step => step.Source != RowSource.Convolution ? null : step.Step?.Operation is Convolution one ? one.Groups : 1);
        AddColumn("group_in", step => step switch
        {
            { Source: RowSource.Convolution, Step.Operation: Convolution one } => one.Weight.Dimensions[1],
            { Step.Operation: Dense one } => one.Weight.Dimensions[1],
            _ => null,
        });
        AddColumn("made_channels", step => step.Made.Channels);
        AddColumn("width", step => step.Sink == RowSink.Flat ? step.Made.Width : step.Output.Width);
        AddColumn("each", step => step.Sink == RowSink.Flat ? step.Made.PlaneSize : 1);
        AddColumn("pool_rows", step => step.PoolWindow.Kernel.Rows);
        AddColumn("pool_columns", step => step.PoolWindow.Kernel.Columns);
        AddColumn("pool_down", step => step.PoolWindow.Stride.Rows);
        AddColumn("pool_right", step => step.PoolWindow.Stride.Columns);
        AddColumn("height", step => !step.IsLast ? step.Output.Height : null);
        AddColumn("across", step => !step.IsLast ? step.Output.Width : null);
        AddColumn("channels", step => !step.IsLast ? step.Output.Channels : null);
        AddColumn("row", step => RowPlan.RowSize(step));
        _table.Add("rows", Plan.Steps.Select((step, i) => (long?)(step.IsLast ? null : Plan.RowsOf(i))));
        _table.Add("place", Plan.Steps.Select((_, i) => (long?)(Plan.Steps[i].IsLast ? null : Plan.PlaceOf(i))));
        _table.Add("sums", Plan.Steps.Select((step, i) => step.Sink == RowSink.Mean ? (long?)Plan.SumPlaces[i] : null));
    }

    private static bool HasWindow(RowStep step) => step.Source is RowSource.Convolution or RowSource.Depthwise or RowSource.Largest or RowSource.Mean;

    private string Memory()
    {
        string place = $"    net_sum place[{LargestPlace}]; /* all channels of a place, in work */\n";
        string sums = Plan.SumCount > 0 ? $"    net_sum sums[{Plan.SumCount}]; /* of windows whose rows are still coming */\n" : "";
        string counters = $"    {(CounterBytes == 1 ? "uint8_t" : "uint16_t")} done[{Plan.Steps.Count}], made[{Plan.Steps.Count}]; /* rows of each step: taken, complete */\n";
        string values = $"    net_value values[{Math.Max(1, Plan.MemorySize)}];\n";
        return $"struct net_memory {{\n{place}{sums}{(ValueBytes == 1 ? counters + values : values + counters)}}};\n\n"
            + "typedef char net_memory_fits[sizeof(struct net_memory) <= NET_MEMORY_BYTES ? 1 : -1];\n";
    }

    private string Functions()
    {
        RowSource[] sources = [.. Plan.Steps.Select(step => step.Source).Distinct().Order()];
        bool hasWindows = Plan.Steps.Any(HasWindow);
        string text = RowFunctions.Places + RowFunctions.Put + Finish + (hasWindows ? RowFunctions.Windows : "")
            + string.Concat(sources.Select(source => FunctionOf(source)).Distinct()) + RowFunctions.Run + RowFunctions.Logits;
        Shape image = Plan.Steps[0].Made;
        var words = new Dictionary<string, string>
        {
            ["NET_SECOND_IS_READY"] = HasTwoInputs ? " && net_has(memory, @s.second, rows)" : "",
            ["NET_LINES"] = hasWindows ? "struct net_window window;" : "",
            ["NET_WINDOW_AT"] = hasWindows ? "net_window_at(s, x, &window);" : "",
            ["NET_WINDOW_ROWS"] = hasWindows ? "net_window_of_row(memory, s, row, &window);" : "",
            ["NET_RUNS"] = HasGroups ? RowFunctions.ManyRuns : RowFunctions.OneRun,
            ["NET_GATHER"] = SeenOfOneChannel > 1 ? RowFunctions.Gather : "",
            ["NET_SEEN"] = Number(SeenOfOneChannel),
            ["NET_PUT_ROWS"] = PutsRows ? RowFunctions.PutRows.TrimEnd() : "",
            ["NET_PIXEL_FACTOR"] = PixelFactor,
            ["NET_APART_FOUR"] = ApartFour,
            ["NET_SUM_UP_FOUR"] = SumUpFour,
            ["NET_CASES"] = string.Join('\n', sources.Select(CaseOf)),
            ["NET_COMPLETE"] = Complete,
            ["NET_SUMS"] = Plan.SumCount > 0 ? "memory->sums + @s.sums" : "0",
            ["NET_STEPS"] = Number(Plan.Steps.Count),
            ["NET_STAGE_ENDS"] = $"0, {string.Join(", ", Plan.Stages)}",
            ["NET_STAGES"] = Number(Plan.Stages.Count),
            ["NET_HEIGHT"] = Number(image.Height),
            ["NET_WIDTH"] = Number(image.Width),
            ["NET_LOWEST"] = Lowest,
            ["NET_MEAN_OF"] = MeanOf,
        };
        return words.Aggregate(text.ReplaceLineEndings("\n"), (one, word) => one.Replace(word.Key, word.Value, StringComparison.Ordinal));
    }

    private string FunctionOf(RowSource source) => source switch
    {
        RowSource.Pixels => RowFunctions.Pixels,
        RowSource.Convolution => RowFunctions.Products + SumUpFourFunction + RowFunctions.Convolve,
        RowSource.Depthwise => ApartFourFunction + RowFunctions.Depthwise,
        RowSource.Copy or RowSource.Scale => RowFunctions.Copy,
        RowSource.Sum => SumOfTwo,
        RowSource.Product => RowFunctions.Product,
        RowSource.Largest => RowFunctions.Largest,
        RowSource.Mean => RowFunctions.Mean,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "not a source"),
    };

    // Taps of the largest window of those that see one channel.
    private int SeenOfOneChannel => Plan.Steps
        .Where(step => step.Source == RowSource.Convolution && Plan.Steps[step.Inputs[0]].Output.Channels == 1)
        .Select(step => step.Window.Kernel.Area).DefaultIfEmpty(0).Max();

    private bool HasGroups => Plan.Steps.Any(step => step is { Source: RowSource.Convolution, Step.Operation: Convolution { Groups: > 1 } });

    private static string CaseOf(RowSource source)
    {
        string call = source switch
        {
            RowSource.Pixels => "net_read(s, pixels, row, x, memory->place)",
            RowSource.Convolution => "net_convolve(s, &window, memory->place)",
            RowSource.Depthwise => "net_convolve_apart(s, &window, memory->place)",
            RowSource.Copy or RowSource.Scale => "net_copy(s, net_row(memory, in, row) + x * @in.channels, memory->place)",
            RowSource.Sum => "net_add(s, net_row(memory, in, row) + x * @in.channels, net_row(memory, net_steps + @s.second, row) + x * @in.channels, memory->place)",
            RowSource.Product => "net_multiply(s, net_row(memory, in, row) + x * @in.channels, net_second(memory, s, row, x), memory->place)",
            RowSource.Largest => "net_largest(s, &window, memory->place)",
            RowSource.Mean => "net_mean(s, &window, memory->place)",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "not a source"),
        };
        return $"                    case {Number((int)source)}:\n                        {call};\n                        break;";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
