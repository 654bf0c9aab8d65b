namespace Thimble.Pictures;

/// <summary>The pixels of a GIF frame, packed by Lempel, Ziv and Welch's method: a code stands for an earlier run and one more pixel.</summary>
internal static class GifPixels
{
    private const int MostBits = 12;
    private const int None = -1;

    /// <summary>Reads as many pixels as the frame has.</summary>
    /// <exception cref="PictureDamageException">There are fewer, or the data is damaged.</exception>
    public static byte[] Read(ref PictureBytes bytes, int count)
    {
        int depth = bytes.Byte();
        if (depth is < 1 or > 8)
            throw new PictureDamageException($"its pixels have {depth} bits; 1 to 8 exist");
        byte[] pixels = new byte[count];
        // A run is in the picture where it was first written, so that only places and lengths are kept.
        int[] starts = new int[1 << MostBits];
        int[] lengths = new int[1 << MostBits];
        int clear = 1 << depth;
        int known = clear + 2;
        int bits = depth + 1;
        int before = None;
        int written = 0;
        var codes = new GifCodes();
        while (written < count)
        {
            int code = codes.Next(ref bytes, bits);
            if (code == clear)
            {
                (known, bits, before) = (clear + 2, depth + 1, None);
                continue;
            }

            if (code == clear + 1 || (before == None && code >= clear) || code > known || (code == known && known == 1 << MostBits))
                throw new PictureDamageException(code == clear + 1 ? "its data ends early" : "its compressed data is damaged");
            int start = written;
            if (code < clear)
                pixels[written++] = (byte)code;
            else
                written = Repeat(pixels, written, code == known ? before : starts[code], code == known ? start - before + 1 : lengths[code]);
            if (before != None && known < 1 << MostBits)
            {
                // The run before and the first pixel of this one, which follow one another.
                (starts[known], lengths[known]) = (before, start - before + 1);
                known++;
                if (known == 1 << bits && bits < MostBits)
                    bits++;
            }

            before = start;
        }

        return pixels;
    }

    // Pixel after pixel: a run may reach into itself. What goes beyond the frame is left out.
    private static int Repeat(byte[] pixels, int at, int from, int length)
    {
        int end = Math.Min(pixels.Length, at + length);
        while (at < end)
            pixels[at++] = pixels[from++];
        return at;
    }
}

/// <summary>Codes of 2 to 12 bits, the lowest bit first, in blocks of up to 255 bytes.</summary>
internal struct GifCodes
{
    private uint _bits;
    private int _count;
    private int _left;

    /// <summary>The next code.</summary>
    /// <exception cref="PictureDamageException">There is none.</exception>
    public int Next(ref PictureBytes bytes, int bits)
    {
        while (_count < bits)
        {
            if (_left == 0)
            {
                _left = bytes.Byte();
                if (_left == 0)
                    throw new PictureDamageException("its data ends early");
            }

            _bits |= (uint)bytes.Byte() << _count;
            _count += 8;
            _left--;
        }

        int code = (int)(_bits & ((1u << bits) - 1));
        _bits >>= bits;
        _count -= bits;
        return code;
    }
}
