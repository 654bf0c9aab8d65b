using System.Collections.Concurrent;
using System.Diagnostics;
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

        PixelStore first = new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation()) { MostInMemory = 100 }.Of(_paths);
        PixelStore second = new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation()) { MostInMemory = 100 }.Of(_paths);

        Assert.Equal(expected, All(first));
        Assert.Same(first, second);
        Assert.Single(CacheFiles);
        Assert.Throws<ArgumentOutOfRangeException>(() => first.Image(6, Input.Size).Length);
    }

    [Fact]
    public void Without_a_cache_that_is_refused()
    {
        string message = Assert.Throws<InvalidInputException>(() => new PreparedPixels(new(Input), new FitPreparation()) { MostInMemory = 100 }.Of(_paths)).Message;

        Assert.Equal("the pictures take 0.0 GB as inputs, which have to be kept in the cache folder (there is none); use fewer or smaller inputs, or give the cache more room", message);
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
    public void Both_hashing_and_decoding_are_reported()
    {
        var first = new Reports();
        var second = new Reports();
        new PreparedPixels(new(Input, CacheFolder: Cache, Progress: first), new FitPreparation()).Of(_paths);
        new PreparedPixels(new(Input, CacheFolder: Cache, Progress: second), new FitPreparation()).Of(_paths);

        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6], first.Values.Order());
        Assert.Equal([1, 2, 3, 4, 5, 6], second.Values.Order());
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_not_kept_under_the_key_of_what_it_was()
    {
        int reads = 0;
        byte[] Changing(string path) => PictureInput.OfFile(path == _paths[2] && Interlocked.Increment(ref reads) > 1 ? _paths[5] : path, PictureFile.Formats);

        Assert.Equal(
            $"{_paths[2]}: the file changed while it was read (mend this file, or take it out)",
            Assert.Throws<InvalidInputException>(() => new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation()) { ReadFile = Changing }.Of(_paths)).Message);
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void Pipes_and_devices_and_very_large_files_are_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and sparse files are made as on Linux.");
        File.Delete(_paths[0]);
        using (Process make = Process.Start("mkfifo", _paths[0]))
            make.WaitForExit();
        File.Delete(_paths[1]);
        File.CreateSymbolicLink(_paths[1], "/dev/zero");
        using (FileStream large = new(_paths[2], FileMode.Create))
            large.SetLength(1L << 40);

        string message = Assert.Throws<InvalidInputException>(() => Read(out _)).Message;
        SourceSample sample = DataSources.Recognize(_folders.Root)!.Look();

        Assert.Equal(
            $"3 of 6 files cannot be used; mend them, or take them out: {_paths[0]}: it is empty, or a pipe or a device; give a PNG, JPEG, BMP or GIF picture; "
            + $"{_paths[1]}: it is empty, or a pipe or a device; give a PNG, JPEG, BMP or GIF picture; "
            + $"{_paths[2]}: it has 1,099,511,627,776 bytes, and at most 268,435,456 are read; scale the picture down",
            message);
        Assert.Equal((3, 3), (sample.Sizes.Count, sample.Problems.Count));
    }

    [Theory]
    [InlineData("digit", 3, "digit prepares pictures in grey, but the network takes 3 channels; use whole, fit, crop")]
    [InlineData("fit", 10, "the network takes images of 10 channels, but a picture has 1 (grey) or 3 (red, green, blue); give the network pixels")]
    public void A_preparation_that_is_not_for_the_network_is_no_fault_of_the_files(string preparation, int channels, string expected)
    {
        PicturePreparation wrong = preparation == "digit" ? PicturePreparation.Digit : PicturePreparation.Fit();
        var prepared = new PreparedPixels(new(new(channels, 8, 8), CacheFolder: Cache), wrong) { ReadFile = _ => throw new InvalidOperationException("a file was read") };

        Assert.Equal(expected, Assert.Throws<InvalidInputException>(() => prepared.Of(_paths)).Message);
    }

    [Fact]
    public async Task Decoding_waits_for_room_in_the_budget()
    {
        var budget = new PixelBudget(most: 100);
        Task<PixelStore>? reading = null;
        budget.Use(100, () =>
        {
            reading = Task.Run(() => new PreparedPixels(new(Input), new FitPreparation()) { Budget = budget }.Of(_paths));
            return reading.Wait(TimeSpan.FromMilliseconds(200)) ? throw new InvalidOperationException("it did not wait") : 0;
        });

        Assert.Equal(6 * Input.Size, All(await reading!).Length);
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
        int reads = 0;
        byte[] Counted(string path)
        {
            Interlocked.Increment(ref reads);
            return PictureInput.OfFile(path, PictureFile.Formats);
        }

        PixelStore pixels = new PreparedPixels(new(Input, CacheFolder: Cache), new FitPreparation()) { ReadFile = Counted }.Of(_paths);
        // Each file is read once for its hash.
        decoded = reads - _paths.Length;
        return All(pixels);
    }

    private static byte[] All(PixelStore pixels)
    {
        List<byte> all = [];
        for (int i = 0; i < 6; i++)
            all.AddRange(pixels.Image(i, Input.Size));
        return [.. all];
    }

    private sealed class Reports : IProgress<int>
    {
        public ConcurrentBag<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
