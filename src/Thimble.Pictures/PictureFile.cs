using System.Buffers.Binary;

namespace Thimble.Pictures;

/// <summary>
/// Reads pictures of the usual formats: PNG, JPEG, BMP, and the first frame of GIF. The first bytes decide the format, not the name. Sizes are checked before
/// anything is decoded: up to 32,768 pixels a side and 50 million in all. Photographs are turned as their EXIF data says.
/// </summary>
public static class PictureFile
{
    /// <summary>The formats that are read, in words.</summary>
    public const string Formats = "PNG, JPEG, BMP or GIF";

    private delegate Picture Decoder(ReadOnlySpan<byte> file);

    /// <summary>The ends of the names of pictures' files, in lower case, with the dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif"];

    /// <summary>Whether a file's name ends as those of pictures do, in upper or lower case.</summary>
    /// <param name="path">The file.</param>
    public static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be read or is not a sound picture; one line says what is wrong.</exception>
    public static Picture Read(string path) => Read(PictureInput.OfFile(path, Formats), path);

    /// <summary>Reads from where a stream is to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidInputException">It is not a sound picture; one line says what is wrong.</exception>
    public static Picture Read(Stream stream, string name) => Read(PictureInput.OfStream(stream, name), name);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidInputException">They are not a sound picture; one line says what is wrong.</exception>
    public static Picture Read(ReadOnlySpan<byte> file, string name)
    {
        FileKind? kind = FileKind.Of(file[..Math.Min(file.Length, FileKind.BytesNeeded)]);
        return kind?.Name switch
        {
            FileKind.PngName => PngReader.Read(file, name),
            "JPEG" => Decode(file, name, "JPEG", JpegReader.Read),
            "BMP" => Decode(file, name, "BMP", BmpReader.Read),
            "GIF" => Decode(file, name, "GIF", GifReader.Read),
            _ => throw new InvalidInputException($"{name}: {Refusal(kind)}"),
        };
    }

    /// <summary>The pixels that a picture's header claims, which bound the memory that decoding it takes; 0 for what is not a sound picture.</summary>
    /// <param name="file">The bytes.</param>
    internal static long PixelsOf(ReadOnlySpan<byte> file)
    {
        try
        {
            return FileKind.Of(file[..Math.Min(file.Length, FileKind.BytesNeeded)])?.Name switch
            {
                FileKind.PngName => PngPixelsOf(file),
                "JPEG" when JpegStructure.Parse(file) is var jpeg => (long)jpeg.Width * jpeg.Height,
                "BMP" when BmpHeader.Parse(file) is var bmp => (long)bmp.Width * bmp.Height,
                "GIF" => GifReader.PixelsOf(file),
                _ => 0,
            };
        }
        catch (PictureDamageException)
        {
            return 0;
        }
    }

    private static long PngPixelsOf(ReadOnlySpan<byte> file)
    {
        const int SizeAt = 16;
        return file.Length < SizeAt + 8 ? 0 : (long)BinaryPrimitives.ReadUInt32BigEndian(file[SizeAt..]) * BinaryPrimitives.ReadUInt32BigEndian(file[(SizeAt + 4)..]);
    }

    private static Picture Decode(ReadOnlySpan<byte> file, string name, string format, Decoder decode)
    {
        try
        {
            return decode(file);
        }
        catch (PictureDamageException damage)
        {
            throw new InvalidInputException($"{name}: not a sound {format} picture: {damage.Message.ReplaceLineEndings(" ")}", damage);
        }
    }

    private static string Refusal(FileKind? kind) => kind switch
    {
        null => $"not a known kind of picture; give a {Formats} picture",
        { Family: FileFamily.Empty } => $"it is empty; give a {Formats} picture",
        { Family: FileFamily.Picture } => $"{kind.Name} is not read; convert it to PNG or JPEG",
        { Family: FileFamily.Page or FileFamily.Pointer or FileFamily.Packed } => $"not a picture but {kind.Name}; {kind.Advice(FileFamily.Picture)}",
        _ => $"not a picture but {kind.Name}; give a {Formats} picture",
    };
}
