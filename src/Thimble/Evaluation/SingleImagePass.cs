using Thimble.Execution;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Evaluation;

/// <summary>
/// A network compiled for one image at a time. There is only one sample, so a lane is a position in the image
/// instead (<see cref="ConvolutionPlan.OfPositions"/>): the same loops, on one thread, without the fifteen empty lanes
/// that a block of one sample has. The logits are those of <see cref="Evaluator"/>: to the bit, but for rounding where a
/// block goes Winograd's way.
/// </summary>
internal sealed unsafe class SingleImagePass
{
    private readonly Network _network;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly List<Action> _preparations = [];
    private readonly List<Action> _steps = [];
    private readonly AlignedArray<float> _image;
    private readonly ImagePlanes _input;
    private readonly ImagePlanes _output;
    private readonly TakenUpWeights _weights;
    private ImageConvolution? _lastConvolution;

    private SingleImagePass(Network network, KernelSet kernels)
    {
        _network = network;
        _tensors = network.TensorMemory(blocks: 0);
        _kernels = kernels;
        _weights = new(network);
        _image = new(network.Definition.Input.Size);
        _input = new(network.Definition.Input, network.Definition.Input.Width);
        _output = AddLayers(network.Definition.Layers, _input);
    }

    /// <summary>Whether every layer of a network works position by position.</summary>
    public static bool IsPossible(NetworkDefinition definition) => definition.AllLayers().All(IsPossible);

    /// <summary>Compiles the network, or returns null if one of its layers does not work position by position.</summary>
    public static SingleImagePass? Create(Network network, KernelSet? kernels = null) =>
        IsPossible(network.Definition) ? new(network, kernels ?? KernelSet.Best) : null;

    /// <summary>Takes up the network's present weights.</summary>
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

    private static bool IsPossible(ResolvedLayer layer) => layer.Layer switch
    {
        Conv2d convolution => convolution.Stride == 1 && convolution.KernelSize <= 16,
        Residual => false,
        _ => true,
    };

    private ImagePlanes AddLayers(IReadOnlyList<ResolvedLayer> layers, ImagePlanes input)
    {
        ImagePlanes planes = input;
        foreach (ResolvedLayer layer in layers)
        {
            ImageConvolution? previous = _lastConvolution;
            _lastConvolution = null;
            planes = Add(layer, planes, previous);
        }

        return planes;
    }

    private ImagePlanes Add(ResolvedLayer layer, ImagePlanes input, ImageConvolution? previous)
    {
        switch (layer.Layer)
        {
            case Conv2d convolution:
                return AddConvolution(convolution, layer, input);
            case Linear linear:
                return AddConvolution(new Conv2d(linear.OutFeatures, kernelSize: 1, bias: linear.Bias), layer, input);
            case ReLU when previous is not null:
                previous.Rectify = true;
                return input;
            case ReLU:
                _steps.Add(() => _kernels.RectifierForward(input.Channel(0), input.Channel(0), input.Floats));
                return input;
            case BatchNorm2d normalization:
                return AddNormalization(normalization, layer, input);
            case Dropout or Dropout2d:
                return input;
            default:
                return AddReshaping(layer, input);
        }
    }

    private ImagePlanes AddConvolution(Conv2d convolution, ResolvedLayer layer, ImagePlanes input)
    {
        int? bias = convolution.Bias ? _network.OffsetOf(layer, "bias") : null;
        _lastConvolution = new ImageConvolution(convolution, layer.Output, input, _tensors, _network.OffsetOf(layer, "weight"), bias, _kernels);
        _preparations.Add(_lastConvolution.Prepare);
        _steps.Add(_lastConvolution.Run);
        return _lastConvolution.Output;
    }

    private ImagePlanes AddNormalization(BatchNorm2d normalization, ResolvedLayer layer, ImagePlanes planes)
    {
        var step = new ImageNormalization(normalization, planes, _tensors, name => _network.OffsetOf(layer, name), _kernels);
        _preparations.Add(step.Prepare);
        _steps.Add(step.Run);
        return planes;
    }

    private ImagePlanes AddReshaping(ResolvedLayer layer, ImagePlanes input)
    {
        var output = new ImagePlanes(layer.Output, layer.Output.Width);
        switch (layer.Layer)
        {
            case Flatten:
                _steps.Add(() => ImagePooling.Flatten(input, output));
                break;
            case MaxPool2d pool:
                var windows = new PoolingPlan(layer.Input, layer.Output, pool.KernelSize, pool.KernelSize, pool.Stride, pool.Padding);
                var row = new AlignedArray<float>(input.Pitch + (2 * Lanes.PerBlock));
                _steps.Add(() => ImagePooling.Maximum(windows, input, output, row, _kernels));
                break;
            case AvgPool2d pool:
                var plan = new PoolingPlan(layer.Input, layer.Output, pool.KernelSize, pool.KernelSize, pool.Stride, pool.Padding);
                _steps.Add(() => ImagePooling.Average(plan, input, output));
                break;
            default:
                var whole = new PoolingPlan(layer.Input, layer.Output, layer.Input.Height, layer.Input.Width, Stride: 1, Padding: 0);
                _steps.Add(() => ImagePooling.Average(whole, input, output));
                break;
        }

        return output;
    }
}
