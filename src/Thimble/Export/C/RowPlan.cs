namespace Thimble.Export.C;

/// <summary>
/// The memory of a program that lets an image through row by row. A value has a ring of as many rows as the steps that read it need at a time.
/// The steps run in stages: within one the rows stream, and what a later stage reads is kept whole; the stages are those that need the least
/// memory.
/// </summary>
internal sealed class RowPlan
{
    private readonly int[] _places;
    private readonly int[] _rows;

    private RowPlan(IReadOnlyList<RowStep> steps, IReadOnlyList<int> stages)
    {
        Steps = steps;
        Stages = stages;
        int[] stageOf = [.. Enumerable.Range(0, steps.Count).Select(step => stages.Count(end => end <= step))];
        _rows = [.. stages.SelectMany((end, stage) => new RowSchedule(steps, stage == 0 ? 0 : stages[stage - 1], end).Rows)];
        var uses = steps.Select((step, i) => (
            Size: step.IsLast ? 0 : _rows[i] * RowSize(step),
            First: stageOf[i],
            Last: ReadersOf(steps, i).Select(reader => stageOf[reader]).Append(stageOf[i]).Max())).ToArray();
        (_places, MemorySize) = MemoryPlaces.Of(uses);
        SumPlaces = [.. steps.Select((step, i) => steps.Take(i).Sum(SumsOf))];
        SumCount = steps.Sum(SumsOf);
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<RowStep> Steps { get; }

    /// <summary>The number of the first step after each stage.</summary>
    public IReadOnlyList<int> Stages { get; }

    /// <summary>Numbers in the block of memory.</summary>
    public int MemorySize { get; }

    /// <summary>Sums that are kept while rows come.</summary>
    public int SumCount { get; }

    /// <summary>Where the sums of each step begin.</summary>
    public IReadOnlyList<int> SumPlaces { get; }

    /// <summary>Where the ring of a step's value begins.</summary>
    public int PlaceOf(int step) => _places[step];

    /// <summary>How many rows it has.</summary>
    public int RowsOf(int step) => _rows[step];

    /// <summary>Numbers in a row of a step's value.</summary>
    public static int RowSize(RowStep step) => step.Output.Width * step.Output.Channels;

    /// <summary>The memory of a plan in the stages that need the least.</summary>
    public static RowPlan Of(CPlan plan)
    {
        IReadOnlyList<RowStep> steps = RowSteps.Of(plan);
        // The least of the largest stages so far, and where the last of them begins; of equals the fewest stages.
        var best = new (long Bytes, int Stages, int Begin)[steps.Count + 1];
        for (int end = 1; end <= steps.Count; end++)
        {
            best[end] = Enumerable.Range(0, end)
                .Select(begin => (Bytes: Math.Max(best[begin].Bytes, SizeOfStage(steps, begin, end)), Stages: best[begin].Stages + 1, Begin: begin))
                .Min();
        }

        var stages = new List<int>();
        for (int end = steps.Count; end > 0; end = best[end].Begin)
            stages.Insert(0, end);
        return new(steps, stages);
    }

    /// <summary>The steps that read a step's value.</summary>
    public static IEnumerable<int> ReadersOf(IReadOnlyList<RowStep> steps, int step) =>
        Enumerable.Range(step + 1, steps.Count - step - 1).Where(reader => steps[reader].Inputs.Contains(step));

    // What is there while a stage runs: its rings, and whole values that were made before or that are read afterwards.
    private static long SizeOfStage(IReadOnlyList<RowStep> steps, int begin, int end)
    {
        IReadOnlyList<int> rows = new RowSchedule(steps, begin, end).Rows;
        long before = Enumerable.Range(0, begin)
            .Where(step => ReadersOf(steps, step).Any(reader => reader >= begin))
            .Sum(step => (long)steps[step].Output.Size);
        return before + Enumerable.Range(begin, end - begin).Where(step => !steps[step].IsLast).Sum(step => (long)rows[step - begin] * RowSize(steps[step]));
    }

    private static int SumsOf(RowStep step) => step.Sink == RowSink.Mean ? RowSize(step) : 0;
}
