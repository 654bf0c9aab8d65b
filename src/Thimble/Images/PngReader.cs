namespace Thimble;

/// <summary>
/// Reads PNG files (ISO/IEC 15948): every bit depth and colour type, interlaced or not, in grey or colour, turned as EXIF says. Sizes are
/// checked before anything is allocated: up to 32,768 pixels a side and 50 million in all. What other readers get along with beside the pixels
/// is read and noted (<see cref="Picture.Notes"/>); damaged pixels are refused.
/// </summary>
public static class PngReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumFileBytes = PictureInput.MaximumBytes;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be read or is not a sound PNG file; one line says what is wrong.</exception>
    public static Picture Read(string path) => Read(PictureInput.OfFile(path, "PNG"), path);

    /// <summary>Reads from where a stream is to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidInputException">It is not a sound PNG file; one line says what is wrong.</exception>
    public static Picture Read(Stream stream, string name) => Read(PictureInput.OfStream(stream, name), name);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidInputException">They are not a sound PNG file; one line says what is wrong.</exception>
    public static Picture Read(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(PngChunks.Signature))
            throw new InvalidInputException($"{name}: not a PNG picture{FileKind.Guess(file)}");
        try
        {
            return Decode(PngChunks.Parse(file));
        }
        catch (PngDamageException damage)
        {
            throw new InvalidInputException($"{name}: not a sound PNG picture: {damage.Message}", damage);
        }
    }

    private static Picture Decode(PngChunks chunks)
    {
        PngHeader header = chunks.Header;
        long expected = header.RowBytes;
        if (expected > chunks.Data.Length * Deflate.GreatestRatio)
            throw new PngDamageException($"its header claims {header.Width}×{header.Height} pixels, more than {chunks.Data.Length} bytes of data can hold");
        var pixels = new PngPixels(header, chunks.Palette, chunks.Transparency);
        using var rows = new PngRows(chunks);
        foreach (PngPass pass in header.Passes)
        {
            int width = pass.WidthOf(header.Width);
            int height = width > 0 ? pass.HeightOf(header.Height) : 0;
            rows.Begin(width);
            for (int y = 0; y < height; y++)
                pixels.Put(rows.Next(), pass, y);
        }

        string[] notes = [.. chunks.Notes, .. pixels.Notes, .. rows.End()];
        int orientation = ExifOrientation.Find(chunks.Exif);
        return orientation == ExifOrientation.Upwards
            ? pixels.ToPicture().With(notes)
            : ExifOrientation.Upright(pixels.ToPicture(), orientation).With([.. notes, "turned upright, as its EXIF orientation says"]);
    }
}

/// <summary>What is wrong with a PNG file, without the file's name, which the reader adds.</summary>
internal sealed class PngDamageException(string message) : Exception(message);
