using System.Buffers;

namespace Thimble.Pictures;

/// <summary>
/// The segments of a JPEG file (ITU-T T.81), walked once before anything is decoded: what is not read is refused by name, and only what the
/// decoder needs reaches it, so that it sees the same picture that was checked here.
/// </summary>
internal sealed class JpegStructure
{
    /// <summary>
    /// At least one bit for each component's block of 8×8 pixels; a component with a quarter of each side has a block for 32×32 of the
    /// picture, but one of them has all.
    /// </summary>
    private const long MostPixelsPerByte = 8 * 64;

    /// <summary>The most passes over the pixels: encoders make about ten, and each costs as much time as the first.</summary>
    private const int MostScans = 64;

    private const int Precision = 8;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<int> _scanComponents = [];
    private int? _adobeTransform;
    private bool _isJfif;

    private JpegStructure()
    {
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>The planes, in the file's order.</summary>
    public IReadOnlyList<JpegComponent> Components { get; private set; } = [];

    /// <summary>What the planes hold.</summary>
    public JpegColour Colour { get; private set; }

    /// <summary>Whether the numbers of ink are stored the other way round, as Adobe's programs do it.</summary>
    public bool IsInverted => _adobeTransform is not null;

    /// <summary>How the camera was held, from 1 (upright) to 8.</summary>
    public int Orientation { get; private set; } = ExifOrientation.Upwards;

    /// <summary>The file with nothing in it but frame, tables and scans.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

    /// <summary>Whether the mark of the file's end is missing.</summary>
    public bool LacksEnd { get; private set; }

    /// <summary>Walks over a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="PictureDamageException">It is damaged, too large, or of a kind that is not read.</exception>
    public static JpegStructure Parse(ReadOnlySpan<byte> file)
    {
        var structure = new JpegStructure();
        var bytes = new PictureBytes(file);
        structure._kept.Write(bytes.Take(2));
        while (structure.TakeSegment(ref bytes, file.Length))
        {
        }

        structure._kept.Write<byte>([0xFF, 0xD9]);
        structure.CheckScans();
        structure.Colour = structure.FindColour();
        return structure;
    }

    /// <summary>Takes a segment; false at the file's end.</summary>
    private bool TakeSegment(ref PictureBytes bytes, int length)
    {
        // Any number of 0xFF may come before a marker; other bytes may not, but readers skip them.
        int skip = bytes.Rest.IndexOf((byte)0xFF);
        while (skip >= 0 && skip + 1 < bytes.Rest.Length && bytes.Rest[skip + 1] is 0xFF or 0)
            skip++;
        if (skip < 0 || skip + 1 >= bytes.Rest.Length)
        {
            LacksEnd = true;
            return false;
        }

        bytes.Take(skip + 1);
        int marker = bytes.Byte();
        if (marker == 0xD9)
            return false;
        if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            return true;
        int size = bytes.Big16();
        if (size < 2)
            throw new PictureDamageException($"a segment claims {size} bytes");
        ReadOnlySpan<byte> content = bytes.Take(size - 2);
        if (marker == 0xDA)
            TakeScan(content, ref bytes);
        else
            Take(marker, content, length);
        return true;
    }

    private void Take(int marker, ReadOnlySpan<byte> content, int length)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                TakeFrame(marker, content, length);
                break;
            case 0xC4 or 0xDB or 0xDD:
                Keep(marker, content);
                break;
            case >= 0xC3 and <= 0xCF and not 0xC8:
                throw new PictureDamageException($"it is {(marker is 0xC3 or 0xC7 or 0xCB or 0xCF ? "lossless" : marker >= 0xC9 ? "coded arithmetically" : "hierarchical")}, which is not read; save it as baseline or progressive");
            case 0xDC:
                throw new PictureDamageException("its height comes after its pixels, which is not read; save it again");
            case 0xE0:
                _isJfif |= content.StartsWith("JFIF\0"u8);
                break;
            case 0xE1 when content.StartsWith("Exif\0\0"u8):
                Orientation = ExifOrientation.Find(content);
                break;
            case 0xEE when content.StartsWith("Adobe"u8) && content.Length >= 12:
                _adobeTransform = content[11];
                break;
        }
    }

    private void TakeFrame(int marker, ReadOnlySpan<byte> content, int length)
    {
        if (Components.Count > 0)
            throw new PictureDamageException("it has two frames");
        var bytes = new PictureBytes(content);
        int precision = bytes.Byte();
        (Height, Width) = (bytes.Big16(), bytes.Big16());
        int count = bytes.Byte();
        if (precision != Precision)
            throw new PictureDamageException($"it has {precision} bits a sample, where {Precision} are read; save it with {Precision}");
        if (count is not (1 or 3 or 4))
            throw new PictureDamageException($"it has {count} components; 1, 3 or 4 are read");
        PictureSize.Check(Width, Height, length, MostPixelsPerByte);
        byte[] frame = content[..Math.Min(content.Length, 6 + (3 * count))].ToArray();
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            byte id = (byte)bytes.Byte();
            int sampling = bytes.Byte();
            bytes.Byte();
            components[i] = count == 1 ? new(id, 1, 1) : new(id, sampling >> 4, sampling & 15);
            if (components[i].Across is not (1 or 2 or 4) || components[i].Down is not (1 or 2 or 4))
                throw new PictureDamageException($"its component {i} has {sampling >> 4}×{sampling & 15} samples, where 1, 2 or 4 of each are read; save it again");
            // Of a lone component the blocks come row after row, whatever it says.
            if (count == 1)
                frame[7] = 0x11;
        }

        Components = components;
        if (components.Max(component => component.Across) > components[0].Across || components.Max(component => component.Down) > components[0].Down)
            throw new PictureDamageException("its first component has fewer samples than another, which is not read; save it again");
        Keep(marker, frame);
        IsProgressive = marker == 0xC2;
    }

    private bool IsProgressive { get; set; }

    private void TakeScan(ReadOnlySpan<byte> header, ref PictureBytes bytes)
    {
        if (Components.Count == 0)
            throw new PictureDamageException("its pixels come before its frame");
        if (header.IsEmpty || header.Length < 4 + (2 * header[0]))
            throw new PictureDamageException("the header of a scan is too short");
        _scanComponents.Add(header[0]);
        if (_scanComponents.Count > MostScans)
            throw new PictureDamageException($"it has more than {MostScans} scans; save it again");
        Keep(0xDA, header);
        ReadOnlySpan<byte> rest = bytes.Rest;
        int end = 0;
        while (end < rest.Length)
        {
            int next = rest[end..].IndexOf((byte)0xFF);
            end = next < 0 ? rest.Length : end + next;
            // A byte 0xFF of the data is followed by 0, or it begins a mark to restart at.
            if (end + 1 >= rest.Length || rest[end + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
                break;
            end += 2;
        }

        _kept.Write(bytes.Take(Math.Min(end, rest.Length)));
    }

    private void CheckScans()
    {
        if (Components.Count == 0 || _scanComponents.Count == 0)
            throw new PictureDamageException("it has no pixels");
        if (!IsProgressive && _scanComponents[0] != Components.Count)
            throw new PictureDamageException("it has a scan for each colour, which is not read; save it as one scan or as progressive");
        if (!IsProgressive && _scanComponents.Count > 1)
            throw new PictureDamageException("it has scans after its last one");
    }

    // As libjpeg decides.
    private JpegColour FindColour() => Components.Count switch
    {
        1 => JpegColour.Grey,
        4 => _adobeTransform is 2 ? JpegColour.Ycck : JpegColour.Cmyk,
        _ when _isJfif => JpegColour.Ycc,
        _ when _adobeTransform is { } transform => transform == 0 ? JpegColour.Rgb : JpegColour.Ycc,
        _ => (Components[0].Id, Components[1].Id, Components[2].Id) == ((byte)'R', (byte)'G', (byte)'B') ? JpegColour.Rgb : JpegColour.Ycc,
    };

    private void Keep(int marker, ReadOnlySpan<byte> content)
    {
        int size = content.Length + 2;
        _kept.Write<byte>([0xFF, (byte)marker, (byte)(size >> 8), (byte)size]);
        _kept.Write(content);
    }
}

/// <summary>What the planes of a JPEG file hold.</summary>
internal enum JpegColour
{
    /// <summary>Brightness alone.</summary>
    Grey,

    /// <summary>Brightness and two differences in colour.</summary>
    Ycc,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Cyan, magenta, yellow, black.</summary>
    Cmyk,

    /// <summary>Brightness and two differences in colour of cyan, magenta and yellow, and black.</summary>
    Ycck,
}
