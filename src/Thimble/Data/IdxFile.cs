using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Thimble;

/// <summary>
/// One file in MNIST's IDX format, plain or gzip-compressed (told by its first two bytes, not by its name): images or
/// labels, as unsigned bytes. Every size is checked against the file before anything is allocated for it.
/// </summary>
internal sealed class IdxFile
{
    /// <summary>The largest height and width of an image.</summary>
    public const int MaximumSide = 1024;

    private const int ImagesMagic = IdxHeader.ImagesMagic;
    private const int LabelsMagic = IdxHeader.LabelsMagic;

    private IdxFile(string path, ImageLayout layout, byte[] values, string contentSha256)
    {
        Path = path;
        Count = layout.Count;
        Channels = layout.Image.Channels;
        Height = layout.Image.Height;
        Width = layout.Image.Width;
        Values = values;
        ContentSha256 = contentSha256;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>The number of images or labels.</summary>
    public int Count { get; }

    /// <summary>Channels of an image; 1 for labels.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image; 1 for labels.</summary>
    public int Height { get; }

    /// <summary>Columns of an image; 1 for labels.</summary>
    public int Width { get; }

    /// <summary>Image after image, channel after channel, row after row, 0 to 255; or one label after another.</summary>
    public byte[] Values { get; }

    /// <summary>SHA-256 of the whole uncompressed file, in lower-case hexadecimal.</summary>
    public string ContentSha256 { get; }

    /// <summary>
    /// Reads images (magic number 2051): count × height × width bytes; or, with channels (2052), count × height × width × channels or
    /// count × channels × height × width.
    /// </summary>
    /// <exception cref="InvalidInputException">The file cannot be read or is not a sound images file.</exception>
    public static IdxFile ReadImages(string path) => Read(path, ImagesMagic);

    /// <summary>Reads labels (magic number 2049): one byte each.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or is not a sound labels file.</exception>
    public static IdxFile ReadLabels(string path) => Read(path, LabelsMagic);

    /// <summary>Reads what a file says of itself; null if it is no IDX file that can be read as images or labels.</summary>
    /// <exception cref="InvalidInputException">The file cannot be opened, or its gzip data is damaged.</exception>
    internal static (IdxHeader? Header, FileKind? Kind) Peek(string path) => Open(path, (content, _) =>
    {
        byte[] start = new byte[FileKind.BytesNeeded];
        ReadOnlySpan<byte> found = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return (IdxHeader.Of(found), KindInside(content, found));
    });

    private static IdxFile Read(string path, int magic) => Open(path, (content, length) => ReadContent(path, content, length, isExact: content is FileStream, magic));

    /// <summary>Opens a file's uncompressed content, and says how long it is, or at most if it is compressed.</summary>
    private static T Open<T>(string path, Func<Stream, long, T> read)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path, "give the path of an IDX file.");
            if (!Deflate.IsGzip(file))
                return read(file, file.Length);
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            return read(inflated, file.Length * Deflate.GreatestRatio);
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
        int found = headerLength == header.Length ? BinaryPrimitives.ReadInt32BigEndian(header) : 0;
        bool isWide = magic == LabelsMagic && found == IdxHeader.WideLabelsMagic;
        bool hasChannels = magic == ImagesMagic && found == IdxHeader.ChannelImagesMagic;
        if (!isWide && !hasChannels)
            CheckMagic(path, content, header.AsSpan(0, headerLength), magic);
        if (headerLength < header.Length)
            throw new InvalidInputException($"{path}: the file ends in its header, at byte {headerLength} of {header.Length}; fetch it again.");
        if (isWide)
            header = [.. header, .. ReadColumns(path, content)];
        else if (hasChannels)
            header = [.. header, .. ReadLastSize(path, content)];

