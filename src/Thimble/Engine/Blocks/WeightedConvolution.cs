using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>A convolution of blocks with its present weights; directly or by Winograd's algorithm.</summary>
internal sealed unsafe class WeightedConvolution
{
    private readonly KernelSet _kernels;
    private readonly ConvolutionPlan _plan;
    private readonly Winograd4Plan? _four;
    private readonly WinogradPlan? _winograd;
    private readonly int _groups;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;

    /// <summary>Makes the plans.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="inside">The shape of what is convolved, without borders.</param>
    /// <param name="kernels">The kernels to use.</param>
    public WeightedConvolution(Convolution operation, Shape inside, KernelSet kernels)
    {
        Shape input = operation.Window.Padded(inside);
        int outChannels = operation.OutChannels;
        _kernels = kernels;
        _groups = operation.Groups;
        _plan = new(input.Channels / _groups, input.Height, input.Width, outChannels / _groups, operation.Window.Kernel, operation.Window.Stride);
        _four = WinogradChoice.TilesOfFour(kernels, operation, inside, operation.Window.Padding, outChannels);
        _winograd = _four is null ? WinogradChoice.ForConvolution(operation, input, outChannels) : null;
        _packed = new(
            _four is not null ? Winograd4Weights.Floats(outChannels, input.Channels)
            : _winograd is not null ? WinogradWeights.Floats(outChannels, input.Channels)
            : (long)outChannels * _plan.Taps);
        _noBias = new(outChannels);
    }

    /// <summary>The tables of one group, for direct convolution.</summary>
    public ConvolutionPlan Plan => _plan;

    /// <summary>The floats of scratch that <see cref="Run"/> needs.</summary>
    public long ScratchFloats => _four is not null ? Winograd4.ScratchFloats(_four) : _winograd is not null ? Winograd.ScratchFloats(_winograd) : 0;

    /// <summary>Whether the block is read as it is: without borders, and with its scale and shift still to be done.</summary>
    public bool ReadsDeferred => _four is not null;

    /// <summary>Orders the present weights as the kernel reads them.</summary>
    /// <param name="weights">[output channel, input channel of the group, kernel row, kernel column].</param>
    public void Pack(float* weights)
    {
        if (_four is not null)
            Winograd4Weights.Forward(weights, _plan.OutChannels, _plan.InChannels, _packed.Pointer);
        else if (_winograd is not null)
            WinogradWeights.Forward(weights, _plan.OutChannels, _plan.InChannels, _packed.Pointer);
        else
            PackGroups(weights);
    }

    /// <summary>Convolves a block.</summary>
    /// <param name="input">The block, borders included unless <see cref="ReadsDeferred"/>.</param>
    /// <param name="bias">One number an output channel, or null.</param>
    /// <param name="rectify">Whether to write max(0, value).</param>
    /// <param name="output">[output channel, pixel, lane].</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public void Run(in DeferredBlock input, float* bias, bool rectify, float* output, float* scratch)
    {
        if (bias == null)
            bias = _noBias.Pointer;
        if (_four is not null)
            _kernels.Winograd4Forward(_four, input, _packed.Pointer, bias, rectify, output, scratch);
        else if (_winograd is not null)
            _kernels.WinogradForward(_winograd, input.Values, _packed.Pointer, bias, rectify, output, scratch);
        else
            Direct(_kernels, _plan, _groups, input.Values, _packed.Pointer, bias, rectify, output);
    }

    /// <summary>Convolves every group directly.</summary>
    internal static void Direct(KernelSet kernels, ConvolutionPlan plan, int groups, float* input, float* packed, float* bias, bool rectify, float* output)
    {
        for (int g = 0; g < groups; g++)
        {
            kernels.ConvolutionForward(
                plan,
                input + (g * plan.InChannels * plan.InPlane * Lanes.PerBlock),
                packed + (g * plan.OutChannels * plan.Taps),
                bias + (g * plan.OutChannels),
                rectify,
                output + (g * plan.OutChannels * plan.OutPlane * Lanes.PerBlock));
        }
    }

    private void PackGroups(float* weights)
    {
        int group = _plan.OutChannels * _plan.Taps;
        for (int g = 0; g < _groups; g++)
            PackedWeights.Forward(weights + (g * group), _plan.OutChannels, _plan.Taps, _packed.Pointer + (g * group));
    }
}
