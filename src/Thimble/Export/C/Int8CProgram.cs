using System.Globalization;
using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A network in whole numbers of 8 bits.</summary>
internal sealed class Int8CProgram : CProgram
{
    private readonly Int8Scales _int8;
    private readonly int _widestRow;
    private readonly string _pixel;

    /// <summary>Begins the program.</summary>
    /// <param name="int8">The steps and their scales.</param>
    /// <param name="pixels">What each of the 256 pixels becomes as the network's input.</param>
    public Int8CProgram(Int8Scales int8, PixelTables pixels)
        : base(int8.Plan)
    {
        _int8 = int8;
        _widestRow = Plan.Steps.Where(step => step.Operation is Convolution or Dense).Select(step => step.Output.Width).DefaultIfEmpty(0).Max();
        string tables = AddNumbers("pixels", int8.PixelNumbers(pixels));
        _pixel = pixels.IsPerChannel ? $"{tables}[i / {pixels.Length} * {PixelTables.Size} + pixels[i]]" : $"{tables}[pixels[i]]";
    }

    /// <inheritdoc/>
    public override string LogitType => "int32_t";

    /// <inheritdoc/>
    public override string ReadPixels => $"{Place(NetworkGraph.InputValue)}[i] = {_pixel};";

    /// <inheritdoc/>
    public override string Memory =>
        $"static int8_t memory[{Plan.MemorySize}];\n{(_widestRow > 0 ? $"static int32_t sums[{_widestRow}]; /* of a row */\n" : "")}";

    /// <inheritdoc/>
    public override long MemoryBytes => Plan.MemorySize + ((long)_widestRow * sizeof(int));

    /// <inheritdoc/>
    public override string HeaderLines(string prefix) =>
        $"\n/* The value of one step of a logit. */\n#define {prefix}_LOGIT_SCALE {CTables.Single((float)_int8.ScaleOf(Plan.Graph.Result))}\n";

    /// <inheritdoc/>
    public override string Logit(float value) =>
        Math.Clamp(Math.Round(value / _int8.ScaleOf(Plan.Graph.Result)), -int.MaxValue, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    public override object? Visit(Convolution operation, CStep argument) => Finish(
        "convolve",
        Int8Functions.Convolve,
        [
            Place(argument.Inputs[0]), .. Sizes(argument.Inputs[0]), AddNumbers(operation.Weight.Name, _int8.Quantize(operation.Weight)),
            operation.Groups, .. Arguments(operation.Window), .. FinishOf(argument), .. OutputOf(argument),
            argument.Output.Channels, argument.Output.Height, argument.Output.Width,
        ]);

    public override object? Visit(Pointwise operation, CStep argument)
    {
        string table = AddNumbers($"{argument.Name}.table", _int8.TableOf(argument, operation.Function));
        Call("lookup", Int8Functions.Lookup, Place(argument.Inputs[0]), table, Place(argument.Value), argument.Output.Size);
        return null;
    }

    public override object? Visit(MaximumPool operation, CStep argument)
    {
        Call("maximum", Int8Functions.Maximum, [
            Place(argument.Inputs[0]), .. Sizes(argument.Inputs[0]), .. Arguments(operation.Window), Place(argument.Value), argument.Output.Height, argument.Output.Width]);
        return null;
    }

    public override object? Visit(AveragePool operation, CStep argument) => Finish(
        "average",
        Int8Functions.Average,
        [
            Place(argument.Inputs[0]), .. Sizes(argument.Inputs[0]), .. Arguments(operation.Window),
            AddFinishes(argument), LowOf(argument), .. OutputOf(argument), argument.Output.Height, argument.Output.Width,
        ]);

    public override object? Visit(Reshape operation, CStep argument) => Finish(
        "scale",
        Int8Functions.Scale,
        [Place(argument.Inputs[0]), argument.Output.Channels, argument.Output.PlaneSize, .. FinishOf(argument), .. OutputOf(argument)]);

    public override object? Visit(Add operation, CStep argument)
    {
        (int first, int second) = _int8.AdditionFactorsOf(argument);
        return Finish(
            "add",
            Int8Functions.Add,
            [
                Place(argument.Inputs[0]), first, Place(argument.Inputs[1]), second,
                argument.Output.Channels, argument.Output.PlaneSize, .. FinishOf(argument), .. OutputOf(argument),
            ]);
    }

    public override object? Visit(Multiply operation, CStep argument) => Finish(
        "multiply",
        Int8Functions.Multiply,
        [
            Place(argument.Inputs[0]), Place(argument.Inputs[1]), argument.Output.Size / Plan.Graph.ShapeOf(argument.Inputs[1]).Size,
            argument.Output.Channels, argument.Output.PlaneSize, .. FinishOf(argument), .. OutputOf(argument),
        ]);

    /// <inheritdoc/>
    protected override bool WritesLogits(CStep step) => _int8.WritesLogits(step);

    private object? Finish(string function, string text, object[] arguments)
    {
        Use("finish", Int8Functions.Finish);
        Call(function, text, arguments);
        return null;
    }

    private object[] OutputOf(CStep step) => WritesLogits(step) ? ["0", "logits"] : [Place(step.Value), "0"];

    private object[] FinishOf(CStep step) => [AddFinishes(step), step.Finish.RectifiesFirst ? 1 : 0, LowOf(step)];

    private string LowOf(CStep step) => _int8.LowestOf(step) is var lowest && lowest == int.MinValue ? "INT32_MIN" : $"{lowest}";

    private string AddFinishes(CStep step) => Tables.Add(
        "struct finish",
        4 * sizeof(int),
        $"{step.Name}.finish",
        [.. _int8.FinishesOf(step).Select(one => $"{{{one.Bias}, {one.Multiplier}, {one.Addend}, {one.Shift}}}")]);

    private string AddNumbers(string name, IEnumerable<sbyte> numbers) =>
        Tables.Add("int8_t", sizeof(sbyte), name, [.. numbers.Select(number => $"{number}")]);
}
