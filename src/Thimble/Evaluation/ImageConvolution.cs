using Thimble.Execution;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble.Evaluation;

/// <summary>A convolution of a single image, stride 1.</summary>
internal sealed unsafe class ImageConvolution
{
    private readonly Conv2d _layer;
    private readonly ImagePlanes _input;
    private readonly ImagePlanes _bordered;
    private readonly ConvolutionPlan _plan;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;
    private readonly int _weight;
    private readonly int? _bias;

    /// <summary>Reserves memory and makes the plan.</summary>
    public ImageConvolution(
        Conv2d layer, Shape output, ImagePlanes input, TensorMemory tensors, int weight, int? bias, KernelSet kernels)
    {
        _layer = layer;
        _input = input;
        _tensors = tensors;
        _kernels = kernels;
        _weight = weight;
        _bias = bias;
        Shape shape = input.Shape;
        Shape padded = layer.WindowOn(shape).Padded(shape);
        _bordered = layer.Padding == 0 ? input : new(padded, padded.Width);
        Output = new(output, _bordered.Pitch);
        _plan = ConvolutionPlan.OfPositions(
            shape.Channels / layer.Groups, _bordered.Plane, _bordered.Pitch, Output.Plane, output.Channels / layer.Groups, layer.KernelSize);
        _packed = new(output.Channels * _plan.Taps);
        _noBias = new(output.Channels);
    }

    /// <summary>Where the output lies.</summary>
    public ImagePlanes Output { get; }

    /// <summary>Whether to put out max(0, value).</summary>
    public bool Rectify { get; set; }

    /// <summary>Takes up the present weights.</summary>
    public void Prepare()
    {
        int group = _plan.OutChannels * _plan.Taps;
        for (int g = 0; g < _layer.Groups; g++)
            PackedWeights.Forward(_tensors.Values + _weight + (g * group), _plan.OutChannels, _plan.Taps, _packed.Pointer + (g * group));
    }

    /// <summary>Convolves the image.</summary>
    public void Run()
    {
        if (_bordered != _input)
        {
            for (int c = 0; c < _input.Shape.Channels; c++)
                _kernels.BorderRows(_input.Channel(c), _input.Pitch, _input.Shape.Height, _input.Shape.Width, _bordered.Channel(c), _layer.Padding);
        }

        float* bias = _bias is { } offset ? _tensors.Values + offset : _noBias.Pointer;
        for (int g = 0; g < _layer.Groups; g++)
        {
            _kernels.ConvolutionForward(
                _plan,
                _bordered.Channel(g * _plan.InChannels),
                _packed.Pointer + (g * _plan.OutChannels * _plan.Taps),
                bias + (g * _plan.OutChannels),
                Rectify,
                Output.Channel(g * _plan.OutChannels));
        }
    }
}
