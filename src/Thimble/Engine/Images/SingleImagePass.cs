using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>
/// A plan emitted for one image at a time. There is only one sample, so a lane is a position in the image instead
/// (<see cref="ConvolutionPlan.OfPositions"/>): the same loops, on one thread, without the fifteen empty lanes that a
/// block of one sample has, and the same bits.
/// </summary>
/// <remarks>
/// An image stays in the first-level cache, so a scale and a shift are applied where they are known, also where blocks
/// leave them to the next step.
/// </remarks>
internal sealed unsafe class SingleImagePass : IOperationVisitor<Step, ImagePlanes>
{
    private readonly Plan _plan;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly PresentWeights _weights;
    private readonly Dictionary<int, ImagePlanes> _values = [];
    private readonly List<Action> _preparations = [];
    private readonly List<Action> _steps = [];
    private readonly AlignedArray<float> _image;
    private readonly ImagePlanes _input;
    private readonly ImagePlanes _output;
    private readonly int _rowsBeyond;

    /// <summary>Emits a plan.</summary>
    /// <param name="plan">The plan, for evaluation.</param>
    /// <param name="tensors">The numbers; later changes are seen.</param>
    /// <param name="kernels">The kernels to use.</param>
    public SingleImagePass(Plan plan, TensorMemory tensors, KernelSet kernels)
    {
        _plan = plan;
        _tensors = tensors;
        _kernels = kernels;
        _weights = new(tensors);
        Shape shape = plan.Graph.Input;
        _rowsBeyond = plan.Steps.Select(step => step.Operation).OfType<Convolution>().Select(one => one.Window.Kernel.Rows).DefaultIfEmpty(1).Max();
        _image = new(shape.Size);
        _input = new(shape, shape.Width, _rowsBeyond);
        _values.Add(NetworkGraph.InputValue, _input);
        foreach (Step step in plan.Steps)
            _values.Add(step.Output, step.Operation.Accept(this, step));
        _output = _values[plan.Graph.Result];
    }

    /// <summary>Emits a network's plan for evaluation.</summary>
    public static SingleImagePass Of(Network network, KernelSet? kernels = null) =>
        new(Plan.Of(network.Definition.Graph, isTraining: false), new TensorMemory(network, blocks: 0), kernels ?? KernelSet.Best);

    /// <summary>Takes up the present weights.</summary>
    public void Prepare()
    {
        if (!_weights.HaveChanged())
            return;
        foreach (Action prepare in _preparations)
            prepare();
    }

    /// <summary>The logits of one sample. Allocates nothing.</summary>
    /// <param name="source">Where the sample is.</param>
    /// <param name="sample">Its number there.</param>
    /// <param name="logits">Receives a number a class.</param>
    public void Run(IBatchSource source, int sample, Span<float> logits)
    {
        source.WriteImage(sample, _image.Pointer, stride: 1);
        int plane = _input.Shape.PlaneSize;
        for (int c = 0; c < _input.Shape.Channels; c++)
            _image.Span.Slice(c * plane, plane).CopyTo(new Span<float>(_input.Channel(c), plane));
        foreach (Action step in _steps)
            step();
        for (int i = 0; i < logits.Length; i++)
        {
            int pixel = i % _output.Shape.PlaneSize;
            logits[i] = *_output.At(i / _output.Shape.PlaneSize, pixel / _output.Shape.Width, pixel % _output.Shape.Width);
        }
    }

    public ImagePlanes Visit(Convolution operation, Step step)
    {
        ImagePlanes input = InputOf(step);
        if (WinogradChoice.TilesOfFour(_kernels, operation, input.Shape, operation.Window.Padding, step.Shape.Channels) is { } tiles)
        {
            var winograd = new ImageWinograd4(operation, step.Epilogue.Rectifies, tiles, input, NewPlanes(step.Shape), _tensors, _kernels);
            _preparations.Add(winograd.Prepare);
            _steps.Add(winograd.Run);
            return winograd.Output;
        }

        if (WinogradChoice.ForConvolution(operation, operation.Window.Padded(input.Shape), step.Shape.Channels) is { } whole)
        {
            var winograd = new ImageWinograd(operation, step.Epilogue.Rectifies, whole, input, NewPlanes(step.Shape), _tensors, _kernels);
            _preparations.Add(winograd.Prepare);
            _steps.Add(winograd.Run);
            return winograd.Output;
        }

        var convolution = new ImageConvolution(operation, step.Epilogue.Rectifies, step.Shape, input, _rowsBeyond, _tensors, _kernels);
        _preparations.Add(convolution.Prepare);
        _steps.Add(convolution.Run);
        return convolution.Output;
    }

    public ImagePlanes Visit(Dense operation, Step step) =>
        Visit(new Convolution(operation.Weight, operation.Bias, Window.Point, Groups: 1), step);

    public ImagePlanes Visit(Affine operation, Step step) => Scale(step, channel =>
    {
        float scale = _tensors[operation.Scale][channel % operation.Scale.Count];
        return (scale, operation.Shift is null ? 0 : _tensors[operation.Shift][channel]);
    });

