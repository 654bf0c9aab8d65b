using System.Buffers.Binary;

namespace Thimble;

/// <summary>The first chunk of a PNG file: size and kind of its pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What a pixel holds.</param>
/// <param name="IsInterlaced">Whether the rows come in the seven passes of Adam7.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool IsInterlaced)
{
    /// <summary>The most pixels that are read: 50 million, as many as a large photograph has.</summary>
    public const long MaximumPixels = 8192 * 6144;

    /// <summary>The longest side that is read, in pixels: no camera or scanner makes longer ones.</summary>
    public const int MaximumSide = 1 << 15;

    private const int Length = 13;

    /// <summary>Samples of a pixel.</summary>
    public int Samples => Colour switch
    {
        PngColour.TrueColour => 3,
        PngColour.GreyAlpha => 2,
        PngColour.TrueColourAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes from a byte to the one that filters compare it with: a whole pixel, at least one.</summary>
    public int FilterDistance => Math.Max(1, Samples * Depth / 8);

    /// <summary>The passes in which the rows come.</summary>
    public ReadOnlySpan<PngPass> Passes => IsInterlaced ? PngPass.Interlaced : PngPass.Whole;

    /// <summary>All bytes of all rows, with the byte before each that names its filter.</summary>
    public long RowBytes
    {
        get
        {
            long bytes = 0;
            foreach (PngPass pass in Passes)
            {
                if (pass.WidthOf(Width) > 0)
                    bytes += pass.HeightOf(Height) * (1L + BytesOf(pass.WidthOf(Width)));
            }

            return bytes;
        }
    }

    /// <summary>Bytes of a row, without the filter's.</summary>
    public int BytesOf(int pixels) => (int)((((long)pixels * Samples * Depth) + 7) / 8);

    /// <summary>Reads and checks the chunk.</summary>
    /// <exception cref="PngDamageException">Something is wrong with it.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < Length)
            throw new PngDamageException($"its header has {chunk.Length} bytes instead of {Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width == 0 || height == 0)
            throw new PngDamageException($"its header claims {width}×{height} pixels");
        if (Math.Max(width, height) > MaximumSide || (long)width * height > MaximumPixels)
            throw new PngDamageException($"its header claims {width}×{height} pixels; at most {MaximumPixels:N0} are read, and {MaximumSide:N0} a side: scale it down");
        var header = new PngHeader((int)width, (int)height, chunk[8], (PngColour)chunk[9], chunk[12] == 1);
        if (!header.IsDepthAllowed())
            throw new PngDamageException($"its header claims colour type {chunk[9]} with {chunk[8]} bits, which does not exist");
        // Not the compression: there is only one, and whether the data has it shows.
        if (chunk[11] != 0 || chunk[12] > 1)
            throw new PngDamageException($"its header names filters {chunk[11]} and interlacing {chunk[12]}; 0 and 0 or 1 exist");
        return header;
    }

    private bool IsDepthAllowed() => Colour switch
    {
        PngColour.Grey => Depth is 1 or 2 or 4 or 8 or 16,
        PngColour.Palette => Depth is 1 or 2 or 4 or 8,
        PngColour.TrueColour or PngColour.GreyAlpha or PngColour.TrueColourAlpha => Depth is 8 or 16,
        _ => false,
    };
}

/// <summary>What a pixel of a PNG file holds, with the numbers that the format gives them.</summary>
internal enum PngColour
{
    /// <summary>Grey.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    TrueColour = 2,

    /// <summary>An index into a palette.</summary>
    Palette = 3,

    /// <summary>Grey and transparency.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and transparency.</summary>
    TrueColourAlpha = 6,
}

/// <summary>Some of a picture's pixels, at even distances: all of them, or one of Adam7's seven passes.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="StepX">From column to column.</param>
/// <param name="StepY">From row to row.</param>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY)
{
    private static readonly PngPass[] WholePicture = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>The only pass of a picture that is not interlaced.</summary>
    public static ReadOnlySpan<PngPass> Whole => WholePicture;

    /// <summary>The passes of one that is.</summary>
    public static ReadOnlySpan<PngPass> Interlaced => Adam7;

    /// <summary>The pass's pixels in a row of a picture so wide; it may have none.</summary>
    public int WidthOf(int width) => (width - Left + StepX - 1) / StepX;

    /// <summary>The pass's rows of a picture so high; it may have none.</summary>
    public int HeightOf(int height) => (height - Top + StepY - 1) / StepY;
}
