using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>
/// The values (or gradients) of a batch between two layers, a slot a block. In training every block has its slot,
/// since the backward pass comes back to it; in evaluation a worker's blocks share the worker's slot.
/// </summary>
internal sealed unsafe class Activation
{
    private readonly ActivationMemory _memory;
    private readonly bool _perWorker;
    private readonly int _stride;

    /// <summary>Reserves room.</summary>
    /// <param name="size">Numbers a sample.</param>
    /// <param name="slots">Slots.</param>
    /// <param name="perWorker">Whether a slot belongs to a worker rather than to a block.</param>
    /// <exception cref="InvalidInputException">So many samples do not fit into one array.</exception>
    public Activation(int size, int slots, bool perWorker)
        : this(new ActivationMemory(new(FloatsOf(size, slots))), size, size * Lanes.PerBlock, perWorker)
    {
    }

    private Activation(ActivationMemory memory, int size, int stride, bool perWorker)
    {
        _memory = memory;
        _perWorker = perWorker;
        _stride = stride;
        Size = size;
    }

    /// <summary>Numbers a sample.</summary>
    public int Size { get; }

    /// <summary>Numbers a block.</summary>
    public int Floats => Size * Lanes.PerBlock;

    /// <summary>The most numbers a sample that the memory has room for.</summary>
    public int Capacity => _stride / Lanes.PerBlock;

    /// <summary>Whether a layer may put its output in place of these values: nobody needs them any more.</summary>
    public bool IsOverwritable { get; set; }

    /// <summary>How many residual branches still need these values.</summary>
    public int Holders { get => _memory.Holders; set => _memory.Holders = value; }

    /// <summary>What is still to be done to the values by whoever reads them; null for nothing.</summary>
    public DeferredAffine? Deferred { get; private init; }

    /// <summary>Asks whoever makes these values to put out max(0, value) instead; null if it cannot.</summary>
    public Action? RectifyAtSource { get; set; }

    /// <summary>Whether the values are a ReLU's; of a gradient, whether the ReLU's part is done already.</summary>
    public bool IsRectified { get; set; }

    /// <summary>For a gradient: the sum over the pixels of each channel, lane by lane, if a layer has found it by the way.</summary>
    public Activation? ChannelSums { get; set; }

    /// <summary>A block's values: [channel, row, column, lane].</summary>
    public float* Block(int block, int worker) => _memory.Values.Pointer + ((nint)(_perWorker ? worker : block) * _stride);

    /// <summary>Whether the two are the same values, or views of them.</summary>
    public bool SharesMemoryWith(Activation other) => _memory == other._memory;

    /// <summary>The same values with something still to be done to them.</summary>
    public Activation WithDeferred(DeferredAffine deferred) => new(_memory, Size, _stride, _perWorker) { Deferred = deferred };

    /// <summary>The same memory for another number of values.</summary>
    public Activation Resized(int size) => new(_memory, size, _stride, _perWorker);

    private static int FloatsOf(int size, int slots)
    {
        long floats = (long)size * Lanes.PerBlock * slots;
        return floats <= (Array.MaxLength / sizeof(float)) - Lanes.PerBlock
            ? (int)floats
            : throw new InvalidInputException(
                $"a batch of {(long)slots * Lanes.PerBlock:N0} images is too large for this network: one layer's values would need {floats * sizeof(float) / 1e9:F1} GB at once, and 2.1 GB are the most; use a smaller batch size");
    }
}
