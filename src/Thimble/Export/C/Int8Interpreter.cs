using System.Runtime.Intrinsics;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Export.C;

/// <summary>
/// Computes what an exported network of 8 bits computes, step by step in the same whole numbers: the logits are those of the C, bit for bit. A block
/// of images is computed at once, with images innermost, so that the sums are vectors.
/// </summary>
internal sealed class Int8Interpreter : IOperationVisitor<CStep, object?>
{
    private readonly Int8Scales _int8;
    private readonly sbyte[][] _pixels;
    private readonly int[] _memory;
    private readonly int[] _logits;
    private readonly Dictionary<CStep, sbyte[]> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CStep, Int8Rounding> _roundings = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reserves memory for a block of images.</summary>
    /// <param name="int8">The steps and their scales.</param>
    /// <param name="normalization">How pixels become the network's input.</param>
    public Int8Interpreter(Int8Scales int8, Normalization normalization)
    {
        _int8 = int8;
        _pixels = int8.PixelNumbers(normalization);
        _memory = new int[int8.Plan.MemorySize * Lanes.PerBlock];
        _logits = new int[int8.Plan.Graph.Output.Size * Lanes.PerBlock];
    }

    /// <summary>The logits of images, image after image.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="calibrationImages">The images that choose the scales, as for the export.</param>
    /// <param name="images">The images.</param>
    public static int[] Logits(TrainedNetwork trained, IReadOnlyList<byte[]> calibrationImages, ImageDataset images)
    {
        var int8 = Int8Scales.Of(trained, calibrationImages);
        int classes = int8.Plan.Graph.Output.Size;
        int[] logits = new int[images.Count * classes];
        Parallel.For(
            0,
            Lanes.Blocks(images.Count),
            () => new Int8Interpreter(int8, trained.Description.Normalization),
            (block, _, interpreter) =>
            {
                int first = block * Lanes.PerBlock;
                int count = Math.Min(Lanes.PerBlock, images.Count - first);
                interpreter.Compute(images, first, count, logits.AsSpan(first * classes, count * classes));
                return interpreter;
            },
            _ => { });
        return logits;
    }

    public object? Visit(Convolution operation, CStep argument)
    {
        Shape input = ShapeOf(argument.Inputs[0]);
        Window window = operation.Window;
        (int taps, int perGroup) = (input.Channels / operation.Groups, argument.Output.Channels / operation.Groups);
        sbyte[] weights = Numbers(argument, () => _int8.Quantize(operation.Weight));
        Span<int> sums = stackalloc int[Lanes.PerBlock];
        for (int o = 0; o < argument.Output.Channels; o++)
        {
            for (int place = 0; place < argument.Output.PlaneSize; place++)
            {
                (int top, int left) = CornerOf(window, argument.Output, place);
                Sum(ValueOf(argument.Inputs[0]), input, window, (o / perGroup * taps, taps), (top, left), weights.AsSpan(o * taps * window.Kernel.Area), sums);
                Finish(argument, o, (o * argument.Output.PlaneSize) + place, sums);
            }
        }

        return null;
    }

    // A dense layer is a 1×1 convolution of an image of one pixel.
    public object? Visit(Dense operation, CStep argument) => Visit(new Convolution(operation.Weight, operation.Bias, Window.Point, Groups: 1), argument);

    public object? Visit(Pointwise operation, CStep argument)
    {
        sbyte[] table = Numbers(argument, () => _int8.TableOf(argument, operation.Function));
        ReadOnlySpan<int> input = ValueOf(argument.Inputs[0]);
        Span<int> output = ValueOf(argument.Value);
        for (int i = 0; i < argument.Output.Size * Lanes.PerBlock; i++)
            output[i] = table[input[i] + 128];
        return null;
    }

    public object? Visit(MaximumPool operation, CStep argument)
    {
        Pool(operation.Window, argument, -Int8Scales.Largest, Math.Max, (index, values) => values.CopyTo(ValueOf(argument.Value)[(index * Lanes.PerBlock)..]));
        return null;
    }

    public object? Visit(AveragePool operation, CStep argument)
    {
        Pool(operation.Window, argument, 0, (sum, value) => sum + value, (index, sums) => Finish(argument, index / argument.Output.PlaneSize, index, sums));
        return null;
    }

    public object? Visit(Reshape operation, CStep argument)
    {
        Each(argument, (i, lane) => ValueOf(argument.Inputs[0])[(i * Lanes.PerBlock) + lane]);
        return null;
    }

    public object? Visit(Add operation, CStep argument)
    {
        (int first, int second) = _int8.AdditionFactorsOf(argument);
        Each(argument, (i, lane) => (ValueOf(argument.Inputs[0])[(i * Lanes.PerBlock) + lane] * first) + (ValueOf(argument.Inputs[1])[(i * Lanes.PerBlock) + lane] * second));
        return null;
    }

    public object? Visit(Multiply operation, CStep argument)
    {
        int each = argument.Output.Size / ShapeOf(argument.Inputs[1]).Size;
        Each(argument, (i, lane) => ValueOf(argument.Inputs[0])[(i * Lanes.PerBlock) + lane] * ValueOf(argument.Inputs[1])[(i / each * Lanes.PerBlock) + lane]);
        return null;
    }

    public object? Visit(Affine operation, CStep argument) => throw InFinish(operation);

    public object? Visit(BatchNormalization operation, CStep argument) => throw InFinish(operation);

    public object? Visit(Mask operation, CStep argument) => throw InFinish(operation);

