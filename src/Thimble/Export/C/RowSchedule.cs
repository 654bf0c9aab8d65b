namespace Thimble.Export.C;

/// <summary>
/// In which order the steps of a stage make their rows: always the last step that can, so that a row is used as soon as it is there. That is the
/// order in which the exported program runs; here it is only counted how many rows of each value are needed at a time.
/// </summary>
internal sealed class RowSchedule
{
    private readonly IReadOnlyList<RowStep> _steps;
    private readonly int _begin;
    private readonly int _end;
    private readonly int[][] _readers;
    private readonly int[] _events;
    private readonly int[] _done;
    private readonly int[] _made;
    private readonly int[] _rows;

    /// <summary>Runs a stage.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="begin">The first of the stage.</param>
    /// <param name="end">The first after it.</param>
    public RowSchedule(IReadOnlyList<RowStep> steps, int begin, int end)
    {
        (_steps, _begin, _end) = (steps, begin, end);
        (_done, _made, _rows) = (new int[end], new int[end], new int[end]);
        _events = [.. steps.Take(end).Select(step => step.Events)];
        _readers = [.. Enumerable.Range(0, end).Select(step => RowPlan.ReadersOf(steps, step).ToArray())];
        for (int step = 0; step < begin; step++)
            _made[step] = steps[step].Output.Height;
        while (Next() is { } next)
            Run(next);
    }

    /// <summary>How many rows the ring of each step's value has.</summary>
    public IReadOnlyList<int> Rows => _rows.AsSpan(_begin).ToArray();

    private int? Next()
    {
        for (int step = _end - 1; step >= _begin; step--)
        {
            if (_done[step] < _events[step] && _steps[step].Inputs.All(input => _made[input] >= _steps[step].RowsNeeded(_done[step], _steps[input].Output.Height)))
                return step;
        }

        return null;
    }

    private void Run(int number)
    {
        RowStep step = _steps[number];
        int row = _done[number]++;
        bool isPool = step.Sink is RowSink.Largest or RowSink.Mean;
        int within = isPool ? row - (_made[number] * step.PoolWindow.Stride.Rows) : 0;
        // Between the windows.
        if (within < 0)
            return;
        int kept = _readers[number].Any(reader => reader >= _end)
            ? step.Output.Height
            : _made[number] - FirstNeeded(number) + 1;
        _rows[number] = Math.Max(_rows[number], kept);
        bool isComplete = step.Sink == RowSink.Flat ? row + 1 == _events[number] : !isPool || within == step.PoolWindow.Kernel.Rows - 1;
        _made[number] += isComplete ? 1 : 0;
    }

    // A reader that is done needs nothing any more.
    private int FirstNeeded(int number) => _readers[number]
        .Where(reader => _done[reader] < _events[reader])
        .Select(reader => _steps[reader].FirstNeeded(_done[reader], _steps[number].Output.Height))
        .Append(_made[number])
        .Min();
}
