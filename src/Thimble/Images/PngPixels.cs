using System.Buffers.Binary;

namespace Thimble;

/// <summary>From the samples of a PNG file to grey and transparency.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _paletteAlpha;
    private readonly int[]? _transparent;
    private readonly byte[] _grey;
    private readonly byte[]? _alpha;

    /// <summary>Checks palette and transparency, and reserves the picture.</summary>
    /// <param name="header">The file's header.</param>
    /// <param name="palette">Red, green, blue of each colour; empty where there is none.</param>
    /// <param name="transparency">The tRNS chunk; empty where there is none.</param>
    /// <exception cref="PngDamageException">They do not fit the header.</exception>
    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        int colours = palette.Length / 3;
        if (header.Colour == PngColour.Palette && (colours == 0 || colours > 1 << header.Depth))
            throw new PngDamageException($"its palette has {colours} colours, where {header.Depth} bits number 1 to {1 << header.Depth}");
        _palette = new byte[colours];
        for (int i = 0; i < colours; i++)
            _palette[i] = Luma(palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]);
        _paletteAlpha = new byte[colours];
        _paletteAlpha.AsSpan().Fill(byte.MaxValue);
        _transparent = ReadTransparency(transparency);
        int pixels = header.Width * header.Height;
        _grey = new byte[pixels];
        bool hasAlpha = transparency.Length > 0 || header.Colour is PngColour.GreyAlpha or PngColour.TrueColourAlpha;
        _alpha = hasAlpha ? new byte[pixels] : null;
    }

    /// <summary>The picture, once all rows are put down.</summary>
    public Picture Picture => new(_header.Width, _header.Height, _grey, _alpha);

    /// <summary>Puts down a row.</summary>
    /// <param name="row">Its bytes, with the filter undone.</param>
    /// <param name="pass">The pass that it belongs to.</param>
    /// <param name="y">Its number in the pass.</param>
    /// <exception cref="PngDamageException">A pixel has a colour that is not in the palette.</exception>
    public void Put(ReadOnlySpan<byte> row, PngPass pass, int y)
    {
        int first = ((pass.Top + (y * pass.StepY)) * _header.Width) + pass.Left;
        int count = pass.WidthOf(_header.Width);
        Span<int> samples = stackalloc int[4];
        samples = samples[.._header.Samples];
        for (int x = 0; x < count; x++)
        {
            for (int s = 0; s < samples.Length; s++)
                samples[s] = Sample(row, (x * samples.Length) + s);
            int at = first + (x * pass.StepX);
            (_grey[at], byte alpha) = Pixel(samples);
            if (_alpha is not null)
                _alpha[at] = alpha;
        }
    }

    private (byte Grey, byte Alpha) Pixel(ReadOnlySpan<int> samples)
    {
        switch (_header.Colour)
        {
            case PngColour.Palette:
                return samples[0] < _palette.Length
                    ? (_palette[samples[0]], _paletteAlpha[samples[0]])
                    : throw new PngDamageException($"a pixel has colour {samples[0]} of a palette of {_palette.Length}");
            case PngColour.GreyAlpha:
                return (ToByte(samples[0]), ToByte(samples[1]));
            case PngColour.TrueColourAlpha:
                return (Luma(ToByte(samples[0]), ToByte(samples[1]), ToByte(samples[2])), ToByte(samples[3]));
            default:
                byte grey = samples.Length == 1 ? ToByte(samples[0]) : Luma(ToByte(samples[0]), ToByte(samples[1]), ToByte(samples[2]));
                return (grey, _transparent is not null && samples.SequenceEqual(_transparent) ? (byte)0 : byte.MaxValue);
        }
    }

    /// <summary>The transparency of the first palette colours, or the one colour that is transparent.</summary>
    private int[]? ReadTransparency(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
            return null;
        if (_header.Colour == PngColour.Palette)
        {
            if (chunk.Length > _paletteAlpha.Length)
                throw new PngDamageException($"its tRNS chunk is about {chunk.Length} colours of a palette of {_paletteAlpha.Length}");
            chunk.CopyTo(_paletteAlpha);
            return null;
        }

        if (_header.Colour is PngColour.GreyAlpha or PngColour.TrueColourAlpha || chunk.Length != 2 * _header.Samples)
            throw new PngDamageException("its tRNS chunk does not fit its colour type");
        int[] colour = new int[_header.Samples];
        for (int i = 0; i < colour.Length; i++)
            colour[i] = BinaryPrimitives.ReadUInt16BigEndian(chunk[(2 * i)..]) & ((1 << _header.Depth) - 1);
        return colour;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _header.Depth;
        if (depth == 8)
            return row[index];
        if (depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        int bit = index * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    private byte ToByte(int sample) => _header.Depth switch
    {
        16 => (byte)(sample >> 8),
        8 => (byte)sample,
        int depth => (byte)(sample * 255 / ((1 << depth) - 1)),
    };

    /// <summary>Brightness as ITU-R BT.601 weighs the colours, in 1/65536; the same as Pillow's.</summary>
    private static byte Luma(byte red, byte green, byte blue) =>
        (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
}
