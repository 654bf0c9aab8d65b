namespace Thimble;

/// <summary>A picture in grey or in colour, perhaps with transparency: what is left of a file once it is read.</summary>
public sealed class Picture
{
    /// <summary>Bytes of a pixel in colour: red, green, blue.</summary>
    internal const int Colours = 3;

    private readonly byte[]? _rgb;
    private readonly byte[]? _alpha;
    private byte[]? _grey;

    /// <summary>Takes grey pixels as they are; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="grey">Row after row: 0 black to 255 white.</param>
    /// <param name="alpha">Row after row: 0 transparent to 255 opaque; null where all of it is opaque.</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the size says.</exception>
    public Picture(int width, int height, byte[] grey, byte[]? alpha = null)
        : this(width, height, grey, rgb: null, alpha)
    {
    }

    private Picture(int width, int height, byte[]? grey, byte[]? rgb, byte[]? alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        long count = (long)width * height;
        if (grey is not null && grey.Length != count)
            throw new ArgumentException($"{grey.Length} pixels are not {width}×{height}.", nameof(grey));
        if (rgb is not null && rgb.Length != Colours * count)
            throw new ArgumentException($"{rgb.Length} bytes are not {width}×{height} pixels of {Colours}.", nameof(rgb));
        if (alpha is not null && alpha.Length != count)
            throw new ArgumentException($"{alpha.Length} pixels are not {width}×{height}.", nameof(alpha));
        Width = width;
        Height = height;
        _grey = grey;
        _rgb = rgb;
        _alpha = alpha;
    }

    /// <summary>What was odd about its file, though it could be read, and what was done about it; a line each, without the file's name.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Whether it has colours.</summary>
    public bool IsColour => _rgb is not null;

    /// <summary>
    /// Row after row: 0 black to 255 white. Of a picture in colour it is the brightness as ITU-R BT.601 weighs the colours, computed once, when it is
    /// first asked for.
    /// </summary>
    public ReadOnlySpan<byte> Grey => _grey ??= Over(0, isOpaque: true);

    /// <summary>Row after row, three bytes a pixel: red, green, blue. Empty where <see cref="IsColour"/> is false.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>Row after row: 0 transparent to 255 opaque. Empty where all of it is opaque.</summary>
    public ReadOnlySpan<byte> Alpha => _alpha;

    /// <summary>Takes pixels in colour as they are; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="rgb">Row after row, three bytes a pixel: red, green, blue.</param>
    /// <param name="alpha">Row after row: 0 transparent to 255 opaque; null where all of it is opaque.</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the size says.</exception>
    public static Picture FromRgb(int width, int height, byte[] rgb, byte[]? alpha = null) => new(width, height, grey: null, rgb, alpha);

    /// <summary>The grey pixels in front of an even background.</summary>
    /// <param name="background">The background: 0 black to 255 white.</param>
    public byte[] Over(byte background) => Over(background, isOpaque: _alpha is null);

    /// <summary>Brightness as ITU-R BT.601 weighs the colours, in 1/65536; the same as Pillow's.</summary>
    internal static byte Luma(byte red, byte green, byte blue) =>
        (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);

    /// <summary>The same picture with something noted about its file.</summary>
    internal Picture With(IReadOnlyList<string> notes) => new(Width, Height, _grey, _rgb, _alpha) { Notes = notes };

    /// <summary>Part of a row in front of an even background.</summary>
    /// <param name="box">Which part of the picture; as many numbers as it is wide are copied.</param>
    /// <param name="y">The row within that part.</param>
    /// <param name="channel">Red 0, green 1, blue 2, of a grey picture always its grey; null for grey.</param>
    /// <param name="background">The background: 0 black to 255 white.</param>
    /// <param name="row">Receives the numbers.</param>
    internal void CopyRow(PixelBox box, int y, int? channel, byte background, Span<float> row)
    {
        int first = ((box.Top + y) * Width) + box.Left;
        for (int x = 0; x < box.Width; x++)
        {
            int at = first + x;
            row[x] = Over(background, channel is { } colour && _rgb is not null ? _rgb[(at * Colours) + colour] : GreyAt(at), at);
        }
    }

    private byte[] Over(byte background, bool isOpaque)
    {
        byte[] seen = new byte[Width * Height];
        for (int i = 0; i < seen.Length; i++)
            seen[i] = isOpaque ? GreyAt(i) : Over(background, GreyAt(i), i);
        return seen;
    }

    private byte GreyAt(int at)
    {
        if (_rgb is null)
            return _grey![at];
        at *= Colours;
        return Luma(_rgb[at], _rgb[at + 1], _rgb[at + 2]);
    }

    private byte Over(byte background, byte level, int at) =>
        _alpha is null ? level : (byte)(((level * _alpha[at]) + (background * (255 - _alpha[at])) + 127) / 255);
}
