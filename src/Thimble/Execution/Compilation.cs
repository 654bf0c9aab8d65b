using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>A network on its way to becoming passes over memory.</summary>
/// <param name="tensors">The network's numbers.</param>
/// <param name="batch">The batch that the passes will work on.</param>
/// <param name="workers">The number of workers.</param>
/// <param name="training">Whether the passes train; otherwise they evaluate.</param>
internal sealed class Compilation(TensorMemory tensors, BatchState batch, int workers, bool training)
{
    /// <summary>Whether the passes train; otherwise they evaluate.</summary>
    public bool Training => training;

    /// <summary>The network's numbers.</summary>
    public TensorMemory Tensors => tensors;

    /// <summary>The batch that the passes will work on.</summary>
    public BatchState Batch => batch;

    /// <summary>The kernels to use.</summary>
    public KernelSet Kernels { get; init; } = KernelSet.Best;

    /// <summary>What must be done anew whenever the weights have changed, before anything else.</summary>
    public List<Action> Preparations { get; } = [];

    /// <summary>The forward passes.</summary>
    public PassList Forward { get; } = new("forward");

    /// <summary>The backward passes.</summary>
    public PassList Backward { get; } = new("backward");

    /// <summary>Memory of activations: a slot a block in training, a slot a worker in evaluation.</summary>
    public ActivationPool Activations { get; } = new(training ? batch.BlockCapacity : workers, perWorker: !training);

    /// <summary>Memory of gradients.</summary>
    public ActivationPool Gradients { get; } = new(batch.BlockCapacity, perWorker: false);

    /// <summary>Memory within a pass.</summary>
    public ScratchMemory Scratch { get; } = new(workers);

    /// <summary>Says whose passes are added from here on.</summary>
    public void BeginLayer(string name) => Forward.Layer = Backward.Layer = name;

    /// <summary>The values with everything done to them that was put off, by a pass of its own.</summary>
    public unsafe Activation Settled(Activation values, Shape shape)
    {
        if (values.Deferred is not { } deferred)
            return values;
        Activation settled = Activations.Rent(values.Size);
        Forward.AddBlock((block, worker) => Kernels.BorderedAffine(
            values.Block(block, worker), deferred.Scales(block), deferred.Shifts(block), deferred.Rectify, settled.Block(block, worker), shape, border: 0));
        return settled;
    }
}
