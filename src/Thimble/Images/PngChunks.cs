using System.Buffers.Binary;
using System.Text;

namespace Thimble;

/// <summary>
/// The chunks of a PNG file that matter. What other readers get along with is no damage but a note: a missing end, chunks that are
/// unknown, broken or out of place beside the pixels.
/// </summary>
internal sealed class PngChunks
{
    private const int Frame = 12; // length, type and checksum around a chunk's data
    private const int MostPaletteBytes = 3 * 256;

    private readonly List<string> _notes = [];
    private PngHeader? _header;
    private bool _dataEnded;

    private PngChunks()
    {
    }

    /// <summary>The eight bytes with which every PNG file starts.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Size and kind of the pixels.</summary>
    public PngHeader Header => _header!.Value;

    /// <summary>Red, green, blue of each colour; empty where there is no palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk; empty where there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>The eXIf chunk; empty where there is none.</summary>
    public byte[] Exif { get; private set; } = [];

    /// <summary>The compressed rows, from their first byte.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Whether the checksum of some of <see cref="Data"/> is wrong.</summary>
    public bool HasWrongDataChecksum { get; private set; }

    /// <summary>What is odd about the file, though it can be read; a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Reads and checks the chunks; what follows the last one is left alone, as every reader does.</summary>
    /// <param name="file">The file, which starts with the signature.</param>
    /// <exception cref="PngDamageException">Something is wrong with them.</exception>
    public static PngChunks Parse(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks();
        ReadOnlySpan<byte> rest = file[Signature.Length..];
        while (!chunks.TakeNext(ref rest))
        {
        }

        if (chunks._header is null || chunks.Data.Length == 0)
            throw new PngDamageException("it has no data");
        chunks.Data.Position = 0;
        return chunks;
    }

    /// <summary>Takes a chunk; true if it was the last one.</summary>
    private bool TakeNext(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < Frame)
            return EndsWith("the file ends early", rest);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        ReadOnlySpan<byte> name = rest.Slice(4, 4);
        if (!IsType(name))
            return EndsWith("a chunk's type is not four letters", []);
        if (length > rest.Length - Frame)
            return EndsWith($"a chunk claims {length} bytes, but {rest.Length - Frame} are left", rest);
        string type = Encoding.ASCII.GetString(name);
        ReadOnlySpan<byte> content = rest.Slice(8, (int)length);
        bool isSound = Crc32.Of(rest.Slice(4, 4 + (int)length)) == BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        rest = rest[(Frame + (int)length)..];
        _dataEnded |= type != "IDAT" && Data.Length > 0;
        if (type == "IDAT")
            HasWrongDataChecksum |= TakeData(content) && !isSound;
        else if (type == "IEND")
            return true;
        else if (isSound)
            Take(type, content);
        else if (!_dataEnded && type is "IHDR" or "PLTE")
            throw new PngDamageException($"the checksum of its {type} chunk is wrong");
        else
            Note($"the checksum of its {type} chunk is wrong; left out");
        return false;
    }

    /// <summary>The end of what can be told from a file: damage, unless there are pixels already or in the rest.</summary>
    private bool EndsWith(string problem, ReadOnlySpan<byte> rest)
    {
        // The last data may be cut off where only its checksums are missing.
        if (_header is not null && rest.Length > 8 && rest.Slice(4, 4).SequenceEqual("IDAT"u8))
            TakeData(rest[8..][..(int)Math.Min((uint)(rest.Length - 8), BinaryPrimitives.ReadUInt32BigEndian(rest))]);
        if (Data.Length == 0)
            throw new PngDamageException(problem);
        Note("its end is missing");
        return true;
    }

    /// <summary>Takes compressed rows; false if they are left out.</summary>
    private bool TakeData(ReadOnlySpan<byte> content)
    {
        if (_header is null)
            throw new PngDamageException("it does not start with its header");
        if (_dataEnded)
        {
            Note("its data is interrupted by other chunks; what follows them is left out");
            return false;
        }

        Data.Write(content);
        return true;
    }

    private void Take(string type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case "eXIf":
                Exif = content.ToArray();
                break;
            case "IHDR" or "PLTE" when _dataEnded:
                Note($"a {type} chunk comes after its data; left out");
                break;
            case "IHDR":
                if (_header is not null)
                    Note("it has two headers; the last counts");
                _header = PngHeader.Parse(content);
                break;
            case "PLTE":
                if (Palette.Length > 0)
                    Note("it has two palettes; the last counts");
                if (content.Length % 3 != 0)
                    Note($"its palette has {content.Length} bytes; the last {content.Length % 3} are left out");
                if (content.Length > MostPaletteBytes)
                    Note($"its palette has {content.Length / 3} colours; those after {MostPaletteBytes / 3} are left out");
                Palette = content[..Math.Min(content.Length / 3 * 3, MostPaletteBytes)].ToArray();
                break;
            case "tRNS":
                Transparency = content.ToArray();
                break;
            default:
                // A capital letter: it says of itself that no reader may do without it. Other readers do.
                if (char.IsAsciiLetterUpper(type[0]))
                    Note($"it has a {type} chunk, which is not known; left out");
                break;
        }
    }

    private static bool IsType(ReadOnlySpan<byte> name)
    {
        foreach (byte letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '_')
                return false;
        }

        return true;
    }

    private void Note(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }
}
