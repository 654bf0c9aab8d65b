using Thimble.Deployment;

namespace Thimble.Formats.C;

/// <summary>A network in whole numbers of 8 bits.</summary>
internal sealed class Int8CProgram : CProgram
{
    private readonly Int8Program _int8;
    private readonly int _widestRow;
    private readonly string _pixels;

    /// <summary>Begins the program.</summary>
    /// <param name="int8">The program in whole numbers.</param>
    /// <param name="pixels">What each of the 256 pixels becomes as the network's input.</param>
    public Int8CProgram(Int8Program int8, float[] pixels)
        : base(int8.Program)
    {
        _int8 = int8;
        _widestRow = Program.Steps.Where(step => AsConvolution(step.Operation) is not null).Select(step => step.Output.Width).DefaultIfEmpty(0).Max();
        double scale = int8.ScaleOf(InferenceGraph.InputValue);
        _pixels = AddNumbers("pixels", pixels.Select(pixel => (sbyte)Math.Round(pixel / scale)));
    }

    /// <inheritdoc/>
    public override string LogitType => "int32_t";

    /// <inheritdoc/>
    public override string ReadPixels => $"{Place(InferenceGraph.InputValue)}[i] = {_pixels}[pixels[i]];";

    /// <inheritdoc/>
    public override string Memory =>
        $"static int8_t memory[{Program.MemorySize}];\n{(_widestRow > 0 ? $"static int32_t sums[{_widestRow}]; /* of a row */\n" : "")}";

    /// <inheritdoc/>
    public override long MemoryBytes => Program.MemorySize + ((long)_widestRow * sizeof(int));

    /// <inheritdoc/>
    public override string HeaderLines(string prefix) =>
        $"\n/* What 1 is worth in a logit. */\n#define {prefix}_LOGIT_SCALE {CTables.Single((float)_int8.ScaleOf(Program.Graph.Nodes.Count - 1))}\n";

    /// <inheritdoc/>
    protected override bool WritesLogits(Step step) => base.WritesLogits(step) && step.Operation is not GraphOperation.MaximumPooling;

    /// <inheritdoc/>
    protected override void Write(Step step)
    {
        int input = step.Inputs[0];
        Shape shape = step.Output;
        (string output, string logits) = WritesLogits(step) ? ("0", "logits") : (Place(step.Value), "0");
        if (step.Operation is GraphOperation.MaximumPooling pool)
        {
            Call("maximum", Int8Functions.Maximum, [Place(input), .. Sizes(input), pool.KernelSize, pool.Stride, pool.Padding, output, shape.Height, shape.Width]);
            return;
        }

        Use("finish", Int8Functions.Finish);
        object[] finish = [AddFinishes(step), step.Finish.RectifiesFirst ? 1 : 0, Low(step)];
        switch (step.Operation)
        {
            case GraphOperation.AveragePooling one:
                Call("average", Int8Functions.Average, [Place(input), .. Sizes(input), one.KernelSize, one.KernelSize, one.Stride, one.Padding, finish[0], finish[2], output, logits, shape.Height, shape.Width]);
                break;
            case GraphOperation.GlobalAverage:
                object[] sizes = Sizes(input);
                Call("average", Int8Functions.Average, [Place(input), .. sizes, sizes[1], sizes[2], 1, 0, finish[0], finish[2], output, logits, 1, 1]);
                break;
            case GraphOperation.Addition:
                (int first, int second) = _int8.AdditionFactorsOf(step);
                Call("add", Int8Functions.Add, [Place(input), first, Place(step.Inputs[1]), second, shape.Channels, shape.PlaneSize, .. finish, output, logits]);
                break;
            case GraphOperation.Flattening:
                Call("scale", Int8Functions.Scale, [Place(input), shape.Channels, shape.PlaneSize, .. finish, output, logits]);
                break;
            default:
                Convolve(step, AsConvolution(step.Operation)!, finish, output, logits);
                break;
        }
    }

    private void Convolve(Step step, GraphOperation.Convolution one, object[] finish, string output, string logits)
    {
        int input = step.Inputs[0];
        // A flat vector counts as one pixel, whatever image it was made from.
        object[] sizes = step.Operation is GraphOperation.Dense ? [one.Weight.Dimensions[1], 1, 1] : Sizes(input);
        Call(
            "convolve",
            Int8Functions.Convolve,
            [
                Place(input), .. sizes, AddNumbers(one.Weight.Name, _int8.Quantize(one.Weight)),
                one.Groups, one.KernelSize, one.Stride, one.Padding, .. finish, output, logits, step.Output.Channels, step.Output.Height, step.Output.Width,
            ]);
    }

    // What is rectified at the end is cut off at 0; the logits are not cut off below otherwise.
    private string Low(Step step) =>
        step.Finish.RectifiesLast ? "0" : WritesLogits(step) ? "INT32_MIN" : $"-{Int8Program.Largest}";

    private string AddFinishes(Step step) => Tables.Add(
        "struct finish",
        4 * sizeof(int),
        $"{step.Name}.finish",
        [.. _int8.FinishesOf(step).Select(one => $"{{{one.Bias}, {one.Multiplier}, {one.Addend}, {one.Shift}}}")]);

    private string AddNumbers(string name, IEnumerable<sbyte> numbers) =>
        Tables.Add("int8_t", sizeof(sbyte), name, [.. numbers.Select(number => $"{number}")]);
}
