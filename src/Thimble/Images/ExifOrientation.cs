using System.Buffers.Binary;

namespace Thimble;

/// <summary>How a camera was held, as EXIF says it: a number from 1 (upright) to 8.</summary>
internal static class ExifOrientation
{
    /// <summary>The number of a picture that is upright as it is.</summary>
    public const int Upwards = 1;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int EntryBytes = 12;

    /// <summary>Finds the number in EXIF data, whose first directory has it; 1 if it is not there, or nothing sound.</summary>
    /// <param name="exif">The data: a TIFF file without pixels.</param>
    public static int Find(ReadOnlySpan<byte> exif)
    {
        // Some programs keep the mark by which a JPEG file knows its EXIF data.
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        bool isLittle = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || (!isLittle && !exif.StartsWith("MM\0*"u8)))
            return Upwards;
        uint directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return Upwards;
        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = Number(entries, isLittle);
        for (entries = entries[2..]; count > 0 && entries.Length >= EntryBytes; count--, entries = entries[EntryBytes..])
        {
            if (Number(entries, isLittle) == Tag && Number(entries[2..], isLittle) == Short)
                return Number(entries[8..], isLittle) is var orientation and >= Upwards and <= 8 ? orientation : Upwards;
        }

        return Upwards;
    }

    /// <summary>Turns and mirrors a picture so that it is upright.</summary>
    public static Picture Upright(Picture picture, int orientation)
    {
        bool isOnItsSide = orientation >= 5;
        (int width, int height) = isOnItsSide ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        byte[]? alpha = picture.Alpha.IsEmpty ? null : Upright(picture.Alpha, 1, picture.Width, picture.Height, orientation);
        return picture.IsColour
            ? Picture.FromRgb(width, height, Upright(picture.Rgb, Picture.Colours, picture.Width, picture.Height, orientation), alpha)
            : new(width, height, Upright(picture.Grey, 1, picture.Width, picture.Height, orientation), alpha);
    }

    private static byte[] Upright(ReadOnlySpan<byte> pixels, int size, int width, int height, int orientation)
    {
        // From where to step for the next pixel in a row of the upright picture, and for its next row.
        bool isOnItsSide = orientation >= 5;
        int right = orientation is 2 or 3 or 7 or 8 ? -1 : 1;
        int down = orientation is 3 or 4 or 6 or 7 ? -width : width;
        int first = (right < 0 ? width - 1 : 0) + (down < 0 ? (height - 1) * width : 0);
        (int column, int row) = isOnItsSide ? (down, right) : (right, down);
        int columns = isOnItsSide ? height : width;
        byte[] upright = new byte[pixels.Length];
        for (int i = 0, start = first; i < upright.Length; start += row)
        {
            for (int x = 0, from = start; x < columns; x++, from += column)
            {
                for (int part = 0; part < size; part++)
                    upright[i++] = pixels[(from * size) + part];
            }
        }

        return upright;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