    // The same arithmetic as that of blocks.
    public ImagePlanes Visit(BatchNormalization operation, Step step) => Scale(step, channel =>
    {
        double deviation = Math.Sqrt((double)_tensors[operation.Variance][channel] + operation.Eps);
        double scale = _tensors[operation.Scale][channel] / deviation;
        return ((float)scale, (float)(_tensors[operation.Shift][channel] - (_tensors[operation.Mean][channel] * scale)));
    });

    public ImagePlanes Visit(Pointwise operation, Step step)
    {
        ImagePlanes input = InputOf(step);
        ImagePlanes output = InPlace(step) ? input : new(step.Shape, input.Pitch, _rowsBeyond);
        PointwiseKernel kernel = FunctionKernels.Of(operation.Function, _kernels);
        _steps.Add(() => kernel.Forward(input.Channel(0), output.Channel(0), input.Floats));
        return output;
    }

    public ImagePlanes Visit(MaximumPool operation, Step step)
    {
        ImagePlanes input = InputOf(step);
        ImagePlanes output = NewPlanes(step.Shape);
        var plan = new PoolingPlan(input.Shape, step.Shape, operation.Window);
        var row = new AlignedArray<float>(input.Pitch + (2 * Lanes.PerBlock));
        _steps.Add(() => ImagePooling.Maximum(plan, input, output, row, _kernels));
        return output;
    }

    public ImagePlanes Visit(AveragePool operation, Step step)
    {
        ImagePlanes input = InputOf(step);
        ImagePlanes output = NewPlanes(step.Shape);
        var plan = new PoolingPlan(input.Shape, step.Shape, operation.Window);
        _steps.Add(() => ImagePooling.Average(plan, input, output));
        return output;
    }

    public ImagePlanes Visit(Mask operation, Step step) => throw new NotSupportedException("A plan for evaluation has no dropout.");

    public ImagePlanes Visit(Reshape operation, Step step)
    {
        ImagePlanes input = InputOf(step);
        if (input.Shape.Channels == step.Shape.Channels && input.Shape.PlaneSize == step.Shape.PlaneSize)
            return input.As(step.Shape);
        ImagePlanes output = NewPlanes(step.Shape);
        _steps.Add(() => ImagePooling.Flatten(input, output));
        return output;
    }

    public ImagePlanes Visit(Add operation, Step step) => Combine(step, (first, second, output, c, y) =>
    {
        float* a = first.At(c, y, 0);
        float* b = second.At(c, y, 0);
        float* sum = output.At(c, y, 0);
        for (int x = 0; x < output.Shape.Width; x++)
            sum[x] = a[x] + b[x];
    });

    public ImagePlanes Visit(Multiply operation, Step step)
    {
        // With one number a channel the second value stays where it is.
        bool isByChannel = Multiply.IsByChannel(_plan.Graph.ShapeOf(step.Inputs[0].Value), _plan.Graph.ShapeOf(step.Inputs[1].Value));
        int next = isByChannel ? 0 : 1;
        return Combine(step, (first, second, output, c, y) =>
        {
            float* a = first.At(c, y, 0);
            float* b = second.At(c, y * next, 0);
            float* product = output.At(c, y, 0);
            for (int x = 0; x < output.Shape.Width; x++)
                product[x] = a[x] * b[x * next];
        });
    }

    private ImagePlanes InputOf(Step step, int input = 0) => _values[step.Inputs[input].Value];

    private ImagePlanes NewPlanes(Shape shape) => new(shape, shape.Width, _rowsBeyond);

    // Whether nobody else needs the input, by its own name or another shape's.
    private bool InPlace(Step step)
    {
        int value = step.Inputs[0].Value;
        while (_plan.OnlyReaderOf(value) is not null)
        {
            if (_plan.MakerOf(value) is not { Operation: Reshape } reshape)
                return true;
            value = reshape.Inputs[0].Value;
        }

        return false;
    }

    private ImagePlanes Scale(Step step, Func<int, (float Scale, float Shift)> coefficients)
    {
        ImagePlanes input = InputOf(step);
        ImagePlanes output = InPlace(step) ? input : new(step.Shape, input.Pitch, _rowsBeyond);
        float[] scales = new float[step.Shape.Channels];
        float[] shifts = new float[step.Shape.Channels];
        _preparations.Add(() =>
        {
            for (int c = 0; c < scales.Length; c++)
                (scales[c], shifts[c]) = coefficients(c);
        });
        _steps.Add(() =>
        {
            if (output != input)
                new ReadOnlySpan<float>(input.Channel(0), input.Floats).CopyTo(new Span<float>(output.Channel(0), output.Floats));
            for (int c = 0; c < scales.Length; c++)
                _kernels.AffineInPlace(output.Channel(c), output.ChannelStep, scales[c], shifts[c], step.Epilogue.Rectifies);
        });
        return output;
    }

    // Row by row, since the rows of the two may be differently far apart.
    private ImagePlanes Combine(Step step, Action<ImagePlanes, ImagePlanes, ImagePlanes, int, int> combineRow)
    {
        ImagePlanes first = InputOf(step);
        ImagePlanes second = InputOf(step, 1);
        ImagePlanes output = NewPlanes(step.Shape);
        _steps.Add(() =>
        {
            for (int c = 0; c < step.Shape.Channels; c++)
            {
                for (int y = 0; y < step.Shape.Height; y++)
                    combineRow(first, second, output, c, y);
            }
        });
        return output;
    }
}
