using Thimble.Data;
using Thimble.Deployment;

namespace Thimble.Formats.C;

/// <summary>A network in single precision.</summary>
internal sealed class FloatProgram(StepProgram program, Normalization normalization) : CProgram(program)
{
    /// <inheritdoc/>
    public override string LogitType => "float";

    /// <inheritdoc/>
    public override string ReadPixels =>
        $"{Place(InferenceGraph.InputValue)}[i] = (float)pixels[i] * {CTables.Single(normalization.Factor)} + {CTables.Single(normalization.Addend)};";

    /// <inheritdoc/>
    public override string Memory => $"static float memory[{Program.MemorySize}];\n";

    /// <inheritdoc/>
    public override long MemoryBytes => (long)Program.MemorySize * sizeof(float);

    /// <inheritdoc/>
    protected override void Write(Step step)
    {
        int input = step.Inputs[0];
        string output = WritesLogits(step) ? "logits" : Place(step.Value);
        Shape shape = step.Output;
        switch (step.Operation)
        {
            case GraphOperation.MaximumPooling one:
                Call("maximum", FloatFunctions.Maximum, [Place(input), .. Sizes(input), one.KernelSize, one.Stride, one.Padding, output, shape.Height, shape.Width]);
                break;
            case GraphOperation.AveragePooling one:
                Call("average", FloatFunctions.Average, [Place(input), .. Sizes(input), one.KernelSize, one.KernelSize, one.Stride, one.Padding, output, shape.Height, shape.Width]);
                break;
            case GraphOperation.GlobalAverage:
                object[] sizes = Sizes(input);
                Call("average", FloatFunctions.Average, [Place(input), .. sizes, sizes[1], sizes[2], 1, 0, output, 1, 1]);
                break;
            case GraphOperation.Addition:
                Call("add", FloatFunctions.Add, Place(input), Place(step.Inputs[1]), output, shape.Size);
                break;
            case GraphOperation.Flattening when Place(input) != output:
                Call("copy", FloatFunctions.Copy, Place(input), output, shape.Size);
                break;
            default:
                if (AsConvolution(step.Operation) is { } convolution)
                    Convolve(step, convolution, output);
                break;
        }

        Finish(step, output);
    }

    private void Convolve(Step step, GraphOperation.Convolution one, string output)
    {
        int input = step.Inputs[0];
        // A flat vector counts as one pixel, whatever image it was made from.
        object[] sizes = step.Operation is GraphOperation.Dense ? [one.Weight.Dimensions[1], 1, 1] : Sizes(input);
        Call(
            "convolve",
            FloatFunctions.Convolve,
            [
                Place(input), .. sizes, Tables.Add(one.Weight.Name, one.Weight.Values),
                one.Bias is null ? "0" : Tables.Add(one.Bias.Name, one.Bias.Values),
                one.Groups, one.KernelSize, one.Stride, one.Padding, output, step.Output.Channels, step.Output.Height, step.Output.Width,
            ]);
    }

    private void Finish(Step step, string output)
    {
        if (step.Finish.RectifiesFirst)
            Call("rectify", FloatFunctions.Rectify, output, step.Output.Size);
        if (step.Finish is { Factors: { } factors, Addends: { } addends })
        {
            Call(
                "scale",
                FloatFunctions.Scale,
                output,
                step.Output.Channels,
                step.Output.PlaneSize,
                Tables.Add($"{step.Name}.factors", factors.Select(factor => (float)factor)),
                Tables.Add($"{step.Name}.addends", addends.Select(addend => (float)addend)));
        }

        if (step.Finish.RectifiesLast)
            Call("rectify", FloatFunctions.Rectify, output, step.Output.Size);
    }
}
