namespace Thimble;

/// <summary>A picture of grey pixels, perhaps with transparency: what is left of a file once it is read.</summary>
public sealed class Picture
{
    private readonly byte[] _grey;
    private readonly byte[]? _alpha;

    /// <summary>Takes pixels as they are; the arrays are not copied and must not change afterwards.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="grey">Row after row: 0 black to 255 white.</param>
    /// <param name="alpha">Row after row: 0 transparent to 255 opaque; null where all of it is opaque.</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the size says.</exception>
    public Picture(int width, int height, byte[] grey, byte[]? alpha = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        long count = (long)width * height;
        if (grey.Length != count)
            throw new ArgumentException($"{grey.Length} pixels are not {width}×{height}.", nameof(grey));
        if (alpha is not null && alpha.Length != count)
            throw new ArgumentException($"{alpha.Length} pixels are not {width}×{height}.", nameof(alpha));
        Width = width;
        Height = height;
        _grey = grey;
        _alpha = alpha;
    }

    /// <summary>What was odd about its file, though it could be read, and what was done about it; a line each, without the file's name.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Row after row: 0 black to 255 white.</summary>
    public ReadOnlySpan<byte> Grey => _grey;

    /// <summary>Row after row: 0 transparent to 255 opaque. Empty where all of it is opaque.</summary>
    public ReadOnlySpan<byte> Alpha => _alpha;

    /// <summary>The grey pixels in front of an even background.</summary>
    /// <param name="background">The background: 0 black to 255 white.</param>
    public byte[] Over(byte background)
    {
        if (_alpha is null)
            return [.. _grey];
        byte[] seen = new byte[_grey.Length];
        for (int i = 0; i < seen.Length; i++)
            seen[i] = Over(background, i);
        return seen;
    }

    /// <summary>The same picture with something noted about its file.</summary>
    internal Picture With(IReadOnlyList<string> notes) => new(Width, Height, _grey, _alpha) { Notes = notes };

    /// <summary>A row of what <see cref="Over(byte)"/> returns.</summary>
    internal void CopyRow(int y, byte background, Span<float> row)
    {
        int first = y * Width;
        for (int x = 0; x < row.Length; x++)
            row[x] = _alpha is null ? _grey[first + x] : Over(background, first + x);
    }

    private byte Over(byte background, int at) => (byte)(((_grey[at] * _alpha![at]) + (background * (255 - _alpha[at])) + 127) / 255);
}

/// <summary>A rectangle of pixels.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
internal readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    /// <summary>The smallest box around this one and another pixel.</summary>
    internal PixelBox With(int x, int y)
    {
        int left = Math.Min(Left, x);
        int top = Math.Min(Top, y);
        return new(left, top, Math.Max(Left + Width, x + 1) - left, Math.Max(Top + Height, y + 1) - top);
    }
}
