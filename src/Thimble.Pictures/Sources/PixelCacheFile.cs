using System.Security.Cryptography;
using System.Text;

namespace Thimble.Pictures;

/// <summary>
/// A file of the cache: sixteen bytes that say what it is, the SHA-256 of the pixels, the pixels. One that is damaged is none. It may be deleted at any time.
/// </summary>
/// <param name="path">Where it is, or is to be.</param>
/// <param name="length">The bytes of its pixels.</param>
/// <param name="mostInMemory">The most bytes that are read into memory; more of them are read from the file as they are used.</param>
internal sealed class PixelCacheFile(string path, long length, long mostInMemory)
{
    private const int HeaderLength = 16 + SHA256.HashSizeInBytes;
    private const int PartLength = 1 << 20;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("thimble-pixels-1");

    /// <summary>Its pixels; null if it is not there, damaged, or cannot be read.</summary>
    public PixelStore? Open()
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length != HeaderLength + length)
                return null;
            using FileStream file = File.OpenRead(path);
            byte[] header = new byte[HeaderLength];
            file.ReadExactly(header);
            if (!header.AsSpan().StartsWith(Mark))
                return null;
            ReadOnlySpan<byte> expected = header.AsSpan(Mark.Length);
            if (length > mostInMemory)
                return SHA256.HashData(file).AsSpan().SequenceEqual(expected) ? new MappedPixels(path, HeaderLength, length) : null;
            byte[] pixels = new byte[length];
            file.ReadExactly(pixels);
            return SHA256.HashData(pixels).AsSpan().SequenceEqual(expected) ? new PixelArray(pixels) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it; where that is not possible there is none, and the next run decodes again.</summary>
    /// <param name="pixels">Its pixels.</param>
    public void Keep(byte[] pixels)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream =>
            {
                stream.Write(Mark);
                stream.Write(SHA256.HashData(pixels));
                stream.Write(pixels);
            });
        }
        catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be had is done without.
        }
    }

    /// <summary>Writes pixels that memory should not hold, and opens them.</summary>
    /// <param name="write">Writes all of them: given where each part is, and its bytes; from any thread.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public PixelStore Fill(Action<Action<long, byte[]>> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string aside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = new(aside, FileMode.Create, FileAccess.ReadWrite))
            {
                file.SetLength(HeaderLength + length);
                write((at, bytes) => RandomAccess.Write(file.SafeFileHandle, bytes, HeaderLength + at));
                file.Position = 0;
                file.Write([.. Mark, .. HashOf(file)]);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }

        return new MappedPixels(path, HeaderLength, length);
    }

    private byte[] HashOf(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = new byte[PartLength];
        for (long at = 0; at < length;)
        {
            int read = RandomAccess.Read(file.SafeFileHandle, part.AsSpan(0, (int)Math.Min(PartLength, length - at)), HeaderLength + at);
            hash.AppendData(part, 0, read);
            at += read;
        }

        return hash.GetHashAndReset();
    }
}
