using System.Buffers.Binary;
using System.Text;

namespace Thimble.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    private string File => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back()
    {
        SafetensorsFile.Write(
            File,
            [new("w", SafetensorsType.U8, [2, 3], new byte[] { 1, 2, 3, 4, 5, 6 }), new("n", SafetensorsType.I64, [], new byte[8])],
            new Dictionary<string, string> { ["format"] = "pt" });

        SafetensorsFile file = SafetensorsFile.Read(File);

        Assert.Equal(["n", "w"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([], file.Tensors[0].Shape);
        Assert.Equal([2, 3], file.Tensors[1].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Tensors[1].Data.ToArray());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Data_begins_at_a_multiple_of_eight_whatever_the_names()
    {
        foreach (string name in (string[])["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"])
        {
            SafetensorsFile.Write(File, [new(name, SafetensorsType.F64, [1], new byte[8])], new Dictionary<string, string>());

            byte[] bytes = System.IO.File.ReadAllBytes(File);
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
            Assert.Equal(name, Assert.Single(SafetensorsFile.Read(File).Tensors).Name);
        }
    }

    [Fact]
    public void The_order_of_the_text_entries_does_not_change_the_bytes()
    {
        SafetensorsFile.Write(File, [], new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        byte[] first = System.IO.File.ReadAllBytes(File);
        Assert.StartsWith("""{"__metadata__":{"a":"1","b":"2"}}""", Encoding.UTF8.GetString(first, 8, first.Length - 8), StringComparison.Ordinal);
        SafetensorsFile.Write(File, [], new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });

        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Without_text_entries_there_is_no_place_for_them()
    {
        SafetensorsFile.Write(File, [], new Dictionary<string, string>());

        Assert.Equal("{}      ", Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(File)[8..]));
    }

    [Fact]
    public void Every_type_of_number_is_read_back_by_its_name_and_size()
    {
        (SafetensorsType, string, int)[] types =
        [
            (SafetensorsType.Bool, "BOOL", 1), (SafetensorsType.U8, "U8", 1), (SafetensorsType.I8, "I8", 1),
            (SafetensorsType.U16, "U16", 2), (SafetensorsType.I16, "I16", 2), (SafetensorsType.F16, "F16", 2), (SafetensorsType.BF16, "BF16", 2),
            (SafetensorsType.U32, "U32", 4), (SafetensorsType.I32, "I32", 4), (SafetensorsType.F32, "F32", 4),
            (SafetensorsType.U64, "U64", 8), (SafetensorsType.I64, "I64", 8), (SafetensorsType.F64, "F64", 8),
        ];
        Assert.Equal(Enum.GetValues<SafetensorsType>(), types.Select(type => type.Item1));
        foreach ((SafetensorsType type, string name, int size) in types)
        {
            Write(new SafetensorsTensor("a", type, [3], new byte[3 * size]));

            Assert.Equal((type, 3 * size), (Assert.Single(SafetensorsFile.Read(File).Tensors).Type, SafetensorsFile.Read(File).Tensors[0].Data.Length));
            Assert.Contains($"\"dtype\":\"{name}\"", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_in_another_type_are_as_many()
    {
        var numbers = new SafetensorsTensor("a", SafetensorsType.U16, [3], new byte[] { 1, 0, 2, 0, 0, 1 });

        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], numbers.As(SafetensorsType.I64).Data.ToArray());
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 128, 67], numbers.As(SafetensorsType.F32).Data.ToArray());
    }

    [Fact]
    public void Tensors_that_contradict_themselves_are_the_callers_fault()
    {
        SafetensorsTensor Tensor(string name, params long[] shape) => new(name, SafetensorsType.F32, shape, new byte[8]);

        Assert.Throws<ArgumentException>(() => Write(Tensor("a", 2), Tensor("a", 2)));
        Assert.Throws<ArgumentException>(() => Write(Tensor("a", 1)));
        Assert.Throws<ArgumentException>(() => Write(Tensor("a", 8)));
        Write(Tensor("a", 2), Tensor("b", 1, 2));
        Assert.Equal(["a", "b"], SafetensorsFile.Read(File).Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        var tensor = new SafetensorsTensor("a", SafetensorsType.U8, [1, 1, 1, 1, 1, 1, 1, 1, 1], new byte[1]);

        Assert.Equal(
            $"{File}: not written, because it could not be read again: tensor 'a': shape has more than 8 numbers",
            Assert.Throws<InvalidInputException>(() => Write(tensor)).Message);
        Assert.Empty(Directory.GetFiles(_folder));

        Write(tensor with { Shape = [1, 1, 1, 1, 1, 1, 1, 1] });
        Assert.Equal(8, Assert.Single(SafetensorsFile.Read(File).Tensors).Shape.Count);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0]}}", "tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8,8]}}", "tensor 'a': data_offsets has more than 2 numbers")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":8,\"data_offsets\":[0,8]}}", "tensor 'a': shape is not a list")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[\"8\"],\"data_offsets\":[0,8]}}", "tensor 'a': shape holds something that is not a whole number from 0")]
    [InlineData("{\"a\":{\"shape\":[8],\"data_offsets\":[0,8]}}", "tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,8]}}", "tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[8,0]}}", "tensor 'a': data_offsets 8 to 0 do not hold the 0 bytes of its shape")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", "tensor 'b' begins at byte 4 where 5 is next: a gap or an overlap")]
    [InlineData("{\"\":{}}", "the tensor name '' is empty or holds control characters")]
    [InlineData("{}", "the tensors fill 0 bytes, but 8 follow the header")]
    public void A_header_that_lacks_or_contradicts_something_is_refused(string header, string problem) =>
        A_broken_header_is_refused_with_what_is_wrong(header, problem);

    [Fact]
    public void A_header_that_is_too_long_to_be_read_is_not_written()
    {
        string text = new('x', 16 * 1024 * 1024);

        Assert.Matches(
            "not written, because it could not be read again: its header claims [0-9]+ bytes; at most 16777216 are read$",
            Assert.Throws<InvalidInputException>(() => SafetensorsFile.Write(File, [], new Dictionary<string, string> { ["a"] = text })).Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(0, "the tensors fill 0 bytes, but 1073741824 follow the header")]
    [InlineData(1, "it holds 1073741825 bytes of data; at most 1073741824 are read")]
    public void More_data_than_is_read_is_refused_before_anything_is_allocated(int beyond, string problem)
    {
        WriteRaw("{}"u8, []);
        using (FileStream stream = System.IO.File.OpenWrite(File))
            stream.SetLength(8 + 2 + (1L << 30) + beyond);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_name_that_the_system_does_not_take_is_reported_in_one_line() =>
        Assert.Matches(
            @"^\S+: cannot be read \(.+\); check the path and your rights$",
            Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(Path.Combine(_folder, new string('x', 300)))).Message);

    [Fact]
    public void Tensors_may_stand_in_any_order_and_be_empty()
    {
        WriteRaw(
            Encoding.UTF8.GetBytes(
                """{"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[6,6]},"a":{"dtype":"U16","shape":[3],"data_offsets":[0,6]}}   """),
            [1, 2, 3, 4, 5, 6, 7, 8]);

        SafetensorsFile file = SafetensorsFile.Read(File);

        Assert.Equal(["a", "none", "b"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([7, 8], file.Tensors[2].Data.ToArray());
        Assert.Empty(file.Tensors[1].Data.ToArray());
    }

    [Fact]
    public void A_long_name_is_quoted_by_its_first_sixty_characters()
    {
        string sixty = new('x', 60);

        Assert.Equal($"'{sixty}'", SafetensorsHeader.Quote(sixty));
        Assert.Equal($"'{sixty}…'", SafetensorsHeader.Quote(sixty + "y"));
    }

    [Theory]
    [InlineData("", "does not start with '{'")]
    [InlineData(" {}", "does not start with '{'")]
    [InlineData("{", "not well-formed JSON")]
    [InlineData("{} {}", "not well-formed JSON")]
    [InlineData("{\"a\":1}", "tensor 'a' is not an object")]
    [InlineData("{\"\\ud800\":{}}", "not well-formed JSON")]
    [InlineData("{\"a\\nb\":{}}", "the tensor name 'a?b' is empty or holds control characters")]
    [InlineData("{\"a\":{}}", "tensor 'a' lacks dtype, shape or data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F33\"}}", "tensor 'a': the dtype 'F33' is unknown")]
    [InlineData("{\"a\":{\"dtype\":5}}", "tensor 'a': dtype is not text")]
    [InlineData("{\"a\":{\"colour\":5}}", "tensor 'a': 'colour' is unknown or appears twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", "tensor 'a': 'dtype' is unknown or appears twice")]
    [InlineData("{\"a\":{\"shape\":[1.5]}}", "tensor 'a': shape holds something that is not a whole number from 0")]
    [InlineData("{\"a\":{\"shape\":[-1]}}", "tensor 'a': shape holds something that is not a whole number from 0")]
    [InlineData("{\"a\":{\"shape\":[1,1,1,1,1,1,1,1,1]}}", "tensor 'a': shape has more than 8 numbers")]
    [InlineData("{\"a\":{\"shape\":[[[1]]]}}", "not well-formed JSON")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[4000000000,4000000000],\"data_offsets\":[0,8]}}", "tensor 'a': its shape is too large")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "tensor 'a': data_offsets 0 to 8 do not hold the 4 bytes of its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "the tensors fill 4 bytes, but 8 follow the header")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "tensor 'a' begins at byte 4 where 0 is next: a gap or an overlap")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", "tensor 'a' appears twice")]
    [InlineData("{\"__metadata__\":[]}", "__metadata__ is not an object")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "__metadata__ appears twice")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "__metadata__ holds something that is not text")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}", "__metadata__ has 'a' twice")]
    public void A_broken_header_is_refused_with_what_is_wrong(string header, string problem)
    {
        WriteRaw(Encoding.UTF8.GetBytes(header), new byte[8]);

        var error = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File));

        Assert.StartsWith($"{File}: not a sound safetensors file: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; use another copy, or train again", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void What_a_file_says_is_quoted_on_one_line() =>
        Assert.Equal("'a?b?c?d?e'", SafetensorsHeader.Quote("a\nb\u2028c\u2029d\u0085e"));

    [Theory]
    [InlineData(ulong.MaxValue, "its header claims 18446744073709551615 bytes; at most 16777216 are read")]
    [InlineData(16_777_217UL, "its header claims 16777217 bytes; at most 16777216 are read")]
    [InlineData(16_777_216UL, "its header claims 16777216 bytes, but 2 follow")]
    [InlineData(3UL, "its header claims 3 bytes, but 2 follow")]
    public void A_header_length_beyond_the_file_is_refused_before_it_is_believed(ulong length, string problem)
    {
        WriteRaw("{}"u8, [], length);

        Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        WriteRaw([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}'], []);

        Assert.Contains("not UTF-8", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_a_missing_one_and_a_folder_are_refused()
    {
        System.IO.File.WriteAllBytes(File, []);

        Assert.Equal(
            $"{File}: not a sound safetensors file: it is shorter than 8 bytes; use another copy, or train again",
            Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File)).Message);
        Assert.Equal(
            $"{File}x: there is no such file; check the path",
            Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(File + "x")).Message);
        Assert.Equal(
            $"{_folder}: cannot be read: this is a folder; give the safetensors file itself", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(_folder)).Message);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        SafetensorsFile.Write(File, [], new Dictionary<string, string>());
        byte[] before = System.IO.File.ReadAllBytes(File);

        var error = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(File, stream =>
        {
            stream.Write(new byte[100]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(
            $"{File}: cannot be written (No space left on device); free some space or choose a folder that you may write to",
            error.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_written_to() =>
        Assert.Contains(
            "cannot be written",
            Assert.Throws<InvalidInputException>(() => AtomicFile.Write(Path.Combine(_folder, "no", "a"), _ => { })).Message,
            StringComparison.Ordinal);

    private void Write(params SafetensorsTensor[] tensors) => SafetensorsFile.Write(File, tensors, new Dictionary<string, string>());

    private void WriteRaw(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, ulong? length = null)
    {
        byte[] bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length ?? (ulong)header.Length);
        header.CopyTo(bytes.AsSpan(8));
        data.CopyTo(bytes.AsSpan(8 + header.Length));
        System.IO.File.WriteAllBytes(File, bytes);
    }
}
