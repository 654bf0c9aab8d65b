using System.IO.MemoryMappedFiles;

namespace Thimble;

/// <summary>The pixels of images, one after the other.</summary>
internal abstract class PixelStore
{
    /// <summary>The pixels of an image.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="size">The bytes of an image.</param>
    public abstract ReadOnlySpan<byte> Image(int index, int size);
}

/// <summary>Pixels in memory.</summary>
/// <param name="pixels">Image after image.</param>
internal sealed class PixelArray(byte[] pixels) : PixelStore
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Image(int index, int size) => pixels.AsSpan(checked(index * size), size);
}

/// <summary>
/// Pixels in a file, for more of them than memory should hold: the system reads what is used and forgets it again. The file stays mapped until the process
/// ends and must not become shorter; on Windows it cannot be deleted meanwhile.
/// </summary>
internal sealed unsafe class MappedPixels : PixelStore
{
    private readonly byte* _first;
    private readonly long _length;

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where in it the first image begins.</param>
    /// <param name="length">The bytes of all images.</param>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MappedPixels(string path, long offset, long length)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        // Never released, so that the view outlives its handles.
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _first = start + view.PointerOffset + offset;
        _length = length;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Image(int index, int size)
    {
        long at = (long)index * size;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at + size, _length);
        return new(_first + at, size);
    }
}
