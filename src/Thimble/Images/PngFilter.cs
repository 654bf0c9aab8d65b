namespace Thimble;

/// <summary>Undoes what was done to a row of a PNG file before it was compressed (ISO/IEC 15948, chapter 9).</summary>
internal static class PngFilter
{
    /// <summary>Turns differences back into bytes, in place.</summary>
    /// <param name="filter">The filter's number, 0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The finished row above; zeros above the first.</param>
    /// <param name="distance">Bytes of a pixel.</param>
    /// <exception cref="PngDamageException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                break;
            case 2:
                for (int i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) / 2);
                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                    row[i] += i < distance ? above[i] : Paeth(row[i - distance], above[i], above[i - distance]);
                break;
            default:
                throw new PngDamageException($"a row names filter {filter}; there are 0 to 4");
        }
    }

    /// <summary>Of the three neighbours the one that is nearest to left + above − corner.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - corner - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
