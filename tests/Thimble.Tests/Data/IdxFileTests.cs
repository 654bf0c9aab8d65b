namespace Thimble.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_read_plain_or_compressed_whatever_the_name(bool compressed)
    {
        byte[] bytes = IdxBytes.Images(3, 5, 4);
        string path = _folder.Write("any-name.bin", compressed ? IdxBytes.Compressed(bytes) : bytes);

        IdxFile images = IdxFile.ReadImages(path);

        Assert.Equal((3, 5, 4), (images.Count, images.Height, images.Width));
        Assert.Equal(bytes[16..], images.Values);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), images.ContentSha256);
    }

    [Theory]
    [InlineData(new uint[] { 2, 1, 2, 3 }, new byte[] { 0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11 })]
    [InlineData(new uint[] { 2, 3, 1, 2 }, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    public void Images_in_colour_are_read_in_planes_wherever_their_channels_are(uint[] sizes, byte[] expected)
    {
        byte[] bytes = IdxBytes.File(0x0804, sizes, 12, i => (byte)i);

        IdxFile images = IdxFile.ReadImages(_folder.Write("colour", bytes));

        Assert.Equal((2, 3, 1, 2), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal(expected, images.Values);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), images.ContentSha256);
        Assert.Equal("2 images of 1×2 in colour", IdxFile.Peek(Path.Combine(_folder.Path, "colour")).Header!.ToString());
    }

    [Fact]
    public void A_set_in_colour_has_three_channels_in_the_catalogue()
    {
        foreach (string split in (string[])["train", "t10k"])
        {
            _folder.Write($"{split}-images-idx4-ubyte", IdxBytes.File(0x0804, [6, 2, 2, 3], 72, i => (byte)(i * 5)));
            _folder.Write($"{split}-labels-idx1-ubyte", IdxBytes.Labels(6));
        }

        Dataset data = new DatasetCatalogue().Open(null, _folder.Path);

        Assert.Equal(("files", new Shape(3, 2, 2), 3), (data.Name, data.Train.ImageShape, data.Train.ClassCount));
        Assert.Equal(3, data.Normalization.Means.Count);
    }

    [Fact]
    public void Labels_are_read_up_to_255()
    {
        IdxFile labels = IdxFile.ReadLabels(_folder.Write("labels", IdxBytes.Labels(256, i => (byte)i)));
        Assert.Equal(256, labels.Count);
        Assert.Equal(255, labels.Values[255]);
    }

    [Theory]
    [InlineData(1024, 1)]
    [InlineData(1, 1024)]
    public void The_largest_height_and_width_are_read(int height, int width)
    {
        IdxFile images = IdxFile.ReadImages(_folder.Write("large", IdxBytes.Images(1, height, width)));
        Assert.Equal((1, height, width), (images.Count, images.Height, images.Width));
    }

    [Fact]
    public void Labels_have_a_height_and_width_of_one()
    {
        IdxFile labels = IdxFile.ReadLabels(_folder.Write("labels", IdxBytes.Labels(5)));
        Assert.Equal((5, 1, 1), (labels.Count, labels.Height, labels.Width));
        Assert.Equal(5, labels.Values.Length);
    }

    [Theory]
    [InlineData(3, "has 3;")]
    [InlineData(4, "byte 4 of 16")]
    [InlineData(15, "byte 15 of 16")]
    public void A_file_that_ends_at_any_byte_of_its_header_is_refused(int length, string problem) =>
        Bad(IdxBytes.Images(2, 3, 3)[..length], problem, "fetch it again");

    [Fact]
    public void Labels_that_end_or_go_on_are_refused_too()
    {
        byte[] bytes = IdxBytes.Labels(5);
        string path = _folder.Write("bad", bytes[..^1]);
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "promises 13 bytes, but there are 12");
        _folder.Write("bad", [.. bytes, 0]);
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "more after byte 13");
        _folder.Write("bad", bytes[..7]);
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "byte 7 of 8");
    }

    [Theory]
    [InlineData(0x1f000803)]
    [InlineData(0x008b0803)]
    [InlineData(0x00000703)]
    [InlineData(0x00000a03)]
    [InlineData(0x00000f03)]
    [InlineData(0x00010803)]
    public void Other_first_bytes_are_neither_gzip_nor_a_type_of_IDX(int magic) =>
        Bad(IdxBytes.File(magic, [1, 3, 3], 9, _ => 0), "not an IDX images file", $"magic number 0x{magic:x8} at byte 0 instead of 0x00000803 (2051)");

    [Theory]
    [InlineData(0x09)]
    [InlineData(0x0e)]
    public void Every_other_type_of_IDX_is_told_by_its_number(int type) =>
        Bad(IdxBytes.File((type << 8) | 3, [1, 3, 3], 72, _ => 0), $"type 0x{type:x2} with 3 dimensions, but images are unsigned bytes (0x08) with 3, or 4 in colour; convert it");

    [Fact]
    public void Four_bytes_are_a_magic_number() => Bad([0xab, 0xcd, 0xef, 0x01], "magic number 0xabcdef01");

    [Fact]
    public void A_file_that_is_no_labels_file_is_told_so()
    {
        string path = _folder.Write("bad", [0xab, 0xcd, 0xef, 0x01, 0, 0, 0, 0]);
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "not an IDX labels file: magic number 0xabcdef01 at byte 0 instead of 0x00000801 (2049)");
    }

    [Fact]
    public void Labels_of_32_bits_are_no_images_and_have_eight_numbers_an_image()
    {
        Bad(IdxBytes.File(0x0C02, [1, 8], 32, _ => 0), "type 0x0c with 2 dimensions, but images are unsigned bytes");
        string path = _folder.Write("bad", IdxBytes.File(0x0C02, [1, 7], 32, _ => 0));
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "eight to an image");
        _folder.Write("bad", IdxBytes.File(0x0C02, [1], 2, _ => 0));
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "eight to an image");
    }

    [Fact]
    public void What_a_compressed_file_promises_beyond_what_it_can_hold_is_too_few() =>
        Bad(IdxBytes.Compressed(IdxBytes.File(2051, [2000, 1024, 1024], 100, _ => 0)), "promises 2097152016 bytes, but there are too few");

    [Fact]
    public void A_header_is_one_as_soon_as_it_is_whole()
    {
        Assert.Equal("5 labels", IdxHeader.Of(IdxBytes.Labels(5).AsSpan(0, 8))?.ToString());
        Assert.Null(IdxHeader.Of(IdxBytes.Labels(5).AsSpan(0, 7)));
        Assert.Equal("2 images of 3×4", IdxHeader.Of(IdxBytes.Images(2, 3, 4).AsSpan(0, 16))?.ToString());
        Assert.Null(IdxHeader.Of(IdxBytes.Images(2, 3, 4).AsSpan(0, 15)));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 5 }, 8 + 5)]
    [InlineData(new byte[] { 0, 0, 12, 2, 0, 0, 0, 5 }, 12 + (5 * 32))]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4 }, 16 + 24)]
    [InlineData(new byte[] { 0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 1 }, 20 + 24)]
    [InlineData(new byte[] { 0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 3 }, 20 + 72)]
    public void A_header_tells_the_length_of_its_file(byte[] header, long length) => Assert.Equal(length, IdxHeader.Of(header)?.Length);

    [Fact]
    public void A_missing_file_is_named() =>
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(_folder.Sub("none")), _folder.Sub("none"), "no such file", "give");

    [Fact]
    public void A_folder_in_place_of_a_file_is_an_input_error() =>
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(_folder.Path), _folder.Path, "cannot be read", "check");

    [Fact]
    public void Labels_given_as_images_are_called_swapped() =>
        Bad(IdxBytes.Labels(5), "labels file", "swapped", "rename");

    [Fact]
    public void Images_given_as_labels_are_called_swapped()
    {
        string path = _folder.Write("bad", IdxBytes.Images(2, 3, 3));
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "images file", "swapped", "rename");
    }

    [Fact]
    public void A_foreign_file_is_told_by_its_magic_number() =>
        Bad("PK\u0003\u0004 something"u8.ToArray(), "magic number 0x504b0304", "byte 0", "give the right file");

    [Fact]
    public void An_IDX_file_of_floats_is_told_by_its_type() =>
        Bad(IdxBytes.File(0x0D03, [1, 1, 1], 4, _ => 0), "type 0x0d", "convert");

    [Fact]
    public void Images_with_other_than_one_or_three_channels_are_refused()
    {
        Bad(IdxBytes.File(0x0805, [1, 1, 1, 1, 1], 1, _ => 0), "5 dimensions", "convert");
        Bad(IdxBytes.File(0x0804, [1, 2, 2, 4], 16, _ => 0), "bytes 8 to 19 give images of 2×2×4; with four dimensions the last, or the second, is 1 or 3 channels, and none is 0: convert it");
        Bad(IdxBytes.File(0x0804, [1, 2, 2000, 3], 12000, _ => 0), "bytes 8 to 19 give images of 2×2000×3; height and width must be 1 to 1024: scale the images down");
        Bad(IdxBytes.File(0x0804, [2, 2, 2, 3], 23, _ => 0), "truncated: its header promises 44 bytes, but there are 43");
        Bad(IdxBytes.File(0x0804, [2, 2, 2, 3], 0, _ => 0)[..18], "ends in its header, at byte 18 of 20");
    }

    [Fact]
    public void An_empty_file_is_refused() => Bad([], "it is empty, or a pipe or a device");

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders.");
        string pipe = Path.Combine(Path.GetDirectoryName(_folder.Write("here", []))!, "pipe");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", pipe))
            make.WaitForExit();

        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(pipe), pipe, "a pipe or a device");
        OneLine.Thrown<InvalidInputException>(() => new DatasetCatalogue().Open(null, pipe), pipe, "a pipe or a device");
        OneLine.Thrown<InvalidInputException>(() => new DatasetCatalogue().Open("files", "/dev/null"), "/dev/null", "a pipe or a device");
    }

    [Fact]
    public void A_file_that_ends_in_its_header_is_refused() =>
        Bad(IdxBytes.Images(2, 3, 3)[..13], "ends in its header", "byte 13", "fetch it again");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_truncated_file_is_refused_with_both_lengths(bool compressed)
    {
        byte[] bytes = IdxBytes.Images(2, 3, 3)[..^1];
        Bad(compressed ? IdxBytes.Compressed(bytes) : bytes, "truncated", "34 bytes", "33", "fetch it again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_after_the_end_are_refused(bool compressed)
    {
        byte[] bytes = [.. IdxBytes.Images(2, 3, 3), 0];
        Bad(compressed ? IdxBytes.Compressed(bytes) : bytes, "more after byte 34", "fetch it again");
    }

    [Theory]
    [InlineData(0u, 3u)]
    [InlineData(3u, 0u)]
    [InlineData(1025u, 1u)]
    [InlineData(1u, 0xFFFFFFFFu)]
    public void Images_of_no_sane_size_are_refused(uint height, uint width) =>
        Bad(IdxBytes.File(2051, [1, height, width], 9, _ => 0), $"{height}×{width}", "1 to 1024", "scale");

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_count_of_none_or_of_billions_is_refused(uint count) =>
        Bad(IdxBytes.File(2051, [count, 3, 3], 9, _ => 0), $"count of {count}", "byte 4", "fetch");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_claims_far_more_than_the_file_holds_costs_no_memory(bool compressed)
    {
        byte[] bytes = IdxBytes.File(2051, [2000, 1024, 1024], 100, _ => 0);
        string path = _folder.Write("liar", compressed ? IdxBytes.Compressed(bytes) : bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(path), path, "truncated", "fetch it again");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void More_than_an_array_holds_is_refused() =>
        Bad(IdxBytes.File(2051, [3000, 1024, 1024], 9, _ => 0), "more than fits in memory", "split");

    [Fact]
    public void A_gzip_that_inflates_without_end_is_cut_off_at_the_promised_length()
    {
        byte[] bytes = [.. IdxBytes.Images(1, 3, 3), .. new byte[50_000_000]];
        string path = _folder.Write("bomb.gz", IdxBytes.Compressed(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(path), path, "more after byte 25");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_corrupt_gzip_is_refused()
    {
        byte[] packed = IdxBytes.Compressed(IdxBytes.Images(50, 20, 20, i => (byte)(i * i / 7)));
        packed.AsSpan(packed.Length / 2, 20).Fill(0xA5);
        Bad(packed, "fetch");
    }

    [Fact]
    public void A_gzip_cut_short_is_refused()
    {
        byte[] packed = IdxBytes.Compressed(IdxBytes.Images(50, 20, 20, i => (byte)(i * i / 7)));
        Bad(packed[..(packed.Length / 2)], "fetch");
    }

    private void Bad(byte[] bytes, params string[] parts)
    {
        string path = _folder.Write("bad", bytes);
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadImages(path), [path, .. parts]);
    }
}
