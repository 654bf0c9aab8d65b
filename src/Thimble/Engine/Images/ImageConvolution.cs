using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>A convolution of a single image by the tables of <see cref="ConvolutionPlan.OfPositions"/>.</summary>
internal sealed unsafe class ImageConvolution
{
    private readonly Convolution _operation;
    private readonly bool _rectifies;
    private readonly ImagePlanes _input;
    private readonly ImagePlanes _bordered;
    private readonly ConvolutionPlan _plan;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;

    /// <summary>Reserves memory and makes the plan.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="rectifies">Whether max(0, …) is written.</param>
    /// <param name="output">The output's shape.</param>
    /// <param name="input">The image, followed by room for a kernel's rows.</param>
    /// <param name="rowsBeyond">As many rows have to be readable past the end of every image.</param>
    /// <param name="tensors">The numbers.</param>
    /// <param name="kernels">The kernels to use.</param>
    public ImageConvolution(
        Convolution operation, bool rectifies, Shape output, ImagePlanes input, int rowsBeyond, TensorMemory tensors, KernelSet kernels)
    {
        _operation = operation;
        _rectifies = rectifies;
        _input = input;
        _tensors = tensors;
        _kernels = kernels;
        Window window = operation.Window;
        _bordered = Bordered(window, input, rowsBeyond);
        Output = new(output, _bordered.Pitch, rowsBeyond);
        _plan = ConvolutionPlan.OfPositions(
            input.Shape.Channels / operation.Groups, _bordered.ChannelStep, _bordered.Pitch, Output.ChannelStep, output.Channels / operation.Groups, window.Kernel, window.Stride);
        _packed = new((long)output.Channels * _plan.Taps);
        _noBias = new(output.Channels);
    }

    /// <summary>Where the output is.</summary>
    public ImagePlanes Output { get; }

    private Window Window => _operation.Window;

    /// <summary>Orders the present weights as the kernel reads them.</summary>
    public void Prepare()
    {
        int group = _plan.OutChannels * _plan.Taps;
        for (int g = 0; g < _operation.Groups; g++)
            PackedWeights.Forward(_tensors[_operation.Weight] + (g * group), _plan.OutChannels, _plan.Taps, _packed.Pointer + (g * group));
    }

    /// <summary>Convolves the image.</summary>
    public void Run()
    {
        if (_bordered != _input)
            CopyBordered();
        float* bias = _operation.Bias is null ? _noBias.Pointer : _tensors[_operation.Bias];
        int planes = _plan.InChannels * Window.Stride.Area;
        for (int g = 0; g < _operation.Groups; g++)
        {
            _kernels.ConvolutionForward(
                _plan,
                _bordered.Channel(g * planes),
                _packed.Pointer + (g * _plan.OutChannels * _plan.Taps),
                bias + (g * _plan.OutChannels),
                _rectifies,
                Output.Channel(g * _plan.OutChannels));
        }
    }

    // With a stride, a channel is as many planes as rows and columns have remainders. Without stride and padding it is read as it is.
    private static ImagePlanes Bordered(Window window, ImagePlanes input, int rowsBeyond)
    {
        if (window.Stride == 1 && window.Padding == 0)
            return input;
        Shape padded = window.Padded(input.Shape);
        (int rows, int columns) = window.Stride;
        var sorted = new Shape(padded.Channels * window.Stride.Area, (padded.Height + rows - 1) / rows, (padded.Width + columns - 1) / columns);
        return new(sorted, sorted.Width, rowsBeyond);
    }

    private void CopyBordered()
    {
        Shape shape = _input.Shape;
        for (int c = 0; c < shape.Channels; c++)
        {
            float* target = _bordered.Channel(c * Window.Stride.Area);
            if (Window.Stride == 1)
                _kernels.BorderRows(_input.Channel(c), _input.Pitch, shape.Height, shape.Width, target, Window.Padding);
            else
                Rows.Sort(_input.Channel(c), _input.Pitch, (shape.Height, shape.Width), Window.Padding, Window.Stride, target, _bordered.ChannelStep, _bordered.Pitch);
        }
    }
}
