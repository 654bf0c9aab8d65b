using System.Text.Json;

namespace Thimble.Tests.Images;

/// <summary>Odd PNG files are read as Pillow reads them: tests/golden/make_pillow.py made them.</summary>
public sealed class PillowTests
{
    // Pillow makes rows that are not there black. What is not there is not guessed here.
    private const string Missing = "a row missing";

    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(Load);

    public static TheoryData<string> Names => [.. Cases.Value.Keys.Select(name => name[(name.IndexOf(':', StringComparison.Ordinal) + 2)..]).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_Pillow_reads_is_read_with_the_same_pixels(string variant)
    {
        KeyValuePair<string, JsonElement>[] cases = [.. Cases.Value.Where(one => one.Key.EndsWith($": {variant}", StringComparison.Ordinal))];
        Assert.NotEmpty(cases);
        foreach ((string name, JsonElement one) in cases)
        {
            byte[] file = one.GetProperty("file").GetBytesFromBase64();
            JsonElement pillow = one.GetProperty("pillow");
            if (variant == Missing)
                Assert.Contains("its data ends early", Assert.Throws<InvalidInputException>(() => PngReader.Read(file, name)).Message);
            else if (pillow.ValueKind == JsonValueKind.Object)
                AssertSame(name, pillow, PngReader.Read(file, name));
        }
    }

    /// <summary>Leniency has an end: what Pillow refuses is refused, but for what cannot harm a pixel.</summary>
    [Fact]
    public void What_is_damaged_is_refused()
    {
        string[] refused = [.. Cases.Value.Where(one => one.Value.GetProperty("pillow").ValueKind == JsonValueKind.Null && IsRefused(one.Value.GetProperty("file").GetBytesFromBase64(), one.Key)).Select(one => one.Key)];

        foreach (string variant in (string[])["wrong checksum in IHDR", "a dictionary", "no zlib frame", "end before the data", "filter 7", "chunk of spaces"])
            Assert.Contains($"rgb8: {variant}", refused);
    }

    /// <summary>Damage to what is odd already: no other error than the documented one.</summary>
    [Fact]
    public void Odd_files_that_are_damaged_are_read_or_refused()
    {
        const int Times = 12;
        foreach ((string name, JsonElement one) in Cases.Value)
        {
            byte[] file = one.GetProperty("file").GetBytesFromBase64();
            for (int i = 0; i < Times; i++)
                IsRefused(PngReaderTests.Damage(file, new KeyedRandom(2, name.Length, i, file.Length)), name);
        }
    }

    [Theory]
    [InlineData("sound")]
    [InlineData("stored")]
    [InlineData("IDAT a byte each")]
    [InlineData("data after the end")]
    [InlineData("orientation 1")]
    [InlineData("no end", "its end is missing")]
    [InlineData("no Adler, no end", "its end is missing", "the checksum of its pixels is missing or wrong")]
    [InlineData("five extra rows", "it has more data than its header claims; left out")]
    [InlineData("wrong checksum in IDAT", "the checksum of its IDAT chunk is wrong, but that of its pixels is right")]
    [InlineData("wrong checksum in tEXt", "the checksum of its tEXt chunk is wrong; left out")]
    [InlineData("unknown chunk that must not be left out", "it has a QuiT chunk, which is not known; left out")]
    [InlineData("orientation 6", "turned upright, as its EXIF orientation says")]
    [InlineData("two headers", "it has two headers; the last counts")]
    public void What_is_odd_is_noted_and_nothing_else(string variant, params string[] notes) =>
        Assert.Equal(notes, Read($"rgb8: {variant}").Notes);

    [Theory]
    [InlineData("rgba8: tRNS", "it has a tRNS chunk beside its alpha channel; left out")]
    [InlineData("palette2: long palette", "its palette has 40 colours, where 2 bits number 4; the others are left out")]
    [InlineData("palette8: short palette", "a pixel has colour 8 of a palette of 2; such are taken as shades of grey")]
    [InlineData("palette8: no palette", "it has no palette; its numbers are taken as shades of grey")]
    [InlineData("grey8: tRNS of one byte", "its tRNS chunk is too short; left out")]
    public void Odd_colours_are_noted(string name, string note) => Assert.Equal([note], Read(name).Notes);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_photograph_on_its_side_has_its_sides_changed(int orientation)
    {
        Picture upright = Read("rgb8: sound");
        Picture turned = Read($"rgb8: orientation {orientation}");

        Assert.Equal((upright.Height, upright.Width), (turned.Width, turned.Height));
    }

    private static void AssertSame(string name, JsonElement pillow, Picture picture)
    {
        Assert.Equal((name, pillow.GetProperty("width").GetInt32(), pillow.GetProperty("height").GetInt32()), (name, picture.Width, picture.Height));
        Assert.True(pillow.GetProperty("grey").GetBytesFromBase64().AsSpan().SequenceEqual(picture.Grey), name);
        byte[] alpha = pillow.GetProperty("alpha").GetBytesFromBase64();
        // Pillow compares the transparent colour of fewer than 8 bits with pixels that it has scaled already.
        if (name.StartsWith("grey1", StringComparison.Ordinal) || (alpha.Length == 0 && picture.Alpha.IsEmpty))
            return;
        byte[] opaque = [.. Enumerable.Repeat(byte.MaxValue, picture.Grey.Length)];
        Assert.True((alpha.Length == 0 ? opaque : alpha).AsSpan().SequenceEqual(picture.Alpha.IsEmpty ? opaque : picture.Alpha), $"{name}: transparency");
    }

    private static bool IsRefused(byte[] file, string name)
    {
        try
        {
            PngReader.Read(file, name);
            return false;
        }
        catch (InvalidInputException)
        {
            return true;
        }
    }

    private static Picture Read(string name) => PngReader.Read(Cases.Value[name].GetProperty("file").GetBytesFromBase64(), name);

    private static Dictionary<string, JsonElement> Load()
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "pillow.json"))).RootElement;
        return root.GetProperty("cases").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }
}
