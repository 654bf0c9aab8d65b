using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Thimble;

/// <summary>
/// One file in MNIST's IDX format, plain or gzip-compressed (told by its first two bytes, not by its name): images or
/// labels, as unsigned bytes. Every size is checked against the file before memory is taken for it.
/// </summary>
internal sealed class IdxFile
{
    /// <summary>The largest height and width of an image.</summary>
    public const int MaximumSide = 1024;

    private const int ImagesMagic = 2051;
    private const int LabelsMagic = 2049;

    /// <summary>Deflate cannot pack more than 1032 bytes into one, so a larger claim is a lie.</summary>
    private const long GreatestInflateRatio = 1032;

    private IdxFile(string path, int count, int height, int width, byte[] values, string contentSha256)
    {
        Path = path;
        Count = count;
        Height = height;
        Width = width;
        Values = values;
        ContentSha256 = contentSha256;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>The number of images or labels.</summary>
    public int Count { get; }

    /// <summary>Rows of an image; 1 for labels.</summary>
    public int Height { get; }

    /// <summary>Columns of an image; 1 for labels.</summary>
    public int Width { get; }

    /// <summary>Image after image, row after row, 0 to 255; or one label after another.</summary>
    public byte[] Values { get; }

    /// <summary>SHA-256 of the whole uncompressed file, in lower-case hexadecimal.</summary>
    public string ContentSha256 { get; }

    /// <summary>Reads images (magic number 2051): count × height × width bytes.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or is not a sound images file.</exception>
    public static IdxFile ReadImages(string path) => Read(path, ImagesMagic);

    /// <summary>Reads labels (magic number 2049): one byte each.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or is not a sound labels file.</exception>
    public static IdxFile ReadLabels(string path) => Read(path, LabelsMagic);

    private static IdxFile Read(string path, int magic)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
            bool compressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            if (!compressed)
                return ReadContent(path, file, file.Length, isExact: true, magic);
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            return ReadContent(path, inflated, file.Length * GreatestInflateRatio, isExact: false, magic);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidInputException($"{path}: the gzip data is damaged; fetch it again.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: no such file; give the path of an IDX file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"{path}: the file cannot be read ({error.Message.ReplaceLineEndings(" ")}); check its permissions and the disk.", error);
        }
    }

    /// <summary>Reads and checks the uncompressed bytes.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="content">The uncompressed bytes.</param>
    /// <param name="length">The length of the content, or a bound on it.</param>
    /// <param name="isExact">Whether <paramref name="length"/> is exact (a plain file).</param>
    /// <param name="magic">The magic number that is wanted.</param>
    private static IdxFile ReadContent(string path, Stream content, long length, bool isExact, int magic)
    {
        byte[] header = new byte[magic == ImagesMagic ? 16 : 8];
        int headerLength = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        CheckMagic(path, header.AsSpan(0, headerLength), magic);
        if (headerLength < header.Length)
            throw new InvalidInputException($"{path}: the file ends in its header, at byte {headerLength} of {header.Length}; fetch it again.");

        (int count, int height, int width) = Sizes(path, header);
        long valuesLength = (long)count * height * width;
        long expected = header.Length + valuesLength;
        if (expected > Array.MaxLength)
            throw new InvalidInputException($"{path}: its header claims {count} items of {height}×{width}, more than fits in memory; split the file.");
        if (length < expected)
            throw Truncated(path, expected, isExact ? length : null);
        if (isExact && length > expected)
            throw TrailingBytes(path, expected);

        byte[] values = new byte[valuesLength];
        int read = content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length)
            throw Truncated(path, expected, header.Length + read);
        if (content.ReadByte() >= 0)
            throw TrailingBytes(path, expected);
        return new IdxFile(path, count, height, width, values, Hash(header, values));
    }

    private static void CheckMagic(string path, ReadOnlySpan<byte> header, int magic)
    {
        string wanted = magic == ImagesMagic ? "images" : "labels";
        string other = magic == ImagesMagic ? "labels" : "images";
        if (header.Length < 4)
            throw new InvalidInputException($"{path}: an IDX {wanted} file starts with four bytes of magic number, but this file has {header.Length}; fetch it again.");
        int found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (found == magic)
            return;
        if (found is ImagesMagic or LabelsMagic)
            throw new InvalidInputException($"{path}: this is a {other} file (magic number {found}) where {wanted} ({magic}) are wanted; the images and labels files seem to be swapped: rename them.");
        if (header[0] == 0 && header[1] == 0 && header[2] is >= 8 and <= 14 && header[2] != 10)
            throw new InvalidInputException($"{path}: the IDX file holds type 0x{header[2]:x2} with {header[3]} dimensions, but {wanted} are unsigned bytes (0x08) with {magic & 255}; convert it.");
        throw new InvalidInputException($"{path}: not an IDX {wanted} file: byte 0 starts magic number 0x{found:x8} instead of 0x{magic:x8} ({magic}); give the right file.");
    }

    private static (int Count, int Height, int Width) Sizes(string path, ReadOnlySpan<byte> header)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (count is 0 or > int.MaxValue)
            throw new InvalidInputException($"{path}: byte 4 gives a count of {count}; a data set has at least one item: fetch it again.");
        if (header.Length == 8)
            return ((int)count, 1, 1);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        if (height is 0 or > MaximumSide || width is 0 or > MaximumSide)
            throw new InvalidInputException($"{path}: bytes 8 to 15 give images of {height}×{width}; height and width must be 1 to {MaximumSide}: scale the images down.");
        return ((int)count, (int)height, (int)width);
    }

    private static InvalidInputException Truncated(string path, long expected, long? found)
    {
        string length = found is { } bytes ? $"{bytes}" : "too few";
        return new($"{path}: truncated: its header promises {expected} bytes, but there are {length}; fetch it again.");
    }

    private static InvalidInputException TrailingBytes(string path, long expected) =>
        new($"{path}: there is more after byte {expected}, where its header says that it ends; fetch it again.");

    private static string Hash(ReadOnlySpan<byte> header, ReadOnlySpan<byte> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(values);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
