using System.Buffers.Binary;
using System.Text;

namespace Thimble;

/// <summary>The chunks of a PNG file that matter, in the order and number that the format allows.</summary>
internal sealed class PngChunks
{
    /// <summary>The largest chunk; the format's own limit.</summary>
    private const uint MaximumLength = int.MaxValue;

    private const int Frame = 12; // length, type and checksum around a chunk's data

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

    /// <summary>The compressed rows, from their first byte.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Reads and checks the chunks; what follows the last one is left alone, as every reader does.</summary>
    /// <param name="file">The file, which starts with the signature.</param>
    /// <exception cref="PngDamageException">Something is wrong with them.</exception>
    public static PngChunks Parse(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks();
        ReadOnlySpan<byte> rest = file[Signature.Length..];
        while (true)
        {
            if (rest.Length < Frame)
                throw new PngDamageException("the file ends early");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > MaximumLength || length > rest.Length - Frame)
                throw new PngDamageException($"a chunk claims {length} bytes, but {rest.Length - Frame} are left");
            ReadOnlySpan<byte> typed = rest.Slice(4, 4 + (int)length);
            string type = TypeOf(typed);
            if (Crc32.Of(typed) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
                throw new PngDamageException($"the checksum of its {type} chunk is wrong");
            rest = rest[(Frame + (int)length)..];
            if (chunks.Take(type, typed[4..]))
                return chunks;
        }
    }

    /// <summary>Takes a chunk; true if it was the last one.</summary>
    private bool Take(string type, ReadOnlySpan<byte> content)
    {
        Expect(type == "IHDR" == _header is null, _header is null ? "it does not start with its header" : "it has two headers");
        _dataEnded |= type != "IDAT" && Data.Length > 0;
        switch (type)
        {
            case "IHDR":
                _header = PngHeader.Parse(content);
                break;
            case "PLTE":
                Expect(Palette.Length == 0 && Data.Length == 0, "its palette comes twice or too late");
                Expect(content.Length is > 0 and <= 768 && content.Length % 3 == 0, $"its palette has {content.Length} bytes");
                Palette = content.ToArray();
                break;
            case "tRNS":
                Expect(Transparency.Length == 0 && Data.Length == 0 && content.Length <= 256, "its tRNS chunk comes twice, too late or too long");
                Transparency = content.ToArray();
                break;
            case "IDAT":
                Expect(!_dataEnded, "its data is interrupted by other chunks");
                Data.Write(content);
                break;
            case "IEND":
                Expect(Data.Length > 0, "it has no data");
                Data.Position = 0;
                return true;
            default:
                // A small first letter: a reader may do without it.
                Expect(char.IsAsciiLetterLower(type[0]), $"it has a {type} chunk, which is not known and must not be left out");
                break;
        }

        return false;
    }

    private static string TypeOf(ReadOnlySpan<byte> chunk)
    {
        string type = Encoding.ASCII.GetString(chunk[..4]);
        Expect(type.All(char.IsAsciiLetter), "a chunk's type is not four letters");
        return type;
    }

    private static void Expect(bool condition, string problem)
    {
        if (!condition)
            throw new PngDamageException(problem);
    }
}
