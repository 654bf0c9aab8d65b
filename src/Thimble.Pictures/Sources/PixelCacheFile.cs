using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Thimble.Pictures;

/// <summary>
/// A file of the cache: sixteen bytes that say what it is, the SHA-256 of the pixels, the pixels. A damaged one is ignored and written again. It may be
/// deleted at any time.
/// </summary>
/// <param name="folder">The cache.</param>
/// <param name="key">What the pixels were made from.</param>
/// <param name="length">The bytes of its pixels.</param>
/// <param name="mostInMemory">The most bytes that are read into memory; more of them are read from the file as they are used.</param>
internal sealed class PixelCacheFile(PixelCacheFolder folder, string key, long length, long mostInMemory)
{
    private const int HeaderLength = 16 + SHA256.HashSizeInBytes;
    private const int PartLength = 1 << 20;

    // A mapping cannot end while someone may read from it, and its content is what its name says: one for each file that this process uses, until it ends.
    private static readonly ConcurrentDictionary<string, MappedPixels> Mapped = [];

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("thimble-pixels-1");

    private readonly string _path = Path.GetFullPath(folder.FileOf(key));

    /// <summary>Its pixels; null if it is not there, damaged, or cannot be read.</summary>
    public PixelStore? Open()
    {
        try
        {
            if (!File.Exists(_path) || new FileInfo(_path).Length != HeaderLength + length)
                return null;
            PixelStore? pixels = Read();
            if (pixels is not null)
                folder.Touch(_path);
            return pixels;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it. Where that is not possible the next run decodes the pictures again.</summary>
    /// <param name="pixels">Its pixels.</param>
    public void Keep(byte[] pixels)
    {
        try
        {
            folder.Write(_path, HeaderLength + length, stream =>
            {
                stream.Write([.. Mark, .. SHA256.HashData(pixels)]);
                stream.Write(pixels);
            });
        }
        catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            // The cache saves time and nothing else: without one, pictures are decoded every time.
        }
    }

    /// <summary>Writes pixels that memory should not hold, and opens them.</summary>
    /// <param name="write">Writes all of them: given where each part is, and its bytes; from any thread.</param>
    /// <exception cref="InvalidInputException">It cannot be written; the cause is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</exception>
    /// <exception cref="IOException">The cache's folder cannot be made, or the file cannot be opened again.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public PixelStore Fill(Action<Action<long, byte[]>> write)
    {
        folder.Write(_path, HeaderLength + length, stream =>
        {
            var gate = new Lock();
            write((at, bytes) =>
            {
                lock (gate)
                {
                    stream.Position = HeaderLength + at;
                    stream.Write(bytes);
                }
            });
            byte[] hash = HashOf(stream);
            stream.Position = 0;
            stream.Write([.. Mark, .. hash]);
        });
        return Mapped[_path] = new(_path, HeaderLength, length);
    }

    private static byte[] HashOf(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = new byte[PartLength];
        stream.Position = HeaderLength;
        for (int read = stream.Read(part); read > 0; read = stream.Read(part))
            hash.AppendData(part, 0, read);
        return hash.GetHashAndReset();
    }

    private PixelStore? Read()
    {
        using FileStream file = File.OpenRead(_path);
        byte[] header = new byte[HeaderLength];
        file.ReadExactly(header);
        if (!header.AsSpan().StartsWith(Mark))
            return null;
        ReadOnlySpan<byte> expected = header.AsSpan(Mark.Length);
        if (length > mostInMemory)
            return SHA256.HashData(file).AsSpan().SequenceEqual(expected) ? Mapped.GetOrAdd(_path, path => new(path, HeaderLength, length)) : null;
        byte[] pixels = new byte[length];
        file.ReadExactly(pixels);
        return SHA256.HashData(pixels).AsSpan().SequenceEqual(expected) ? new PixelArray(pixels) : null;
    }
}
