using Thimble.Engine;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Export.C;

/// <summary>
/// A plan in whole numbers. A number of a value is q · scale with q from −127 to 127 and one scale a value; a weight is
/// q · scale with one scale an output channel; sums are 32 bits wide.
/// </summary>
internal sealed class Int8Scales
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

    private Int8Scales(CPlan plan) => Plan = plan;

    /// <summary>The steps.</summary>
    public CPlan Plan { get; }

    /// <summary>The steps and scales of a trained network.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="images">The images that choose, as bytes, 0 to 255: training images.</param>
    /// <exception cref="InvalidInputException">A sum might not fit into 32 bits, or a value is not finite.</exception>
    public static Int8Scales Of(TrainedNetwork trained, IReadOnlyList<byte[]> images)
    {
        CPlan steps = CPlan.Of(ExportGraph.Of(trained.Network));
        Normalization normalization = trained.Description.Normalization;
        ExportGraph.CheckFinite(steps.Graph, normalization);
        return Calibrate(steps, PixelTables.Of(normalization, steps.Graph.Input), images);
    }

    /// <summary>Chooses the scales by what images make of every value.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="pixels">What each of the 256 pixels becomes as the network's input.</param>
    /// <param name="images">The images that choose, as bytes, 0 to 255: training images.</param>
    /// <exception cref="InvalidInputException">A sum might not fit into 32 bits, or a value is not finite.</exception>
    public static Int8Scales Calibrate(CPlan plan, PixelTables pixels, IReadOnlyList<byte[]> images)
    {
        int size = plan.Graph.Input.Size;
        if (images.Count == 0 || images.Any(image => image.Length != size))
            throw new InvalidInputException($"8 bits need calibration images, each of {size} bytes: channel, row, column");
        Dictionary<int, ValueHistogram> histograms = Observe(plan, new CalibrationImages(images, pixels));
        return Choose(
            plan, pixels.Values.Max(Math.Abs) is > 0 and var brightest ? brightest : 1.0,
            step => histograms[step.Value].BestLimit(Largest), step => LargestOf(histograms[step.Value], step));
    }

    /// <summary>
    /// Scales without images, for the sake of the size of a program: values reach as far as they do after normalization, no two equally far, so
    /// that no tables are equal by chance.
    /// </summary>
    /// <param name="plan">The steps.</param>
    /// <exception cref="InvalidInputException">A sum might not fit into 32 bits.</exception>
    public static Int8Scales Assume(CPlan plan)
    {
        const double Usual = 4;
        static double Reach(CStep step) => Usual + (0.01 * step.Value);
        return Choose(plan, Usual, Reach, Reach);
    }

    private static Int8Scales Choose(CPlan plan, double largestInput, Func<CStep, double> largestOf, Func<CStep, double> largestLogitOf)
    {
        var int8 = new Int8Scales(plan);
        int8._scales[NetworkGraph.InputValue] = largestInput / Largest;
        foreach (CStep step in plan.Steps)
        {
            CheckSums(step);
            int8._scales[step.Value] = step.Operation is MaximumPool
                ? int8.ScaleOf(step.Inputs[0])
                : step == plan.Steps[^1] && step.Operation is not Pointwise
                    ? largestLogitOf(step) / LargestLogit
                    : largestOf(step) / Largest;
        }

        foreach (CStep step in plan.Steps)
            int8.ChooseWeightScales(step);
        return int8;
    }

    /// <summary>A pixel counts as so many, so that what is added to it has fractions.</summary>
    public const int PixelUnit = 64;

    /// <summary>How pixels, times <see cref="PixelUnit"/>, become the network's input, all channels alike or each its own way.</summary>
    /// <param name="normalization">The same before it is rounded to 8 bits.</param>
    public Int8Rounding PixelRounding(Normalization normalization)
    {
        double scale = ScaleOf(NetworkGraph.InputValue);
        int pairs = normalization.Means.Count;
        return Int8Rounding.Of(
            [.. Enumerable.Range(0, pairs).Select(pair => (
                (double)normalization.Addend(pair) / normalization.Factor(pair) * PixelUnit, normalization.Factor(pair) / scale / PixelUnit, 0.0))],
            [.. Enumerable.Repeat((long)byte.MaxValue * PixelUnit, pairs)],
            isLogit: false);
    }

    /// <summary>What each of the 256 pixels becomes, a table for each channel of the input.</summary>
    /// <param name="normalization">The same before it is rounded to 8 bits.</param>
    public sbyte[][] PixelNumbers(Normalization normalization)
    {
        Int8Rounding rounding = PixelRounding(normalization);
        return [.. Enumerable.Range(0, Plan.Graph.Input.Channels).Select(channel => Enumerable.Range(0, PixelTables.Size)
            .Select(pixel => (sbyte)Math.Clamp(rounding.Number(channel % rounding.Channels.Count, pixel * PixelUnit, rectifies: false), -Largest, Largest)).ToArray())];
    }

    /// <summary>Whether a step puts its output straight into the logits, which have more than 8 bits.</summary>
    public bool WritesLogits(CStep step) => Plan.WritesLogits(step);

    /// <summary>The lowest number of a step's output: 0 where it is rectified at the end; logits are not cut off below otherwise.</summary>
    public int LowestOf(CStep step) => step.Finish.RectifiesLast ? 0 : WritesLogits(step) ? int.MinValue : -Largest;

    /// <summary>The value of one step of a value's numbers.</summary>
    public double ScaleOf(int value) => _scales[Plan.Unflattened(value)];

    /// <summary>A weight as whole numbers.</summary>
    public sbyte[] Quantize(GraphTensor weight)
    {
        double[] scales = _weightScales[weight];
        int taps = weight.Values.Length / scales.Length;
        return [.. weight.Values.Select((value, index) => (sbyte)Math.Round(value / scales[index / taps]))];
    }

    /// <summary>A function of each number as a table: what becomes of −127 to 127, and of −128, which does not occur.</summary>
    public sbyte[] TableOf(CStep step, PointwiseFunction function)
    {
        (double input, double output) = (ScaleOf(step.Inputs[0]), ScaleOf(step.Value));
        return [.. Enumerable.Range(-128, 256).Select(q => (sbyte)Math.Clamp(Math.Round(function.Value(q * input) / output), -Largest, Largest))];
    }

    /// <summary>How a step's sums become its output.</summary>
    public Int8Rounding RoundingOf(CStep step)
    {
        (GraphTensor? weight, GraphTensor? bias) = WeightsOf(step);
        double input = step.Inputs.Count > 0 ? ScaleOf(step.Inputs[0]) : 1;
        double[] scales = weight is null
            ? [.. Enumerable.Repeat(SumScaleOf(step), step.Output.Channels)]
            : [.. _weightScales[weight].Select(scale => scale * input)];
        double output = ScaleOf(step.Value);
        return Int8Rounding.Of(
            [.. scales.Select((scale, channel) => (
                (bias?.Values[channel] ?? 0) / scale,
                scale * (step.Finish.Factors?[channel] ?? 1) / output,
                (step.Finish.Addends?[channel] ?? 0) / output))],
            [.. LargestSumsOf(step, weight)],
            WritesLogits(step));
    }

    /// <summary>What an addition multiplies its two inputs by, so that they count in the same unit.</summary>
    public (int First, int Second) AdditionFactorsOf(CStep step)
    {
        double unit = SumScaleOf(step);
        return ((int)Math.Round(ScaleOf(step.Inputs[0]) / unit), (int)Math.Round(ScaleOf(step.Inputs[1]) / unit));
    }

    // A logit is the small difference of large numbers where an addend is larger than it: the addend has to fit into the scale, too.
    private static double LargestOf(ValueHistogram histogram, CStep step) =>
        Math.Max(Math.Max(histogram.Largest, float.Epsilon), (step.Finish.Addends ?? []).Select(Math.Abs).DefaultIfEmpty(0).Max());

    // Every value that a step writes, as the engine computes it; a plan for evaluation has the graph's numbering.
    private static Dictionary<int, ValueHistogram> Observe(CPlan plan, CalibrationImages images)
    {
        var histograms = plan.Steps.ToDictionary(step => step.Value, _ => new ValueHistogram());
        using var worker = new WorkerPool(1);
        using var evaluator = new Evaluator(
            plan.Graph, new TensorMemory(plan.Graph), worker, KernelSet.Best, observed: histograms.Keys, observe: (value, activation, block, _) =>
            {
                if (!histograms[value].Add(activation, block, Math.Min(Lanes.PerBlock, images.Count - (block * Lanes.PerBlock))))
                    throw new InvalidInputException($"layer {plan.Graph.Nodes[value].Name} outputs numbers that are not finite, which have no place in 8 bits; train again, with a lower learning rate");
            });
        evaluator.Logits(images);
        return histograms;
    }

    // The largest sum that inputs from -127 to 127 can have, a channel each.
    private IEnumerable<long> LargestSumsOf(CStep step, GraphTensor? weight)
    {
        if (weight is not null)
            return Quantize(weight).Chunk(weight.Values.Length / weight.Dimensions[0]).Select(channel => Largest * channel.Sum(number => Math.Abs((long)number)));
        long largest = step.Operation switch
        {
            Add => AdditionFactorsOf(step) is var (first, second) ? Largest * ((long)first + second) : 0,
            Multiply => Largest * Largest,
            AveragePool one => (long)Largest * one.Window.Kernel.Area,
            _ => Largest,
        };
        return Enumerable.Repeat(largest, step.Output.Channels);
    }

    // The value of one step of the sums of an operation that has no weights.
    private double SumScaleOf(CStep step) => step.Operation switch
    {
        Add => Math.Max(ScaleOf(step.Inputs[0]), ScaleOf(step.Inputs[1])) / (1 << 14),
        Multiply => ScaleOf(step.Inputs[0]) * ScaleOf(step.Inputs[1]),
        AveragePool one => ScaleOf(step.Inputs[0]) / one.Window.Kernel.Area,
        _ => ScaleOf(step.Inputs[0]),
    };

    private static (GraphTensor? Weight, GraphTensor? Bias) WeightsOf(CStep step) => step.Operation switch
    {
        Convolution one => (one.Weight, one.Bias),
        Dense one => (one.Weight, one.Bias),
        _ => (null, null),
    };

    // A channel's scale is as fine as its largest weight allows, but not so fine that the bias overflows: where weights are
    // tiny the bias is what there is. Steps that share a weight share its scales.
    private void ChooseWeightScales(CStep step)
    {
        (GraphTensor? weight, GraphTensor? bias) = WeightsOf(step);
        if (weight is null)
            return;
        if (!_weightScales.TryGetValue(weight, out double[]? scales))
        {
            int taps = weight.Values.Length / weight.Dimensions[0];
            scales = [.. weight.Values.Chunk(taps).Select(channel => Math.Max(channel.Max(Math.Abs) / (double)Largest, SmallestScale))];
        }

        double input = ScaleOf(step.Inputs[0]);
        _weightScales[weight] = [.. scales.Select((scale, channel) => Math.Max(scale, Math.Abs(bias?.Values[channel] ?? 0) / (input * LargestBias)))];
    }

    private static void CheckSums(CStep step)
    {
        long taps = WeightsOf(step).Weight is { } weight ? weight.Values.Length / weight.Dimensions[0] : 0;
        const int MostTaps = int.MaxValue / 2 / (Largest * Largest);
        if (taps > MostTaps)
            throw new InvalidInputException($"layer {step.Name} adds up {taps:N0} products, but 32 bits hold {MostTaps:N0} for certain; export it as float32");
    }

    private sealed unsafe class CalibrationImages(IReadOnlyList<byte[]> images, PixelTables pixels) : IBatchSource
    {
        public int Count => images.Count;

        public int SampleIndex(int i) => i;

        public int Label(int i) => 0;

        public void WriteImage(int i, float* destination, int stride)
        {
            for (int pixel = 0; pixel < images[i].Length; pixel++)
                destination[pixel * stride] = pixels.Values[pixels.PlaceOf(pixel, images[i][pixel])];
        }
    }
}
