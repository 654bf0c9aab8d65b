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
    public AlignedArray(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<byte>(checked((length * sizeof(T)) + CacheLine), pinned: true);
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
