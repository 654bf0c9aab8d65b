using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thimble.Pictures;

/// <summary>What a NumPy array (.npy, versions 1 to 3) says of itself. Source: numpy.lib.format.</summary>
/// <param name="Type">The kind of number and its bytes, as in <c>u1</c> or <c>i8</c>.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is its greatest.</param>
/// <param name="Sizes">The sizes of its dimensions, each at least 1.</param>
internal sealed partial record NpyHeader(string Type, bool IsBigEndian, IReadOnlyList<int> Sizes)
{
    private const int PreambleLength = 8;
    private const int MostHeader = 1 << 16;
    private const int MostDimensions = 8;

    /// <summary>The header's bytes.</summary>
    public byte[] Raw { get; private init; } = [];

    /// <summary>Bytes of a number.</summary>
    public int NumberLength => Type[1] - '0';

    /// <summary>Bytes of the whole array; <see cref="long.MaxValue"/> where they are more than can be counted.</summary>
    public long Length
    {
        get
        {
            long length = NumberLength;
            foreach (int size in Sizes)
                length = length > long.MaxValue / size ? long.MaxValue : length * size;
            return length;
        }
    }

    /// <summary>Reads a header, and no byte beyond it.</summary>
    /// <param name="name">The array, for messages.</param>
    /// <param name="content">The array's bytes.</param>
    /// <exception cref="InvalidInputException">It is not an array of whole numbers in C order.</exception>
    public static NpyHeader Read(string name, Stream content)
    {
        byte[] preamble = Bytes(name, content, PreambleLength);
        if (preamble is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', >= 1 and <= 3, _])
            throw new InvalidInputException($"{name}: this is not a NumPy array of version 1 to 3; write it again with numpy.savez");
        byte[] counted = Bytes(name, content, preamble[6] == 1 ? sizeof(ushort) : sizeof(uint));
        long length = preamble[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(counted) : BinaryPrimitives.ReadUInt32LittleEndian(counted);
        if (length > MostHeader)
            throw new InvalidInputException($"{name}: its header claims {length:N0} bytes; at most {MostHeader:N0} are read: write it again with numpy.savez");
        byte[] text = Bytes(name, content, (int)length);
        return Parse(name, Encoding.UTF8.GetString(text)) with { Raw = [.. preamble, .. counted, .. text] };
    }

    private static NpyHeader Parse(string name, string text)
    {
        Match type = TypePattern().Match(text), order = OrderPattern().Match(text), shape = ShapePattern().Match(text);
        if (!order.Success || !shape.Success)
            throw new InvalidInputException($"{name}: its header is damaged; write it again with numpy.savez");
        if (!type.Success)
            throw new InvalidInputException($"{name}: it holds {TypeInWords(text)}; pixels are wanted as uint8, 0 to 255, and labels as whole numbers: convert it with .astype(\"uint8\"), pixels of 0 to 1 after * 255");
        if (order.Groups["order"].Value == "True")
            throw new InvalidInputException($"{name}: it is in Fortran order; write it in C order: numpy.ascontiguousarray(…)");
        string[] sizes = shape.Groups["sizes"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] read = [.. sizes.Take(MostDimensions + 1).Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (read.Length is 0 or > MostDimensions || read.Contains(0))
            throw new InvalidInputException($"{name}: its shape is ({ClassFolder.Shown(shape.Groups["sizes"].Value)}); an array of images or labels has at least one of them, and at most {int.MaxValue:N0} along a dimension");
        return new(type.Groups["type"].Value, type.Groups["order"].Value == ">", read);
    }

    private static string TypeInWords(string text) => AnyTypePattern().Match(text) is { Success: true } any
        ? any.Groups["type"].Value switch
        {
            "f" => "floating-point numbers",
            "b" => "truth values",
            "U" or "S" => "text",
            "O" => "Python objects",
            "c" => "complex numbers",
            var other => $"numbers of type '{other}'",
        }
        : "something other than plain numbers";

    private static byte[] Bytes(string name, Stream content, int length)
    {
        byte[] bytes = new byte[length];
        return content.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw new InvalidInputException($"{name}: it ends in its header; fetch the file again");
    }

    [GeneratedRegex("'descr'\\s*:\\s*'(?<order>[<>|=]?)(?<type>[ui][1248])'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypePattern();

    [GeneratedRegex("'descr'\\s*:\\s*'[<>|=]?(?<type>[a-zA-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyTypePattern();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(?<order>True|False)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape'\\s*:\\s*\\((?<sizes>[^)]*)\\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShapePattern();
}