        ImageLayout layout = LayoutOf(path, header, magic);
        long valuesLength = (long)layout.Count * (isWide ? IdxHeader.WideLabelBytes : layout.Image.Size);
        long expected = header.Length + valuesLength;
        if (expected > Array.MaxLength)
            throw new InvalidInputException($"{path}: its header claims {layout.Count} items of {layout.Image.Height}×{layout.Image.Width}, more than fits in memory; split the file.");
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
        return new IdxFile(path, layout, isWide ? Classes(path, values) : layout.ToPlanes(values), Hash(header, values));
    }

    private static void CheckMagic(string path, Stream content, ReadOnlySpan<byte> header, int magic)
    {
        string wanted = magic == ImagesMagic ? "images" : "labels";
        string other = magic == ImagesMagic ? "labels" : "images";
        int found = header.Length < 4 ? 0 : BinaryPrimitives.ReadInt32BigEndian(header);
        if (found == magic)
            return;
        if (found is ImagesMagic or LabelsMagic)
            throw new InvalidInputException($"{path}: this is a {other} file (magic number {found}) where {wanted} ({magic}) are wanted; the images and labels files seem to be swapped: rename them.");
        if (header is [0, 0, >= 8 and <= 14 and not 10, _, ..])
            throw new InvalidInputException($"{path}: the IDX file holds type 0x{header[2]:x2} with {header[3]} dimensions, but {wanted} are unsigned bytes (0x08) with {magic & 255}{(magic == ImagesMagic ? ", or 4 in colour" : "")}; convert it.");
        if (header.Length < 4)
            throw new InvalidInputException($"{path}: an IDX {wanted} file starts with four bytes of magic number, but this file has {header.Length}{(header.IsEmpty ? ": it is empty" : "")}; fetch it again.");
        byte[] more = new byte[FileKind.BytesNeeded - header.Length];
        int length = content.ReadAtLeast(more, more.Length, throwOnEndOfStream: false);
        string where = $"magic number 0x{found:x8} at byte 0 instead of 0x{magic:x8} ({magic})";
        throw new InvalidInputException(KindInside(content, [.. header, .. more[..length]]) is { } kind
            ? $"{path}: not an IDX {wanted} file but {kind.Name} ({where}); {kind.Advice(FileFamily.Idx)}."
            : $"{path}: not an IDX {wanted} file: {where}; give the right file.");
    }

    // What gzip data holds is gzip data once more where a server or a browser packed it a second time.
    private static FileKind? KindInside(Stream content, ReadOnlySpan<byte> start) => FileKind.Of(start) switch
    {
        { Family: FileFamily.Packed, Name: var name } kind when content is GZipStream => kind with { Name = $"{name} within gzip data" },
        var kind => kind,
    };

    // QMNIST's labels are eight numbers of 32 bits an image, and the class is the first.
    private static byte[] ReadColumns(string path, Stream content)
    {
        byte[] columns = new byte[4];
        int read = content.ReadAtLeast(columns, columns.Length, throwOnEndOfStream: false);
        return read == columns.Length && BinaryPrimitives.ReadInt32BigEndian(columns) == IdxHeader.WideLabelBytes / sizeof(int)
            ? columns
            : throw new InvalidInputException($"{path}: labels of 32 bits are read as QMNIST has them, eight to an image; convert them to bytes, one to an image.");
    }

    private static byte[] ReadLastSize(string path, Stream content)
    {
        byte[] size = new byte[4];
        int read = content.ReadAtLeast(size, size.Length, throwOnEndOfStream: false);
        return read == size.Length ? size : throw new InvalidInputException($"{path}: the file ends in its header, at byte {16 + read} of 20; fetch it again.");
    }

    private static byte[] Classes(string path, byte[] values)
    {
        byte[] classes = new byte[values.Length / IdxHeader.WideLabelBytes];
        for (int i = 0; i < classes.Length; i++)
        {
            int label = BinaryPrimitives.ReadInt32BigEndian(values.AsSpan(i * IdxHeader.WideLabelBytes));
            classes[i] = label is >= 0 and <= byte.MaxValue
                ? (byte)label
                : throw new InvalidInputException($"{path}: label {i} is {label}; labels must be 0 to {byte.MaxValue}.");
        }

        return classes;
    }

    private static ImageLayout LayoutOf(string path, ReadOnlySpan<byte> header, int magic)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (count is 0 or > int.MaxValue)
            throw new InvalidInputException($"{path}: byte 4 gives a count of {count}; a data set has at least one item: fetch it again.");
        if (magic == LabelsMagic)
            return new((int)count, new(1, 1, 1), IsInterleaved: false);
        ImageLayout? layout = IdxHeader.LayoutOf(header);
        if (layout is { Image: { Height: <= MaximumSide, Width: <= MaximumSide } })
            return layout;
        string sizes = string.Join('×', header[8..].ToArray().Chunk(4).Select(bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes)));
        string last = $"bytes 8 to {header.Length - 1} give images of {sizes}";
        throw new InvalidInputException(layout is null && header.Length > 16
            ? $"{path}: {last}; with four dimensions the last, or the second, is 1 or 3 channels, and none is 0: convert it."
            : $"{path}: {last}; height and width must be 1 to {MaximumSide}: scale the images down.");
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
