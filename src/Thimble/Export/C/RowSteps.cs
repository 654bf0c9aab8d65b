using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>
/// Makes the steps of a program that works row by row from those of a plan: what can be done with a number or a row while it is at hand is
/// done by the step that makes it, a function of each number, a pool whose windows do not overlap, or a flat vector.
/// </summary>
internal sealed class RowSteps : IOperationVisitor<CStep, RowStep>
{
    private readonly CPlan _plan;
    private readonly List<RowStep> _steps = [];
    private readonly Dictionary<int, int> _makers = [];
    private readonly Dictionary<int, int> _flat = [];
    private readonly Dictionary<int, int> _readers;

    private RowSteps(CPlan plan)
    {
        _plan = plan;
        _readers = plan.Steps.SelectMany(step => step.Inputs).Append(plan.Graph.Result).CountBy(plan.Unflattened).ToDictionary();
        _makers[NetworkGraph.InputValue] = 0;
        _steps.Add(new("pixels", RowSource.Pixels, null, [], Window.Point, plan.Graph.Input));
        foreach (CStep step in plan.Steps)
            Add(step);
        if (plan.Steps.Count > 0 && plan.WritesLogits(plan.Steps[^1]))
            return;
        // A network of no steps at all hands its image on; so does one that ends in numbers of 8 bits.
        int last = _makers[plan.Unflattened(plan.Graph.Result)];
        _steps.Add(new("logits", RowSource.Copy, null, [last], Window.Point, _steps[last].Output) { Sink = RowSink.Flat, IsLast = true });
    }

    /// <summary>The steps of a plan; the first takes the pixels, and the last writes the logits.</summary>
    public static IReadOnlyList<RowStep> Of(CPlan plan) => new RowSteps(plan)._steps;

    public RowStep Visit(Convolution operation, CStep argument)
    {
        bool isDepthwise = operation.Groups > 1 && operation.Groups == argument.Output.Channels && operation.Weight.Dimensions[1] == 1;
        return From(argument, isDepthwise ? RowSource.Depthwise : RowSource.Convolution, operation.Window);
    }

    // A 1×1 convolution of an image of one pixel.
    public RowStep Visit(Dense operation, CStep argument) => From(argument, RowSource.Convolution, Window.Point);

    public RowStep Visit(Pointwise operation, CStep argument) => From(argument, RowSource.Copy, Window.Point) with { Functions = [argument] };

    public RowStep Visit(MaximumPool operation, CStep argument) => TakesRowsAsTheyCome(operation.Window, argument)
        ? From(argument, RowSource.Copy, Window.Point) with { Made = Input(argument), Sink = RowSink.Largest, Pool = argument, PoolWindow = operation.Window }
        : From(argument, RowSource.Largest, operation.Window);

    public RowStep Visit(AveragePool operation, CStep argument) => TakesRowsAsTheyCome(operation.Window, argument)
        ? From(argument, RowSource.Copy, Window.Point) with { Made = Input(argument), Sink = RowSink.Mean, Pool = argument, PoolWindow = operation.Window }
        : From(argument, RowSource.Mean, operation.Window);

    public RowStep Visit(Reshape operation, CStep argument) => From(argument, RowSource.Scale, Window.Point);

    public RowStep Visit(Add operation, CStep argument) => From(argument, RowSource.Sum, Window.Point);

    public RowStep Visit(Multiply operation, CStep argument) => From(argument, RowSource.Product, Window.Point);

    public RowStep Visit(Affine operation, CStep argument) => throw InFinish(operation);

    public RowStep Visit(BatchNormalization operation, CStep argument) => throw InFinish(operation);

    public RowStep Visit(Mask operation, CStep argument) => throw InFinish(operation);

    private void Add(CStep step)
    {
        RowStep next = step.Operation.Accept(this, step);
        if (_plan.WritesLogits(step))
            next = next with { IsLast = true, Sink = next.Sink == RowSink.Row ? RowSink.Flat : next.Sink };
        if (Joined(next, _plan.Unflattened(step.Inputs[0])) is { } joined)
        {
            _steps[next.Inputs[0]] = joined;
            _makers[step.Value] = next.Inputs[0];
            return;
        }

        _makers[step.Value] = _steps.Count;
        _steps.Add(next);
    }

    private RowStep From(CStep step, RowSource source, Window window) =>
        new(step.Name, source, step, [.. step.Inputs.Select(MakerOf)], window, step.Output);

    // The step that makes a value, as an image or, where it is read as one, as a flat vector.
    private int MakerOf(int value)
    {
        int image = _plan.Unflattened(value);
        int maker = _makers[image];
        if (_plan.Graph.ShapeOf(value) == _steps[maker].Output || _steps[maker].Output.PlaneSize == 1)
            return maker;
        if (_flat.TryGetValue(image, out int flat))
            return flat;
        var flatten = new RowStep("flat", RowSource.Copy, null, [maker], Window.Point, _steps[maker].Output) { Sink = RowSink.Flat };
        if (Joined(flatten, image) is { } joined)
        {
            _steps[maker] = joined;
            return _flat[image] = maker;
        }

        _steps.Add(flatten);
        return _flat[image] = _steps.Count - 1;
    }

    // A copy whose input nobody else reads is done by the step that makes that input, where one thing is left to do after it.
    private RowStep? Joined(RowStep next, int input)
    {
        if (next.Source != RowSource.Copy || _readers[input] > 1 || _steps[next.Inputs[0]] is not { IsLast: false } maker)
            return null;
        if (next is { Sink: RowSink.Row, Functions.Count: > 0 })
            return maker with { Functions = [.. maker.Functions, .. next.Functions] };
        return maker is { Sink: RowSink.Row, Functions.Count: 0 }
            ? maker with { Sink = next.Sink, Pool = next.Pool, PoolWindow = next.PoolWindow, IsLast = next.IsLast }
            : null;
    }

    // Windows that neither overlap nor reach over the border. Logits are one place, or the order of channels is another.
    private bool TakesRowsAsTheyCome(Window window, CStep step) =>
        window.Padding == 0
        && (window.Kernel.Rows <= window.Stride.Rows || step.Output.Height == 1)
        && (window.Kernel.Columns <= window.Stride.Columns || step.Output.Width == 1)
        && (!_plan.WritesLogits(step) || step.Output.PlaneSize == 1);

    private Shape Input(CStep step) => _plan.Graph.ShapeOf(_plan.Unflattened(step.Inputs[0]));

    // They are part of another step, or were taken out of the graph.
    private static InvalidOperationException InFinish(Operation operation) => new($"{operation} is no step of its own.");
}
