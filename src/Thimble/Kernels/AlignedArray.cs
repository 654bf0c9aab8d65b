using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>
/// Zeroed memory that never moves and begins at a cache line, owned by the garbage collector: nothing to dispose of.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    // Keeps the memory alive; everything else goes through Pointer.
    private readonly byte[] _memory;

    /// <summary>Reserves <paramref name="length"/> elements.</summary>
    /// <param name="length">Elements; a long, so that a product that is too large is refused here and never wraps around.</param>
    /// <exception cref="InvalidInputException">They do not fit into one array, or there is not so much memory.</exception>
    public AlignedArray(long length)
    {
        if (length > (Array.MaxLength - CacheLine) / sizeof(T))
        {
            throw new InvalidInputException(
                $"this network is too large for its batch: it would need {length * (double)sizeof(T) / 1e9:F1} GB in one piece, and 2.1 GB are the most; use a smaller batch, fewer channels, smaller images or less padding");
        }

        Length = (int)length;
        try
        {
            _memory = GC.AllocateArray<byte>((Length * sizeof(T)) + CacheLine, pinned: true);
        }
        catch (OutOfMemoryException exception)
        {
            throw new InvalidInputException(
                $"there is not enough memory: {length * (double)sizeof(T) / 1e6:N0} MB more are needed for the network's numbers; use a smaller batch or network or fewer threads, or close other programs",
                exception);
        }

        nint start = (nint)Unsafe.AsPointer(ref _memory[0]);
        Pointer = (T*)((start + CacheLine - 1) & ~(nint)(CacheLine - 1));
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The first element. Valid as long as this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => new(Pointer, Length);
}
