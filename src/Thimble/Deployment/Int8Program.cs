namespace Thimble.Deployment;

/// <summary>
/// A program in whole numbers. A number of a value is q · scale with q from −127 to 127 and one scale a value; a weight is
/// q · scale with one scale an output channel; sums are 32 bits wide.
/// </summary>
internal sealed class Int8Program
{
    /// <summary>The largest number of a value or a weight.</summary>
    public const int Largest = 127;

    /// <summary>The largest logit: logits are not squeezed into 8 bits.</summary>
    public const int LargestLogit = 1 << 14;

    // Of the 32 bits of a sum, products may take 30; a bias below that leaves no sum without room.
    private const double LargestBias = 1 << 29;

    // A channel without weights and bias may have any scale but 0.
    private const double SmallestScale = 1e-100;

    private readonly Dictionary<int, double> _scales = [];
    private readonly Dictionary<GraphTensor, double[]> _weightScales = [];

    private Int8Program(StepProgram program) => Program = program;

    /// <summary>The steps.</summary>
    public StepProgram Program { get; }

    /// <summary>Chooses the scales by what images make of every value.</summary>
    /// <param name="program">The steps.</param>
    /// <param name="pixels">The images as bytes, 0 to 255, and what each of the 256 becomes as the network's input.</param>
    /// <param name="images">The images that choose: training images.</param>
    /// <exception cref="InvalidInputException">A sum might not fit into 32 bits, or a value is not finite.</exception>
    public static Int8Program Calibrate(StepProgram program, float[] pixels, IEnumerable<byte[]> images)
    {
        var histograms = program.Steps.ToDictionary(step => step.Value, _ => new ValueHistogram());
        foreach (byte[] image in images)
        {
            float[][] values = GraphRunner.Run(program.Graph, [.. image.Select(pixel => pixels[pixel])]);
            foreach ((int value, ValueHistogram histogram) in histograms)
            {
                if (!values[value].All(float.IsFinite))
                    throw new InvalidInputException($"layer {program.Graph.Nodes[value].Name} puts out numbers that are not finite, which have no place in 8 bits; train again, with a lower learning rate");
                histogram.Add(values[value]);
            }
        }

        var int8 = new Int8Program(program);
        int8._scales[InferenceGraph.InputValue] = (pixels.Max(Math.Abs) is > 0 and var brightest ? brightest : 1.0) / Largest;
        foreach (Step step in program.Steps)
        {
            CheckSums(step);
            int8._scales[step.Value] = step.Operation is GraphOperation.MaximumPooling
                ? int8.ScaleOf(step.Inputs[0])
                : step == program.Steps[^1]
                    ? Math.Max(histograms[step.Value].Largest, float.Epsilon) / LargestLogit
                    : histograms[step.Value].BestLimit(Largest) / (double)Largest;
        }

        foreach (Step step in program.Steps)
            int8.ChooseWeightScales(step);
        return int8;
    }

    /// <summary>What 1 is worth in a value.</summary>
    public double ScaleOf(int value) => _scales[Program.Unflattened(value)];

    /// <summary>A weight as whole numbers.</summary>
    public sbyte[] Quantize(GraphTensor weight)
    {
        double[] scales = _weightScales[weight];
        int taps = weight.Values.Length / scales.Length;
        return [.. weight.Values.Select((value, index) => (sbyte)Math.Round(value / scales[index / taps]))];
    }

    /// <summary>How a step's sums become its output, a channel each.</summary>
    public Int8Finish[] FinishesOf(Step step)
    {
        (double[] scales, float[]? biases) = step.Operation switch
        {
            GraphOperation.Convolution one => (Times(_weightScales[one.Weight], ScaleOf(step.Inputs[0])), one.Bias?.Values),
            GraphOperation.Dense one => (Times(_weightScales[one.Weight], ScaleOf(step.Inputs[0])), one.Bias?.Values),
            _ => ([.. Enumerable.Repeat(SumScaleOf(step), step.Output.Channels)], (float[]?)null),
        };
        double output = ScaleOf(step.Value);
        return [.. scales.Select((scale, channel) => Int8Finish.Of(
            biases is null ? 0 : biases[channel] / scale,
            scale * (step.Finish.Factors?[channel] ?? 1) / output,
            (step.Finish.Addends?[channel] ?? 0) / output))];
    }

    /// <summary>What an addition multiplies its two inputs by, so that they count in the same unit.</summary>
    public (int First, int Second) AdditionFactorsOf(Step step)
    {
        double unit = SumScaleOf(step);
        return ((int)Math.Round(ScaleOf(step.Inputs[0]) / unit), (int)Math.Round(ScaleOf(step.Inputs[1]) / unit));
    }

    // What 1 is worth in the sums of a step that has no weights.
    private double SumScaleOf(Step step) => step.Operation switch
    {
        GraphOperation.Addition => Math.Max(ScaleOf(step.Inputs[0]), ScaleOf(step.Inputs[1])) / (1 << 15),
        GraphOperation.AveragePooling one => ScaleOf(step.Inputs[0]) / (one.KernelSize * one.KernelSize),
        GraphOperation.GlobalAverage => ScaleOf(step.Inputs[0]) / Program.Graph.ShapeOf(step.Inputs[0]).PlaneSize,
        _ => ScaleOf(step.Inputs[0]),
    };

    // A channel's scale is as fine as its largest weight allows, but not so fine that the bias overflows: where weights are
    // tiny the bias is what there is. Steps that share a weight share its scales.
    private void ChooseWeightScales(Step step)
    {
        (GraphTensor? weight, float[]? biases) = step.Operation switch
        {
            GraphOperation.Convolution one => (one.Weight, one.Bias?.Values),
            GraphOperation.Dense one => (one.Weight, one.Bias?.Values),
            _ => ((GraphTensor?)null, (float[]?)null),
        };
        if (weight is null)
            return;
        if (!_weightScales.TryGetValue(weight, out double[]? scales))
        {
            int taps = weight.Values.Length / weight.Dimensions[0];
            scales = [.. weight.Values.Chunk(taps).Select(channel => Math.Max(channel.Max(Math.Abs) / (double)Largest, SmallestScale))];
        }

        double input = ScaleOf(step.Inputs[0]);
        _weightScales[weight] = [.. scales.Select((scale, channel) => Math.Max(scale, Math.Abs(biases?[channel] ?? 0) / (input * LargestBias)))];
    }

    private static double[] Times(double[] scales, double factor) => [.. scales.Select(scale => scale * factor)];

    private static void CheckSums(Step step)
    {
        long taps = step.Operation switch
        {
            GraphOperation.Convolution one => one.Weight.Values.Length / one.Weight.Dimensions[0],
            GraphOperation.Dense one => one.Weight.Values.Length / one.Weight.Dimensions[0],
            _ => 0,
        };
        const int MostTaps = int.MaxValue / 2 / (Largest * Largest);
        if (taps > MostTaps)
            throw new InvalidInputException($"layer {step.Name} adds up {taps:N0} products, but 32 bits hold {MostTaps:N0} for certain; export it as float32");
    }
}
