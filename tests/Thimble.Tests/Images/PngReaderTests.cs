using System.Text;
using Thimble.Tests.Data;

namespace Thimble.Tests.Images;

/// <summary>What is in a PNG file is read, and what is not sound is refused with what is wrong.</summary>
public sealed class PngReaderTests
{
    private const int Width = 13;
    private const int Height = 11;

    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach ((int colour, int[] depths) in new[] { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
            {
                foreach (int depth in depths)
                {
                    kinds.Add(colour, depth, false);
                    kinds.Add(colour, depth, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_read_in_grey_with_its_transparency(int colour, int depth, bool isInterlaced)
    {
        int greatest = (1 << depth) - 1;
        int count = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int Sample(int x, int y, int s) => (int)(new KeyedRandom(5, depth, colour, s).Bits((y * Width) + x) & (ulong)greatest);
        byte[] palette = [.. Enumerable.Range(0, 3 * (1 << Math.Min(8, depth))).Select(i => (byte)(i * 37))];

        Picture picture = PngReader.Read(
            PngBytes.File(
                Width, Height, depth, colour, (x, y) => [.. Enumerable.Range(0, count).Select(s => Sample(x, y, s))],
                filter: null, isInterlaced, colour == 3 ? [("PLTE", palette)] : []),
            "a.png");

        Assert.Equal((Width, Height), (picture.Width, picture.Height));
        Assert.Equal(colour is 4 or 6, !picture.Alpha.IsEmpty);
        for (int i = 0; i < Width * Height; i++)
        {
            int[] levels = [.. Enumerable.Range(0, count).Select(s => colour == 3 ? Sample(i % Width, i / Width, s) : Level(Sample(i % Width, i / Width, s), depth))];
            int grey = colour switch
            {
                3 => Luma(palette[3 * levels[0]], palette[(3 * levels[0]) + 1], palette[(3 * levels[0]) + 2]),
                2 or 6 => Luma(levels[0], levels[1], levels[2]),
                _ => levels[0],
            };
            Assert.Equal(grey, picture.Grey[i]);
            if (colour is 4 or 6)
                Assert.Equal(levels[^1], picture.Alpha[i]);
        }
    }

    [Fact]
    public void One_colour_may_be_transparent_and_each_of_a_palette_to_its_degree()
    {
        Picture grey = PngReader.Read(
            PngBytes.File(3, 1, 8, 0, (x, _) => [x * 100], filter: 0, isInterlaced: false, ("tRNS", [0, 100])), "grey.png");
        Picture palette = PngReader.Read(
            PngBytes.File(3, 1, 8, 3, (x, _) => [x], 0, false, ("PLTE", [0, 0, 0, 255, 255, 255, 9, 9, 9]), ("tRNS", [7, 0])), "palette.png");

        Assert.Equal([255, 0, 255], grey.Alpha.ToArray());
        Assert.Equal([7, 0, 255], palette.Alpha.ToArray());
        Assert.Equal([0, 255, 9], palette.Over(255).Select((value, i) => i == 0 ? 0 : (int)value));
        Assert.Equal([0, 0, 9], palette.Over(0).Select(value => (int)value));
    }

    [Fact]
    public void What_need_not_be_known_is_left_out_and_data_may_come_in_parts()
    {
        byte[] data = PngBytes.Compressed([0, 5, 6, 0, 7, 8]);
        Picture picture = PngReader.Read(
            Whole(
                ("IHDR", PngBytes.Header(2, 2, 8, 0)), ("tEXt", "a\0b"u8.ToArray()), ("IDAT", data[..3]), ("IDAT", []), ("IDAT", data[3..]),
                ("tIME", new byte[7]), ("IEND", [])).Concat("what follows is left alone"u8.ToArray()).ToArray(),
            "a.png");

        Assert.Equal([5, 6, 7, 8], picture.Grey.ToArray());
    }

    public static TheoryData<string, byte[]> Broken
    {
        get
        {
            (string, byte[]) header = ("IHDR", PngBytes.Header(2, 2, 8, 0));
            (string, byte[]) data = ("IDAT", PngBytes.Compressed([0, 5, 6, 0, 7, 8]));
            (string, byte[]) end = ("IEND", []);
            byte[] sound = Whole(header, data, end);
            byte[] Header(int at, byte value)
            {
                byte[] changed = [.. header.Item2];
                changed[at] = value;
                return changed;
            }

            return new()
            {
                { "it is empty", [] },
                { "not a PNG picture but JPEG; convert it to PNG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] },
                { "not a PNG picture but GIF", "GIF89a"u8.ToArray() },
                { "not a PNG picture but WebP", "RIFF1234WEBPVP8 "u8.ToArray() },
                { "not a PNG picture but HEIC", [0, 0, 0, 24, .. "ftypheic"u8] },
                { "not a PNG picture but text", "pixel;colour\n"u8.ToArray() },
                { "not a PNG picture; give a PNG picture", [1, 2, 3, 4, 5] },
                { "not a PNG picture; give a PNG picture", [.. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)] },
                { "not a PNG picture; give a PNG picture", [.. "caf"u8, 0xC3] },
                { "not a PNG picture but text", [.. Enumerable.Repeat((byte)'a', 511), .. "é"u8] },
                { "not a PNG picture but text", "Größe 5 €"u8.ToArray() },
                { "the file ends early", sound[..8] },
                { "a chunk claims 13 bytes, but 5 are left", sound[..25] },
                { "a chunk's type is not four letters", [.. sound[..12], 0, .. sound[13..]] },
                { "the checksum of its IHDR chunk is wrong", [.. sound[..20], 1, .. sound[21..]] },
                { "it does not start with its header", Whole(data, header, end) },
                { "the checksum of its IDAT chunk is wrong", [.. sound[..54], (byte)(sound[54] ^ 1), .. sound[55..]] },
                { "the checksum of its PLTE chunk is wrong", [.. sound[..33], .. PngBytes.Chunk("PLTE", [1, 2, 3])[..^1], 0, .. sound[33..]] },
                { "its data ends early", sound[..^24] },
                { "its data ends early", Whole(header, ("IDAT", data.Item2[..5]), ("tIME", []), ("IDAT", data.Item2[5..]), end) },
                { "its header has 12 bytes instead of 13", Whole(("IHDR", header.Item2[..12]), data, end) },
                { "its header claims 0×2 pixels", Whole(("IHDR", Header(3, 0)), data, end) },
                { "its header claims 2147483650×2 pixels; at most 50,331,648 are read, and 32,768 a side: scale it down", Whole(("IHDR", Header(0, 128)), data, end) },
                { "its header claims 32768×2 pixels, more than 14 bytes of data can hold", Whole(("IHDR", PngBytes.Header(32_768, 2, 8, 0)), data, end) },
                { "its header claims 1×67000000 pixels; at most 50,331,648 are read, and 32,768 a side: scale it down", Whole(("IHDR", PngBytes.Header(1, 67_000_000, 8, 0)), data, end) },
                { "its header claims 8192×6145 pixels; at most", Whole(("IHDR", PngBytes.Header(8192, 6145, 8, 0)), data, end) },
                { "its header claims colour type 0 with 3 bits, which does not exist", Whole(("IHDR", Header(8, 3)), data, end) },
                { "its header claims colour type 5 with 8 bits, which does not exist", Whole(("IHDR", Header(9, 5)), data, end) },
                { "filters 1", Whole(("IHDR", Header(11, 1)), data, end) },
                { "interlacing 2", Whole(("IHDR", Header(12, 2)), data, end) },
                { "it has no data", Whole(header, end) },
                { "its data ends early", Whole(header, ("IDAT", PngBytes.Compressed([0, 5, 6, 0, 7])), end) },
                { "a row names filter 5; there are 0 to 4", Whole(header, ("IDAT", PngBytes.Compressed([5, 5, 6, 0, 7, 8])), end) },
                { "its compressed data is damaged", Whole(header, ("IDAT", [1, 2, 3, 4, 5, 6, 7, 8, 9]), end) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_not_sound_is_reported_in_one_line_that_says_why(string problem, byte[] file) =>
        OneLine.Thrown<InvalidInputException>(() => PngReader.Read(file, "a.png"), "a.png: ", problem);

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_is_reported_in_one_line()
    {
        using var folder = new TemporaryFolder();

        OneLine.Thrown<InvalidInputException>(() => PngReader.Read(folder.Sub("none.png")), folder.Sub("none.png"), "no such file");
        OneLine.Thrown<InvalidInputException>(() => PngReader.Read(folder.Path), folder.Path, "cannot be read");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b.png")]
    public void What_is_no_path_is_reported_in_one_line(string path) =>
        OneLine.Thrown<InvalidInputException>(() => PngReader.Read(path), $"'{path.Replace('\0', '?')}': not a path");

    /// <summary>Thousands of damaged files: each is either still read or refused with the documented error.</summary>
    [Fact]
    public void Damage_is_never_anything_but_the_documented_error()
    {
        byte[][] sound =
        [
            PngBytes.File(9, 7, 8, 6, (x, y) => [x * 20, y * 30, x * y, 255 - x]),
            PngBytes.File(9, 7, 2, 3, (x, y) => [(x + y) % 4], null, true, ("PLTE", [.. Enumerable.Range(0, 12).Select(i => (byte)i)]), ("tRNS", [1, 2])),
            PngBytes.File(17, 5, 16, 2, (x, y) => [x * 3000, y * 9000, x + y], null, true, ("tRNS", new byte[6])),
            PngBytes.File(21, 9, 1, 0, (x, y) => [(x ^ y) & 1]),
        ];
        int refused = 0;
        const int Files = 6000;
        for (int i = 0; i < Files; i++)
        {
            byte[] damaged = Damage(sound[i % sound.Length], new KeyedRandom(1, 0, i, 0));
            try
            {
                Picture picture = PngReader.Read(damaged, "a.png");
                Assert.Equal(picture.Width * picture.Height, picture.Grey.Length);
            }
            catch (InvalidInputException error)
            {
                Assert.StartsWith("a.png: not a ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        // Not all: damage to a chunk that need not be known, after the end, or of a pixel's value leaves a sound file.
        Assert.InRange(refused, Files / 2, Files - 1);
    }

    /// <summary>Changes, removes or adds bytes; half of the time the checksums are made to fit, or nothing else would be tried.</summary>
    internal static byte[] Damage(byte[] file, KeyedRandom random)
    {
        var bytes = file.ToList();
        for (int change = 0; change <= random.Below(0, 4); change++)
        {
            int at = 8 + random.Below(4 * change + 1, bytes.Count - 8);
            byte value = (byte)random.Bits(4 * change + 2);
            switch (random.Below(4 * change + 3, 4))
            {
                case 0: bytes[at] = value; break;
                case 1: bytes[at] ^= (byte)(1 << (value % 8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(value % 9, bytes.Count - at)); break;
                default: bytes.InsertRange(at, Enumerable.Repeat(value, value % 9)); break;
            }

            if (bytes.Count < 20)
                break;
        }

        return random.Below(100, 2) == 0 ? [.. bytes] : WithChecksums([.. bytes]);
    }

    private static byte[] WithChecksums(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            int length = (file[at] << 24) | (file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3];
            if (length < 0 || length > file.Length - at - 12)
                break;
            string type = Encoding.Latin1.GetString(file, at + 4, 4);
            if (type.All(char.IsAscii))
                PngBytes.Chunk(type, file[(at + 8)..(at + 8 + length)]).CopyTo(file, at);
            at += 12 + length;
        }

        return file;
    }

    private static byte[] Whole(params (string Type, byte[] Content)[] chunks) =>
        [.. PngChunks.Signature, .. chunks.SelectMany(chunk => PngBytes.Chunk(chunk.Type, chunk.Content))];

    private static int Level(int sample, int depth) => depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1);

    private static int Luma(int red, int green, int blue) => ((red * 19595) + (green * 38470) + (blue * 7471) + 32768) >> 16;
}
