namespace Thimble.Pictures;

/// <summary>Reads the first frame of GIF files (87a and 89a), on the whole screen that the file describes.</summary>
internal static class GifReader
{
    /// <summary>The longest run that a code stands for, of codes of at least twelve bits: the most pixels that a byte can hold.</summary>
    private const long MostPixelsPerByte = 4096 * 8 / 12;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <exception cref="PictureDamageException">They are not a sound GIF file.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        var bytes = new PictureBytes(file);
        bytes.Take(6);
        int width = bytes.Little16();
        int height = bytes.Little16();
        int flags = bytes.Byte();
        bytes.Take(2);
        ReadOnlySpan<byte> palette = Palette(ref bytes, flags);
        int? transparent = SkipToFrame(ref bytes);
        (int left, int top) = (bytes.Little16(), bytes.Little16());
        (int columns, int rows) = (bytes.Little16(), bytes.Little16());
        // A frame that is larger than the screen makes it larger.
        (width, height) = (Math.Max(width, left + columns), Math.Max(height, top + rows));
        PictureSize.Check(columns, rows, file.Length, MostPixelsPerByte);
        PictureSize.Check(width, height);
        flags = bytes.Byte();
        ReadOnlySpan<byte> local = Palette(ref bytes, flags);
        byte[] frame = GifPixels.Read(ref bytes, columns * rows);
        byte[] indices = new byte[width * height];
        indices.AsSpan().Fill((byte)(transparent ?? 0));
        for (int i = 0; i < rows; i++)
        {
            int row = (flags & 0x40) != 0 ? Interlaced(i, rows) : i;
            frame.AsSpan(i * columns, columns).CopyTo(indices.AsSpan(((top + row) * width) + left));
        }

        return Coloured(width, height, indices, local.IsEmpty ? palette : local, transparent);
    }

    /// <summary>The pixels of the screen, made larger where the first frame is larger.</summary>
    /// <param name="file">The bytes of a file.</param>
    /// <exception cref="PictureDamageException">They are not a sound GIF file.</exception>
    public static long PixelsOf(ReadOnlySpan<byte> file)
    {
        var bytes = new PictureBytes(file);
        bytes.Take(6);
        (long width, long height) = (bytes.Little16(), bytes.Little16());
        int flags = bytes.Byte();
        bytes.Take(2);
        Palette(ref bytes, flags);
        SkipToFrame(ref bytes);
        (int left, int top) = (bytes.Little16(), bytes.Little16());
        return Math.Max(width, left + bytes.Little16()) * Math.Max(height, top + bytes.Little16());
    }

    /// <summary>Reads up to the first frame; the colour that is transparent, if one is.</summary>
    private static int? SkipToFrame(ref PictureBytes bytes)
    {
        int? transparent = null;
        for (int block = bytes.Byte(); block != ','; block = bytes.Byte())
        {
            if (block == ';')
                throw new PictureDamageException("it has no picture");
            if (block != '!')
                throw new PictureDamageException($"it has a block {block}, which does not exist");
            transparent = Extension(ref bytes) ?? transparent;
        }

        return transparent;
    }

    private static ReadOnlySpan<byte> Palette(ref PictureBytes bytes, int flags) =>
        (flags & 0x80) != 0 ? bytes.Take(3 << ((flags & 7) + 1)) : [];

    /// <summary>Reads an extension; the colour that is transparent, if it says one.</summary>
    private static int? Extension(ref PictureBytes bytes)
    {
        const int GraphicControl = 0xF9;
        int kind = bytes.Byte();
        int? transparent = null;
        for (int size = bytes.Byte(); size > 0; size = bytes.Byte())
        {
            ReadOnlySpan<byte> content = bytes.Take(size);
            if (kind == GraphicControl && size >= 4 && (content[0] & 1) != 0)
                transparent = content[3];
        }

        return transparent;
    }

    // Rows come in four passes: every eighth, those between, and so on.
    private static int Interlaced(int place, int rows)
    {
        foreach ((int first, int step) in ((int, int)[])[(0, 8), (4, 8), (2, 4), (1, 2)])
        {
            int count = (rows - first + step - 1) / step;
            if (place < count)
                return first + (place * step);
            place -= count;
        }

        return 0;
    }

    private static Picture Coloured(int width, int height, byte[] indices, ReadOnlySpan<byte> palette, int? transparent)
    {
        byte[] rgb = new byte[3 * indices.Length];
        byte[]? alpha = transparent is null ? null : new byte[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            if (alpha is not null)
                alpha[i] = index == transparent ? (byte)0 : byte.MaxValue;
            // Without a palette, and after its end, numbers are shades of grey, as other readers have it.
            if ((3 * index) + 3 <= palette.Length)
                palette.Slice(3 * index, 3).CopyTo(rgb.AsSpan(3 * i));
            else
                rgb.AsSpan(3 * i, 3).Fill((byte)index);
        }

        return GreyOrColour.Of(width, height, rgb, alpha);
    }
}
