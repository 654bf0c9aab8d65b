using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>
/// The gradient of a convolution's input: a convolution too, of the output gradient with zeros around it, with input and output channels
/// exchanged and the kernel flipped; directly or by Winograd's algorithm. With a stride it is a convolution for each
/// remainder of rows and columns by the stride (<see cref="GradientPhase"/>), so that nothing is multiplied by the zeros that a gradient
/// spread out by the stride would have.
/// </summary>
internal sealed unsafe class InputGradient
{
    private readonly KernelSet _kernels;
    private readonly Convolution _operation;
    private readonly Winograd4Plan? _four;
    private readonly WinogradPlan? _winograd;
    private readonly AlignedArray<float> _winogradPacked;
    private readonly List<(ConvolutionPlan Plan, int[] Taps, AlignedArray<float> Packed)> _phases = [];
    private readonly AlignedArray<float> _noBias;

    /// <summary>Makes the plans.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="input">Its input's shape.</param>
    /// <param name="output">Its output's shape.</param>
    /// <param name="kernels">The kernels to use.</param>
    public InputGradient(Convolution operation, Shape input, Shape output, KernelSet kernels)
    {
        _kernels = kernels;
        _operation = operation;
        _noBias = new(input.Channels);
        Window window = operation.Window;
        GradientPhase[] rows = [.. GradientPhase.Of(input.Height, window.Kernel.Rows, window.Stride.Rows, window.Padding.Rows)];
        GradientPhase[] columns = [.. GradientPhase.Of(input.Width, window.Kernel.Columns, window.Stride.Columns, window.Padding.Columns)];
        Border = (rows.Max(phase => phase.BorderOf(output.Height)), columns.Max(phase => phase.BorderOf(output.Width)));
        Bordered = new(output.Channels, output.Height + (2 * Border.Rows), output.Width + (2 * Border.Columns));
        _four = WinogradChoice.TilesOfFour(kernels, operation, output, (2 - window.Padding.Rows, 2 - window.Padding.Columns), input.Channels);
        if (_four is not null)
            (Border, Bordered) = (0, output);
        _winograd = _four is null ? WinogradChoice.ForConvolution(operation, Bordered, input.Channels) : null;
        _winogradPacked = new(
            _four is not null ? Winograd4Weights.Floats(input.Channels, output.Channels)
            : _winograd is not null ? WinogradWeights.Floats(input.Channels, output.Channels)
            : 0);
        if (_four is null && _winograd is null)
            AddPhases(input, rows, columns);
    }

    /// <summary>Rows and columns of zeros that the output gradient needs on every side.</summary>
    public Size2d Border { get; }

    /// <summary>The output gradient's shape with them.</summary>
    public Shape Bordered { get; }

    /// <summary>The floats of scratch that <see cref="Run"/> needs.</summary>
    public long ScratchFloats => _four is not null ? Winograd4.ScratchFloats(_four) : _winograd is not null ? Winograd.ScratchFloats(_winograd) : 0;

    /// <summary>Orders the present weights as the kernel reads them.</summary>
    /// <param name="weights">[output channel, input channel of the group, kernel row, kernel column].</param>
    public void Pack(float* weights)
    {
        if (_four is not null)
            Winograd4Weights.InputGradient(weights, _four.InChannels, _four.OutChannels, _winogradPacked.Pointer);
        if (_winograd is not null)
            WinogradWeights.InputGradient(weights, _winograd.InChannels, _winograd.OutChannels, _winogradPacked.Pointer);
        int area = _operation.Window.Kernel.Area;
        foreach ((ConvolutionPlan plan, int[] taps, AlignedArray<float> packed) in _phases)
        {
            for (int g = 0; g < _operation.Groups; g++)
            {
                float* group = weights + (g * plan.InChannels * plan.OutChannels * area);
                PackedWeights.InputGradient(group, plan.InChannels, plan.OutChannels, area, taps, packed.Pointer + (g * plan.OutChannels * plan.Taps));
            }
        }
    }

    /// <summary>Finds the gradient of a block.</summary>
    /// <param name="outputGradient">[output channel, row, column, lane], borders included.</param>
    /// <param name="inputGradient">[input channel, row, column, lane], overwritten.</param>
    /// <param name="scratch">Room as <see cref="ScratchFloats"/> says.</param>
    public void Run(float* outputGradient, float* inputGradient, float* scratch)
    {
        if (_four is not null)
            _kernels.Winograd4Forward(_four, new(outputGradient), _winogradPacked.Pointer, _noBias.Pointer, rectify: false, inputGradient, scratch);
        if (_winograd is not null)
            _kernels.WinogradForward(_winograd, outputGradient, _winogradPacked.Pointer, _noBias.Pointer, rectify: false, inputGradient, scratch);
        foreach ((ConvolutionPlan plan, _, AlignedArray<float> packed) in _phases)
            WeightedConvolution.Direct(_kernels, plan, _operation.Groups, outputGradient, packed.Pointer, _noBias.Pointer, rectify: false, inputGradient);
    }

    private void AddPhases(Shape input, GradientPhase[] rows, GradientPhase[] columns)
    {
        int kernelColumns = _operation.Window.Kernel.Columns;
        int groups = _operation.Groups;
        foreach (GradientPhase row in rows)
        {
            foreach (GradientPhase column in columns)
            {
                var plan = ConvolutionPlan.OfPhase(
                    Bordered with { Channels = Bordered.Channels / groups }, Border, input with { Channels = input.Channels / groups }, row, column);
                int[] taps = [.. row.Taps.SelectMany(y => column.Taps.Select(x => (y * kernelColumns) + x))];
                _phases.Add((plan, taps, new((long)input.Channels * plan.Taps)));
            }
        }
    }
}
