using Thimble.Execution;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble.Evaluation;

/// <summary>Batch normalization of a single image by the running statistics, in place.</summary>
internal sealed unsafe class ImageNormalization
{
    private readonly BatchNorm2d _layer;
    private readonly ImagePlanes _planes;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly int _weight;
    private readonly int _bias;
    private readonly int _mean;
    private readonly int _variance;
    private readonly float[] _scales;
    private readonly float[] _shifts;

    /// <summary>Finds the layer's tensors.</summary>
    public ImageNormalization(
        BatchNorm2d layer, ImagePlanes planes, TensorMemory tensors, Func<string, int> offsetOf, KernelSet kernels)
    {
        _layer = layer;
        _planes = planes;
        _tensors = tensors;
        _kernels = kernels;
        _weight = offsetOf("weight");
        _bias = offsetOf("bias");
        _mean = offsetOf("running_mean");
        _variance = offsetOf("running_var");
        _scales = new float[planes.Shape.Channels];
        _shifts = new float[planes.Shape.Channels];
    }

    /// <summary>Takes up the present statistics, with the same arithmetic as <c>BatchNorm2dOperation</c>.</summary>
    public void Prepare()
    {
        for (int c = 0; c < _scales.Length; c++)
        {
            double deviation = Math.Sqrt((double)_tensors.BufferValues[_variance + c] + _layer.Eps);
            double scale = _tensors.Values[_weight + c] / deviation;
            _scales[c] = (float)scale;
            _shifts[c] = (float)(_tensors.Values[_bias + c] - (_tensors.BufferValues[_mean + c] * scale));
        }
    }

    /// <summary>Normalizes the image.</summary>
    public void Run()
    {
        for (int c = 0; c < _scales.Length; c++)
            _kernels.AffineInPlace(_planes.Channel(c), _planes.Plane, _scales[c], _shifts[c]);
    }
}
