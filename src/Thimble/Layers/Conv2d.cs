using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>A two-dimensional convolution (cross-correlation, as in PyTorch's Conv2d).</summary>
/// <remarks>Input C × H × W, output <see cref="OutChannels"/> × H' × W' with H' = (H + 2·padding − kernel) / stride + 1.</remarks>
public sealed record Conv2d : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Conv2d>(
        "conv2d",
        "convolution",
        values => new(
            values.Whole("out"), values.Size("kernel"), values.Size("stride"), values.Size("padding"), values.Whole("groups"), values.Flag("bias"), values.Name("share")),
        (new WholeOption("out", 1, LayerKinds.MostChannels, "channels"), layer => layer.OutChannels),
        (new SizeOption("kernel", 1, _ => LayerKinds.LargestWindow, "rows and columns, `3` or `[3, 5]`") { RangeText = "1 to 256" }, layer => layer.KernelSize),
        (new SizeOption("stride", 1, _ => 2, "step of the kernel") { Default = _ => (Size2d)1, DefaultText = "1", RangeText = "1 or 2" }, layer => layer.Stride),
        (new SizeOption("padding", 0, values => Below(values.Size("kernel")), "zeros around the input") { Default = _ => (Size2d)0, DefaultText = "0", RangeText = "fewer than the kernel has" }, layer => layer.Padding),
        (new WholeOption("groups", 1, LayerKinds.MostChannels, "groups of channels that do not see each other; as many as channels make it depthwise") { Default = _ => 1, RangeText = "" }, layer => layer.Groups),
        (new FlagOption("bias", "whether a number is added to each output channel") { Default = _ => true }, layer => layer.Bias),
        (new NameOption("share", "a name under which layers share weights") { Default = _ => null, DefaultText = "its own weights" }, layer => layer.Share));

    /// <summary>Describes the convolution.</summary>
    /// <param name="outChannels">Output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the kernel, 1 to 256.</param>
    /// <param name="stride">Step of the kernel: 1 or 2; 1 by default.</param>
    /// <param name="padding">Zeros around the input, at least 0 and below the kernel size; 0 by default.</param>
    /// <param name="groups">Groups of channels that do not see each other; the input's channel count makes it depthwise.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <param name="share">The name under which layers share their tensors, or null for tensors of its own.</param>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    public Conv2d(
        int outChannels, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, int groups = 1, bool bias = true, string? share = null)
    {
        OutChannels = outChannels;
        KernelSize = kernelSize;
        Stride = stride ?? 1;
        Padding = padding;
        Groups = groups;
        Bias = bias;
        Share = share;
        Check(Schema);
    }

    /// <summary>Output channels.</summary>
    public int OutChannels { get; }

    /// <summary>Rows and columns of the kernel.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Step of the kernel.</summary>
    public Size2d Stride { get; }

    /// <summary>Zeros around the input.</summary>
    public Size2d Padding { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>Whether a number is added to each output channel.</summary>
    public bool Bias { get; }

    /// <inheritdoc/>
    public override string? Share { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { HasWeights = true, HasBias = Bias, IsGrouped = Groups > 1, HasWindow = true };

    /// <inheritdoc/>
    internal override Window WindowOn(Shape input) => new(KernelSize, Stride, Padding);

    /// <inheritdoc/>
    /// <remarks>PyTorch's start: both tensors uniform in ±1/√(input channels / groups × kernel area).</remarks>
    internal override IReadOnlyList<ParameterSpecification> Parameters(Shape input)
    {
        int channels = input.Channels / Groups;
        float bound = 1 / MathF.Sqrt(channels * KernelSize.Area);
        var weight = new ParameterSpecification(
            "weight", [OutChannels, channels, KernelSize.Rows, KernelSize.Columns], ParameterKind.Weight, bound);
        return Bias ? [weight, new("bias", [OutChannels], ParameterKind.Bias, bound)] : [weight];
    }

    internal override Value Lower(GraphBuilder graph, Value input)
    {
        if (input.Shape.Channels % Groups != 0 || OutChannels % Groups != 0)
            throw new InvalidInputException($"groups {Groups} must divide both the {input.Shape.Channels} input channels and the {OutChannels} output channels");
        return graph.Add(
            new Convolution(graph.Parameter("weight"), Bias ? graph.Parameter("bias") : null, WindowOn(input.Shape), Groups), graph.Image(input));
    }

    private static Size2d Below(Size2d kernel) => (kernel.Rows - 1, kernel.Columns - 1);
}
