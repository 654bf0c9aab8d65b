using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>
/// The values (or gradients) of a batch between two steps, a slot a block. In training every block has its slot,
/// since the backward pass comes back to it; in evaluation a worker's blocks share the worker's slot.
/// </summary>
internal sealed unsafe class Activation
{
    private readonly AlignedArray<float> _memory;
    private readonly bool _perWorker;
    private readonly int _stride;

    /// <summary>Reserves room.</summary>
    /// <param name="size">Numbers a sample.</param>
    /// <param name="slots">Slots.</param>
    /// <param name="perWorker">Whether a slot belongs to a worker rather than to a block.</param>
    /// <exception cref="InvalidInputException">So many samples do not fit into one array.</exception>
    public Activation(int size, int slots, bool perWorker)
        : this(new AlignedArray<float>(FloatsOf(size, slots)), size, size * Lanes.PerBlock, perWorker)
    {
    }

    private Activation(AlignedArray<float> memory, int size, int stride, bool perWorker)
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

    /// <summary>A block's values: [channel, row, column, lane].</summary>
    public float* Block(int block, int worker) => _memory.Pointer + ((nint)(_perWorker ? worker : block) * _stride);

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

/// <summary>
/// Plans memory while a network is compiled: what is given back serves the next step that fits, so two gradients
/// (or, in evaluation, two activations) are all that lives at a time.
/// </summary>
/// <param name="slots">Slots of each activation.</param>
/// <param name="perWorker">Whether a slot belongs to a worker rather than to a block.</param>
internal sealed class ActivationPool(int slots, bool perWorker)
{
    private readonly List<Activation> _free = [];

    /// <summary>Room for <paramref name="size"/> numbers a sample; its content is whatever was there.</summary>
    public Activation Rent(int size)
    {
        Activation? fitting = _free.Where(free => free.Capacity >= size).MinBy(free => free.Capacity);
        if (fitting is null)
            return new Activation(size, slots, perWorker);
        _free.Remove(fitting);
        return fitting.Resized(size);
    }

    /// <summary>Gives room back. The passes planned so far still use it; those planned from here on may overwrite it.</summary>
    public void Return(Activation activation) => _free.Add(activation);
}
