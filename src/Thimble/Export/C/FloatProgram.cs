using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A network in single precision.</summary>
internal sealed class FloatProgram : CProgram
{
    private readonly string _normalized;

    /// <summary>Begins the program.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="normalization">How pixels become the network's input.</param>
    public FloatProgram(CPlan plan, Normalization normalization)
        : base(plan)
    {
        int pairs = normalization.Means.Count;
        _normalized = pairs == 1
            ? $"* {CTables.Single(normalization.Factor(0))} + {CTables.Single(normalization.Addend(0))}"
            : $"* {OfChannel("pixels.factors", normalization.Factor)} + {OfChannel("pixels.addends", normalization.Addend)}";

        string OfChannel(string name, Func<int, float> number) =>
            $"{Tables.Add(name, Enumerable.Range(0, pairs).Select(number))}[i / {plan.Graph.Input.PlaneSize}]";
    }

    /// <inheritdoc/>
    public override string LogitType => "float";

    /// <inheritdoc/>
    public override string Logit(float value) => CTables.Single(value);

    /// <inheritdoc/>
    public override string ReadPixels => $"{Place(NetworkGraph.InputValue)}[i] = (float)pixels[i] {_normalized};";

    /// <inheritdoc/>
    public override string Memory => $"static float memory[{Plan.MemorySize}];\n";

    /// <inheritdoc/>
    public override long MemoryBytes => (long)Plan.MemorySize * sizeof(float);

    public override object? Visit(Convolution operation, CStep argument) => Finish(
        argument,
        "convolve",
        FloatFunctions.Convolve,
        [
            Place(argument.Inputs[0]), .. Sizes(argument.Inputs[0]), Tables.Add(operation.Weight.Name, operation.Weight.Values),
            operation.Bias is null ? "0" : Tables.Add(operation.Bias.Name, operation.Bias.Values), operation.Groups,
            .. Arguments(operation.Window), OutputOf(argument), argument.Output.Channels, argument.Output.Height, argument.Output.Width,
        ]);

    public override object? Visit(Pointwise operation, CStep argument)
    {
        CFunction function = operation.Function.Accept(new CFunctions());
        return Finish(argument, function.Name, function.Text, [Place(argument.Inputs[0]), OutputOf(argument), argument.Output.Size]);
    }

    public override object? Visit(MaximumPool operation, CStep argument) => Pool("maximum", FloatFunctions.Maximum, operation.Window, argument);

    public override object? Visit(AveragePool operation, CStep argument) => Pool("average", FloatFunctions.Average, operation.Window, argument);

    public override object? Visit(Reshape operation, CStep argument) => Place(argument.Inputs[0]) == OutputOf(argument)
        ? Finish(argument)
        : Finish(argument, "copy", FloatFunctions.Copy, [Place(argument.Inputs[0]), OutputOf(argument), argument.Output.Size]);

    public override object? Visit(Add operation, CStep argument) => Finish(
        argument, "add", FloatFunctions.Add, [Place(argument.Inputs[0]), Place(argument.Inputs[1]), OutputOf(argument), argument.Output.Size]);

    public override object? Visit(Multiply operation, CStep argument) => Finish(
        argument,
        "multiply",
        FloatFunctions.Multiply,
        [
            Place(argument.Inputs[0]), Place(argument.Inputs[1]), OutputOf(argument), argument.Output.Size,
            argument.Output.Size / Plan.Graph.ShapeOf(argument.Inputs[1]).Size,
        ]);

    private string OutputOf(CStep step) => WritesLogits(step) ? "logits" : Place(step.Value);

    private object? Pool(string function, string text, Window window, CStep step) => Finish(
        step, function, text, [Place(step.Inputs[0]), .. Sizes(step.Inputs[0]), .. Arguments(window), OutputOf(step), step.Output.Height, step.Output.Width]);

    private object? Finish(CStep step, string function, string text, object[] arguments)
    {
        Call(function, text, arguments);
        return Finish(step);
    }

    private object? Finish(CStep step)
    {
        string output = OutputOf(step);
        CFunction rectify = new Rectifier().Accept(new CFunctions());
        object[] inPlace = [output, output, step.Output.Size];
        if (step.Finish.RectifiesFirst)
            Call(rectify.Name, rectify.Text, inPlace);
        if (step.Finish is { Factors: { } factors, Addends: { } addends })
        {
            Call(
                "scale",
                FloatFunctions.Scale,
                output,
                step.Output.Channels,
                step.Output.PlaneSize,
                Finite($"{step.Name}.factors", factors),
                Finite($"{step.Name}.addends", addends));
        }

        if (step.Finish.RectifiesLast)
            Call(rectify.Name, rectify.Text, inPlace);
        return null;
    }

    // Of numbers that were finite: a scale by a root, or the product of two.
    private string Finite(string name, double[] values)
    {
        float[] singles = [.. values.Select(value => (float)value)];
        ExportGraph.CheckFinite($"the table {name}", singles);
        return Tables.Add(name, singles);
    }
}
