using System.Numerics;

namespace Thimble.Pictures;

/// <summary>What a BMP file says of its pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bits">Bits of a pixel.</param>
/// <param name="IsFromTop">Whether the first row is the uppermost one.</param>
/// <param name="PixelsAt">Where the pixels begin.</param>
/// <param name="Masks">Which bits are red, green, blue and alpha, of pixels of 16 or 32 bits.</param>
/// <param name="Palette">Blue, green, red of each colour, three or four bytes; empty where there is none.</param>
/// <param name="PaletteStep">Bytes of a colour.</param>
internal sealed record BmpHeader(int Width, int Height, int Bits, bool IsFromTop, int PixelsAt, uint[] Masks, byte[] Palette, int PaletteStep)
{
    private const int CoreBytes = 12;
    private const int InfoBytes = 40;
    private const int MostHeaderBytes = 1024;

    /// <summary>The bytes of a row: whole words of four.</summary>
    public int RowBytes => (int)((((long)Width * Bits) + 31) / 32 * 4);

    /// <summary>Reads and checks it.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="PictureDamageException">It is damaged, too large, or of a kind that is not read.</exception>
    public static BmpHeader Parse(ReadOnlySpan<byte> file)
    {
        var bytes = new PictureBytes(file);
        bytes.Take(10);
        uint pixelsAt = bytes.Little32();
        uint size = bytes.Little32();
        if (size != CoreBytes && size is < InfoBytes or > MostHeaderBytes)
            throw new PictureDamageException($"its header has {size} bytes; {CoreBytes} or {InfoBytes} and more exist");
        bool isCore = size == CoreBytes;
        long width = isCore ? bytes.Little16() : (int)bytes.Little32();
        long height = isCore ? bytes.Little16() : (int)bytes.Little32();
        bytes.Take(2);
        int bits = bytes.Little16();
        uint compression = isCore ? 0 : bytes.Little32();
        bytes.Take(isCore ? 0 : 12);
        uint colours = isCore ? 0 : bytes.Little32();
        bytes.Take(isCore ? 0 : 4);
        if (bits is not (1 or 2 or 4 or 8 or 16 or 24 or 32))
            throw new PictureDamageException($"its pixels have {bits} bits; 1, 2, 4, 8, 16, 24 or 32 are read");
        PictureSize.Check(width, Math.Abs(height), file.Length, 8);
        uint[] masks = Masks32(ref bytes, bits, compression, (int)size);
        bytes.Take(Math.Max(0, 14 + (int)size - bytes.Position));
        byte[] palette = bits > 8 ? [] : bytes.Take(ColourCount(colours, bits, pixelsAt, bytes.Position, isCore) * (isCore ? 3 : 4)).ToArray();
        var header = new BmpHeader((int)width, (int)Math.Abs(height), bits, height < 0, (int)Math.Min(pixelsAt, int.MaxValue), masks, palette, isCore ? 3 : 4);
        if (pixelsAt < bytes.Position || pixelsAt + ((long)header.RowBytes * header.Height) > file.Length)
            throw new PictureDamageException($"it claims {header.RowBytes} bytes for each of {header.Height} rows from byte {pixelsAt} on, but has {file.Length} bytes");
        return header;
    }

    private static uint[] Masks32(ref PictureBytes bytes, int bits, uint compression, int size)
    {
        const int Plain = 0;
        const int Fields = 3;
        const int AlphaFields = 6;
        if (compression is not (Plain or Fields or AlphaFields))
            throw new PictureDamageException($"it is compressed ({compression switch { 1 or 2 => "RLE", 4 => "JPEG", 5 => "PNG", _ => $"{compression}" }}), which is not read; save it uncompressed or as PNG");
        if (bits is not (16 or 32))
            return [];
        if (compression == Plain)
            return bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        bool hasAlpha = compression == AlphaFields || size >= InfoBytes + 16;
        uint[] masks = [bytes.Little32(), bytes.Little32(), bytes.Little32(), hasAlpha ? bytes.Little32() : 0];
        foreach (uint mask in masks.Where(mask => mask > 0))
        {
            if (!BitOperations.IsPow2((ulong)(mask >> BitOperations.TrailingZeroCount(mask)) + 1))
                throw new PictureDamageException($"the bits of a colour are not adjacent ({mask:X8})");
        }

        return masks;
    }

    private static int ColourCount(uint colours, int bits, uint pixelsAt, int position, bool isCore)
    {
        if (colours > 1 << bits)
            throw new PictureDamageException($"its palette has {colours} colours, where {bits} bits number {1 << bits}");
        if (colours > 0)
            return (int)colours;
        // Some programs write fewer colours than they should, and say where the pixels begin.
        return isCore && pixelsAt > position ? (int)Math.Min(1 << bits, (pixelsAt - position) / 3) : 1 << bits;
    }
}
