namespace Thimble.Pictures;

/// <summary>One component's samples, and the picture's pixels between them.</summary>
/// <param name="width">Samples in a row.</param>
/// <param name="height">Rows.</param>
/// <param name="stepX">Pixels of the picture for a sample, across: 1, 2 or 4.</param>
/// <param name="stepY">Pixels of the picture for a sample, down: 1, 2 or 4.</param>
internal sealed class JpegPlane(int width, int height, int stepX, int stepY)
{
    private readonly byte[] _samples = new byte[width * height];
    private readonly int[] _sums = new int[width];

    /// <summary>All samples, row after row.</summary>
    public byte[] Samples => _samples;

    /// <summary>Stores a block of 8×8 pixels as the decoder returns it: each sample repeated for all of its pixels.</summary>
    /// <param name="block">The 64 pixels.</param>
    /// <param name="left">The picture's column of the first.</param>
    /// <param name="top">The picture's row of the first.</param>
    public void Put(ReadOnlySpan<short> block, int left, int top)
    {
        for (int y = 0; y < 8; y += stepY)
        {
            int row = (top + y) / stepY;
            if (row >= height)
                return;
            for (int x = 0; x < 8; x += stepX)
            {
                int column = (left + x) / stepX;
                if (column < width)
                    _samples[(row * width) + column] = (byte)Math.Clamp((int)block[(y * 8) + x], 0, 255);
            }
        }
    }

    /// <summary>
    /// A row of the picture's pixels. Between two samples it is interpolated linearly, three parts of the nearer one and one of the other, with
    /// halves rounded as in libjpeg ("fancy upsampling"), so that pictures look as they do elsewhere.
    /// </summary>
    /// <param name="y">The picture's row.</param>
    /// <param name="row">Receives the pixels.</param>
    public void CopyRow(int y, Span<byte> row)
    {
        ReadOnlySpan<byte> near = _samples.AsSpan(y / stepY * width, width);
        // libjpeg does not interpolate fewer than three samples.
        bool isLineX = stepX == 2 && width > 2;
        bool isLineY = stepY == 2 && stepX <= 2 && (stepX == 1 || isLineX);
        if (!isLineX && !isLineY)
        {
            for (int x = 0; x < row.Length; x++)
                row[x] = near[x / stepX];
            return;
        }

        bool isLower = y % 2 == 1;
        ReadOnlySpan<byte> far = _samples.AsSpan(Math.Clamp((y / stepY) + (isLower ? 1 : -1), 0, height - 1) * width, width);
        for (int x = 0; x < width; x++)
            _sums[x] = isLineY ? (3 * near[x]) + far[x] : near[x];
        if (!isLineX)
        {
            for (int x = 0; x < row.Length; x++)
                row[x] = (byte)((_sums[x] + (isLower ? 2 : 1)) >> 2);
            return;
        }

        (int even, int odd, int shift) = isLineY ? (8, 7, 4) : (1, 2, 2);
        for (int x = 0; x < row.Length; x++)
        {
            int at = x / 2;
            int beside = x % 2 == 0 ? Math.Max(0, at - 1) : Math.Min(width - 1, at + 1);
            row[x] = (byte)(((3 * _sums[at]) + _sums[beside] + (x % 2 == 0 ? even : odd)) >> shift);
        }
    }
}
