namespace Thimble.Pictures;

/// <summary>From a JPEG file's planes to red, green and blue, with libjpeg's constants and, for ink, Pillow's.</summary>
internal static class JpegColours
{
    /// <summary>Row after row, three bytes a pixel.</summary>
    public static byte[] ToRgb(JpegStructure structure, JpegPlane[] planes)
    {
        int width = structure.Width;
        byte[] rgb = new byte[3 * width * structure.Height];
        byte[][] rows = [.. planes.Select(_ => new byte[width])];
        for (int y = 0; y < structure.Height; y++)
        {
            for (int i = 0; i < planes.Length; i++)
                planes[i].CopyRow(y, rows[i]);
            Span<byte> row = rgb.AsSpan(3 * y * width, 3 * width);
            for (int x = 0; x < width; x++)
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (rows[0][x], rows[1][x], rows[2][x]);
            if (structure.Colour is JpegColour.Ycc or JpegColour.Ycck)
                FromDifferences(row);
            if (structure.Colour is JpegColour.Cmyk or JpegColour.Ycck)
                FromInk(row, rows[3], structure);
        }

        return rgb;
    }

    // ITU-T T.871: 1.402, 0.344136, 0.714136 and 1.772 in 1/65536.
    private static void FromDifferences(Span<byte> row)
    {
        for (; !row.IsEmpty; row = row[3..])
        {
            int brightness = row[0];
            int blue = row[1] - 128;
            int red = row[2] - 128;
            row[0] = Level(brightness + (((91881 * red) + 32768) >> 16));
            row[1] = Level(brightness + (((-22554 * blue) - (46802 * red) + 32768) >> 16));
            row[2] = Level(brightness + (((116130 * blue) + 32768) >> 16));
        }
    }

    private static void FromInk(Span<byte> row, ReadOnlySpan<byte> black, JpegStructure structure)
    {
        // Of YCCK the first three are the opposite of ink by now.
        bool isLight = structure.IsInverted != (structure.Colour == JpegColour.Ycck);
        for (int i = 0; i < row.Length; i++)
        {
            int paper = structure.IsInverted ? black[i / 3] : 255 - black[i / 3];
            int ink = isLight ? 255 - row[i] : row[i];
            row[i] = Level(paper - Divided(ink * paper));
        }
    }

    // By 255, rounded.
    private static int Divided(int product) => (product + 128 + ((product + 128) >> 8)) >> 8;

    private static byte Level(int value) => (byte)Math.Clamp(value, 0, 255);
}