    private CPlan Plan => _int8.Plan;

    private void Compute(ImageDataset images, int first, int count, Span<int> logits)
    {
        Span<int> input = ValueOf(NetworkGraph.InputValue);
        for (int lane = 0; lane < count; lane++)
        {
            ReadOnlySpan<byte> image = images.Pixels(first + lane);
            int plane = Plan.Graph.Input.PlaneSize;
            for (int i = 0; i < image.Length; i++)
                input[(i * Lanes.PerBlock) + lane] = _pixels[i / plane][image[i]];
        }

        foreach (CStep step in Plan.Steps)
            step.Operation.Accept(this, step);
        // Of no steps at all the image is the logits; a last step of 8 bits leaves them in its value.
        ReadOnlySpan<int> found = Plan.Steps.Count > 0 && _int8.WritesLogits(Plan.Steps[^1]) ? _logits : ValueOf(Plan.Graph.Result);
        int classes = Plan.Graph.Output.Size;
        for (int i = 0; i < logits.Length; i++)
            logits[i] = found[(i % classes * Lanes.PerBlock) + (i / classes)];
    }

    private static void Sum(
        ReadOnlySpan<int> values, Shape input, Window window, (int First, int Count) channels, (int Top, int Left) corner, ReadOnlySpan<sbyte> weights, Span<int> sums)
    {
        Vector256<int> low = Vector256<int>.Zero;
        Vector256<int> high = Vector256<int>.Zero;
        for (int channel = 0, tap = 0; channel < channels.Count; channel++)
        {
            for (int row = corner.Top; row < corner.Top + window.Kernel.Rows; row++)
            {
                for (int column = corner.Left; column < corner.Left + window.Kernel.Columns; column++, tap++)
                {
                    if ((uint)row >= (uint)input.Height || (uint)column >= (uint)input.Width)
                        continue;
                    ReadOnlySpan<int> lanes = values.Slice(((((channels.First + channel) * input.Height) + row) * input.Width + column) * Lanes.PerBlock, Lanes.PerBlock);
                    int weight = weights[tap];
                    low += Vector256.Create(lanes) * weight;
                    high += Vector256.Create(lanes[Vector256<int>.Count..]) * weight;
                }
            }
        }

        low.CopyTo(sums);
        high.CopyTo(sums[Vector256<int>.Count..]);
    }

    private void Pool(Window window, CStep step, int start, Func<int, int, int> add, Action<int, int[]> write)
    {
        Shape input = ShapeOf(step.Inputs[0]);
        int[] lanes = new int[Lanes.PerBlock];
        for (int index = 0; index < step.Output.Size; index++)
        {
            ReadOnlySpan<int> plane = ValueOf(step.Inputs[0])[(index / step.Output.PlaneSize * input.PlaneSize * Lanes.PerBlock)..];
            (int top, int left) = CornerOf(window, step.Output, index % step.Output.PlaneSize);
            Array.Fill(lanes, start);
            for (int row = Math.Max(0, top); row < Math.Min(input.Height, top + window.Kernel.Rows); row++)
            {
                for (int column = Math.Max(0, left); column < Math.Min(input.Width, left + window.Kernel.Columns); column++)
                {
                    for (int lane = 0; lane < Lanes.PerBlock; lane++)
                        lanes[lane] = add(lanes[lane], plane[(((row * input.Width) + column) * Lanes.PerBlock) + lane]);
                }
            }

            write(index, lanes);
        }
    }

    private void Each(CStep step, Func<int, int, int> sum)
    {
        Span<int> sums = stackalloc int[Lanes.PerBlock];
        for (int i = 0; i < step.Output.Size; i++)
        {
            for (int lane = 0; lane < Lanes.PerBlock; lane++)
                sums[lane] = sum(i, lane);
            Finish(step, i / step.Output.PlaneSize, i, sums);
        }
    }

    private void Finish(CStep step, int channel, int index, ReadOnlySpan<int> sums)
    {
        if (!_roundings.TryGetValue(step, out Int8Rounding? rounding))
            _roundings[step] = rounding = _int8.RoundingOf(step);
        bool isLogit = _int8.WritesLogits(step);
        long lowest = _int8.LowestOf(step);
        Span<int> output = (isLogit ? _logits : ValueOf(step.Value)).Slice(index * Lanes.PerBlock, Lanes.PerBlock);
        for (int lane = 0; lane < Lanes.PerBlock; lane++)
        {
            long number = Math.Max(rounding.Number(channel, sums[lane], step.Finish.RectifiesFirst), lowest);
            output[lane] = isLogit ? (int)number : (int)Math.Min(number, Int8Scales.Largest);
        }
    }

    private static (int Top, int Left) CornerOf(Window window, Shape output, int place) =>
        ((place / output.Width * window.Stride.Rows) - window.Padding.Rows, (place % output.Width * window.Stride.Columns) - window.Padding.Columns);

    private sbyte[] Numbers(CStep step, Func<sbyte[]> make) => _numbers.TryGetValue(step, out sbyte[]? numbers) ? numbers : _numbers[step] = make();

    private Shape ShapeOf(int value) => Plan.Graph.ShapeOf(value);

    private Span<int> ValueOf(int value) => _memory.AsSpan(Plan.PlaceOf(value) * Lanes.PerBlock);

    // They are part of another step, or were taken out of the graph.
    private static InvalidOperationException InFinish(Operation operation) => new($"{operation} is no step of its own.");
}
