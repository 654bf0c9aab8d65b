using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>The gradient of a convolution's weights, for one block; directly or by Winograd's algorithm.</summary>
internal sealed unsafe class WeightGradient
{
    private readonly KernelSet _kernels;
    private readonly ConvolutionPlan _plan;
    private readonly Winograd4Plan? _four;
    private readonly WinogradPlan? _winograd;
    private readonly int _groups;
    private readonly bool _adds;

    /// <summary>Makes the plans.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="plan">The direct convolution's tables of one group.</param>
    /// <param name="input">The shape of what is convolved, without borders.</param>
    /// <param name="adds">Whether the gradient is added to what is there.</param>
    /// <param name="kernels">The kernels to use.</param>
    public WeightGradient(Convolution operation, ConvolutionPlan plan, Shape input, bool adds, KernelSet kernels)
    {
        _kernels = kernels;
        _groups = operation.Groups;
        _adds = adds;
        _plan = plan;
        _four = WinogradChoice.TilesOfFourForWeightGradient(kernels, operation, input);
        _winograd = _four is null ? WinogradChoice.ForWeightGradient(operation, operation.Window.Padded(input)) : null;
    }

    /// <summary>The floats of scratch that <see cref="Run"/> needs.</summary>
    public long ScratchFloats => KernelFloats + (_adds ? Weights : 0);

    /// <summary>Whether the block is read as it is: without borders, and with its scale and shift still to be done.</summary>
    public bool ReadsDeferred => _four is not null;

    private long KernelFloats =>
        _four is not null ? Winograd4WeightGradient.ScratchFloats(_four)
        : _winograd is not null ? WinogradWeightGradient.ScratchFloats(_winograd)
        : ConvolutionWeightGradient.ScratchFloats(_plan);

    private int Weights => _groups * _plan.OutChannels * _plan.Taps;

    /// <summary>Finds the gradient of a block.</summary>
    /// <param name="input">The block, borders included unless <see cref="ReadsDeferred"/>.</param>
    /// <param name="outputGradient">[output channel, pixel, lane].</param>
    /// <param name="gradient">[output channel, input channel of the group, kernel row, kernel column].</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public void Run(in DeferredBlock input, float* outputGradient, float* gradient, float* scratch)
    {
        float* target = _adds ? scratch + KernelFloats : gradient;
        if (_four is not null)
            _kernels.Winograd4WeightGradient(_four, input, outputGradient, target, scratch);
        else if (_winograd is not null)
            _kernels.WinogradWeightGradient(_winograd, input.Values, outputGradient, target, scratch);
        else
            Direct(input.Values, outputGradient, target, scratch);
        if (_adds)
        {
            for (int i = 0; i < Weights; i++)
                gradient[i] += target[i];
        }
    }

    private void Direct(float* input, float* outputGradient, float* gradient, float* scratch)
    {
        for (int g = 0; g < _groups; g++)
        {
            _kernels.ConvolutionWeightGradient(
                _plan,
                input + (g * _plan.InChannels * _plan.InPlane * Lanes.PerBlock),
                outputGradient + (g * _plan.OutChannels * _plan.Pixels * Lanes.PerBlock),
                gradient + (g * _plan.OutChannels * _plan.Taps),
                scratch);
        }
    }
}
