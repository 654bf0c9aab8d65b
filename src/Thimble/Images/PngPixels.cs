namespace Thimble;

/// <summary>From the samples of a PNG file to grey or colour, and transparency.</summary>
internal sealed class PngPixels
{
    private const int Levels = 256;

    private readonly PngHeader _header;
    private readonly List<string> _notes = [];
    private readonly int _colours;
    private readonly bool _isColour;
    private readonly byte[] _pixels;
    private readonly byte[]? _alpha;

    // What a sample of up to 8 bits stands for where a pixel has only one: grey, or red, green and blue.
    private readonly byte[] _levelsOf;
    private readonly byte[] _alphaOf = new byte[Levels];

    // The bytes of the one colour that is transparent.
    private readonly byte[] _transparent;
    private int _greatestIndex;

    /// <summary>Checks palette and transparency, and reserves the picture.</summary>
    /// <param name="header">The file's header.</param>
    /// <param name="palette">Red, green, blue of each colour, up to 256 of them; empty where there is none.</param>
    /// <param name="transparency">The tRNS chunk; empty where there is none.</param>
    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        bool isIndexed = header.Colour == PngColour.Palette;
        _colours = isIndexed && palette.Length > 0 ? palette.Length / 3 : Levels;
        _isColour = header.Samples >= 3 || (isIndexed && HasColour(palette));
        _levelsOf = LevelsOf(palette);
        _alphaOf.AsSpan().Fill(byte.MaxValue);
        bool hasAlpha = header.Colour is PngColour.GreyAlpha or PngColour.TrueColourAlpha;
        if (transparency.Length > 0 && (hasAlpha || (!isIndexed && transparency.Length < 2 * header.Samples)))
        {
            _notes.Add(hasAlpha ? "it has a tRNS chunk beside its alpha channel; left out" : "its tRNS chunk is too short; left out");
            transparency = [];
        }

        _transparent = TakeTransparency(transparency);
        int pixels = header.Width * header.Height;
        _pixels = new byte[_isColour ? Picture.Colours * pixels : pixels];
        _alpha = hasAlpha || transparency.Length > 0 ? new byte[pixels] : null;
    }

    /// <summary>What is odd about palette and transparency, once all rows are put down; a line each.</summary>
    public IEnumerable<string> Notes => _header.Colour == PngColour.Palette && _greatestIndex >= _colours
        ? _notes.Append($"a pixel has colour {_greatestIndex} of a palette of {_colours}; such are taken as shades of grey")
        : _notes;

    /// <summary>The picture, once all rows are put down.</summary>
    public Picture ToPicture() => _isColour
        ? Picture.FromRgb(_header.Width, _header.Height, _pixels, _alpha)
        : new(_header.Width, _header.Height, _pixels, _alpha);

    /// <summary>Puts down a row.</summary>
    /// <param name="row">Its bytes, with the filter undone.</param>
    /// <param name="pass">The pass that it belongs to.</param>
    /// <param name="y">Its number in the pass.</param>
    public void Put(ReadOnlySpan<byte> row, PngPass pass, int y)
    {
        int first = ((pass.Top + (y * pass.StepY)) * _header.Width) + pass.Left;
        int end = first + (pass.WidthOf(_header.Width) * pass.StepX);
        if (_header.Samples == 1 && _header.Depth <= 8)
            PutOneSample(row, first, end, pass.StepX);
        else
            PutSamples(row, first, end, pass.StepX);
    }

    private void PutOneSample(ReadOnlySpan<byte> row, int first, int end, int step)
    {
        int depth = _header.Depth;
        int mask = (1 << depth) - 1;
        int bit = 0;
        for (int at = first; at < end; at += step, bit += depth)
        {
            int sample = depth == 8 ? row[bit >> 3] : (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            _greatestIndex = Math.Max(_greatestIndex, sample);
            if (_isColour)
                _levelsOf.AsSpan(sample * Picture.Colours, Picture.Colours).CopyTo(_pixels.AsSpan(at * Picture.Colours));
            else
                _pixels[at] = _levelsOf[sample];
            if (_alpha is not null)
                _alpha[at] = _alphaOf[sample];
        }
    }

    // Of 16 bits the first byte is the level.
    private void PutSamples(ReadOnlySpan<byte> row, int first, int end, int step)
    {
        int bytes = _header.Depth / 8;
        int size = bytes * _header.Samples;
        bool hasAlpha = _header.Samples is 2 or 4;
        for (int at = first; at < end; at += step, row = row[size..])
        {
            if (_isColour)
                (_pixels[at * Picture.Colours], _pixels[(at * Picture.Colours) + 1], _pixels[(at * Picture.Colours) + 2]) = (row[0], row[bytes], row[2 * bytes]);
            else
                _pixels[at] = row[0];
            if (hasAlpha)
                _alpha![at] = row[size - bytes];
            else if (_alpha is not null)
                _alpha[at] = row[..size].SequenceEqual(_transparent) ? (byte)0 : byte.MaxValue;
        }
    }

    private byte[] LevelsOf(ReadOnlySpan<byte> palette)
    {
        int greatest = (1 << Math.Min(8, _header.Depth)) - 1;
        bool isIndexed = _header.Colour == PngColour.Palette;
        if (isIndexed && palette.IsEmpty)
            _notes.Add("it has no palette; its numbers are taken as shades of grey");
        else if (isIndexed && _colours > greatest + 1)
            _notes.Add($"its palette has {_colours} colours, where {_header.Depth} bits number {greatest + 1}; the others are left out");
        int channels = _isColour ? Picture.Colours : 1;
        byte[] levels = new byte[Levels * channels];
        for (int i = 0; i < levels.Length; i++)
        {
            int level = i / channels;
            if (!isIndexed)
                levels[i] = (byte)(level * byte.MaxValue / greatest);
            else
                levels[i] = level < palette.Length / 3 ? palette[(level * 3) + (i % channels)] : (byte)level;
        }

        return levels;
    }

    // A palette of greys alone makes a grey picture.
    private static bool HasColour(ReadOnlySpan<byte> palette)
    {
        for (; palette.Length >= 3; palette = palette[3..])
        {
            if (palette[0] != palette[1] || palette[1] != palette[2])
                return true;
        }

        return false;
    }

    /// <summary>The transparency of the palette's colours, or the one colour that is transparent, whose bytes are returned.</summary>
    private byte[] TakeTransparency(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
            return [];
        if (_header.Colour == PngColour.Palette)
        {
            if (chunk.Length > _colours)
                _notes.Add($"its tRNS chunk is about {chunk.Length} colours of a palette of {_colours}");
            chunk[..Math.Min(chunk.Length, Levels)].CopyTo(_alphaOf);
            return [];
        }

        // Each sample has two bytes there, whatever the depth.
        int unused = _header.Depth == 16 ? 0 : 1;
        byte[] colour = [.. chunk[..(2 * _header.Samples)].ToArray().Where((_, index) => index % 2 >= unused)];
        if (_header.Depth <= 8 && colour.Length == 1)
            _alphaOf[colour[0] & ((1 << _header.Depth) - 1)] = 0;
        return colour;
    }
}
