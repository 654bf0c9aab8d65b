using Thimble.Pictures;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>Pictures that are decoded once, and kept.</summary>
public sealed class PreparedPixelsTests : IDisposable
{
    private static readonly Shape Input = new(1, 8, 8);
    private readonly PictureFolders _folders = new();
    private readonly string[] _paths;

    public PreparedPixelsTests()
    {
        _folders.AddTwoClasses(3);
        _paths = [.. Directory.EnumerateFiles(_folders.Root, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private string Cache => _folders["cache"];

    /// <inheritdoc/>
    public void Dispose() => _folders.Dispose();

    [Fact]
    public void The_second_time_decodes_nothing_and_has_the_same_pixels()
    {
        byte[] first = Read(out int decoded);
        byte[] second = Read(out int decodedAgain);

        Assert.Equal((6, 0), (decoded, decodedAgain));
        Assert.Equal(first, second);
        Assert.Equal([10, 11, 12, 200, 201, 202], Enumerable.Range(0, 6).Select(i => (int)second[i * Input.Size]));
    }

    [Fact]
    public void A_picture_that_was_changed_is_decoded_again()
    {
        Read(out _);
        _folders.Add("dark/00.png", level: 77);

        Assert.Equal(77, Read(out int decoded)[0]);
        Assert.Equal(6, decoded);
    }

    [Fact]
    public void Another_preparation_or_size_has_pixels_of_its_own()
    {
        Read(out _);

        new PreparedPixels(new(Input, CacheFolder: Cache), PicturePreparation.Whole).Of(_paths);
        new PreparedPixels(new(new(1, 4, 4), CacheFolder: Cache), new FitPreparation()).Of(_paths);

        Assert.Equal(3, CacheFiles.Length);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_cache_is_none(int at)
    {
        byte[] expected = Read(out _);
        string file = Assert.Single(CacheFiles);
        byte[] bytes = File.ReadAllBytes(file);
        if (at < 0)
            bytes = bytes[..^1];
        else
            bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.Equal(expected, Read(out int decoded));
        Assert.Equal(6, decoded);
        Read(out decoded);
        Assert.Equal(0, decoded);
    }

    [Fact]
    public void More_than_memory_should_hold_is_read_from_the_file()
    {
        byte[] expected = Read(out _);
        Directory.Delete(Cache, recursive: true);

        using var first = (MappedPixels)new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation(), mostInMemory: 100).Of(_paths);
        using var second = (MappedPixels)new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation(), mostInMemory: 100).Of(_paths);

        Assert.Equal(expected, All(first));
        Assert.Equal(expected, All(second));
        Assert.Single(CacheFiles);
        Assert.Throws<ArgumentOutOfRangeException>(() => first.Image(6, Input.Size).Length);
    }

    [Fact]
    public void Without_a_cache_that_is_refused()
    {
        string message = Assert.Throws<InvalidInputException>(() => new PreparedPixels(new(Input), new FitPreparation(), mostInMemory: 100).Of(_paths)).Message;

        Assert.Equal("the pictures take 0.0 GB as inputs, which have to be kept in the cache folder (without a cache); use fewer or smaller inputs, or give the cache more room", message);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_done_without()
    {
        File.WriteAllText(Cache, "a file in its place");

        Assert.Equal(6 * Input.Size, Read(out int decoded).Length);
        Assert.Equal(6, decoded);
    }

    [Fact]
    public void All_damaged_pictures_are_counted_and_the_first_named()
    {
        foreach (string path in _paths[1..])
            File.WriteAllBytes(path, [1, 2, 3]);

        string message = Assert.Throws<InvalidInputException>(() => Read(out _)).Message;

        Assert.StartsWith($"5 of 6 files cannot be used; mend them, or take them out: {_paths[1]}: not a", message);
        Assert.EndsWith("; and 2 more", message);
    }

    [Fact]
    public void One_damaged_picture_is_named()
    {
        File.WriteAllBytes(_paths[4], [1, 2, 3]);

        Assert.EndsWith(" (mend this file, or take it out)", Assert.Throws<InvalidInputException>(() => Read(out _)).Message);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new PreparedPixels(new(Input, Cancellation: cancelled.Token), new FitPreparation()).Of(_paths));
    }

    private string[] CacheFiles => Directory.GetFiles(Cache, "*.pixels", SearchOption.AllDirectories);

    private byte[] Read(out int decoded)
    {
        var count = new Count();
        PixelStore pixels = new PreparedPixels(new(Input, CacheFolder: Cache, Progress: count), new FitPreparation()).Of(_paths);
        decoded = count.Value;
        return All(pixels);
    }

    private static byte[] All(PixelStore pixels)
    {
        List<byte> all = [];
        for (int i = 0; i < 6; i++)
            all.AddRange(pixels.Image(i, Input.Size));
        return [.. all];
    }

    private sealed class Count : IProgress<int>
    {
        private int _value;

        public int Value => _value;

        public void Report(int value) => Interlocked.Increment(ref _value);
    }
}
