using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>What a layer is given when it is compiled into a network's passes.</summary>
internal sealed class OperationContext
{
    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The shape of one output sample.</summary>
    public required Shape OutputShape { get; init; }

    /// <summary>The layer's place, the key of its randomness.</summary>
    public required int Place { get; init; }

    /// <summary>Where the layer's input lies, perhaps with something still to be done to it.</summary>
    public required Activation Input { get; init; }

    /// <summary>Where one of the layer's tensors begins, in the values or the buffer values, by its name.</summary>
    public required Func<string, int> OffsetOf { get; init; }

    /// <summary>
    /// Whether the layer adds to the gradients of its tensors rather than overwriting them: a later layer shares the
    /// tensors, and the backward pass has been there already.
    /// </summary>
    public required bool AddsToGradients { get; init; }

    /// <summary>Compiles the layers of a residual branch, starting from an input.</summary>
    public required Func<Activation, OperationChain> CompileBranch { get; init; }

    /// <summary>What all layers share.</summary>
    public required Compilation Compilation { get; init; }

    /// <summary>Whether the passes train; otherwise they evaluate.</summary>
    public bool Training => Compilation.Training;

    /// <summary>The kernels to use.</summary>
    public KernelSet Kernels => Compilation.Kernels;

    /// <summary>The batch that the passes will work on.</summary>
    public BatchState Batch => Compilation.Batch;

    /// <summary>The network's numbers.</summary>
    public TensorMemory Tensors => Compilation.Tensors;

    /// <summary>The input with everything done to it: for a layer that cannot do it by the way.</summary>
    public Activation SettledInput() => Compilation.Settled(Input, InputShape);

    /// <summary>Room for the output, or the input itself if it may be overwritten.</summary>
    public Activation OutputInPlace(Activation input) => input.IsOverwritable && input.Holders == 0 ? input : NewOutput();

    /// <summary>Room for the output, apart from the input.</summary>
    public Activation NewOutput() => Compilation.Activations.Rent(OutputShape.Size);
}
