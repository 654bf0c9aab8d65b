using Thimble.Lab.Tests.Faults;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>The folder in which prepared pixels are kept: what makes room, what stays, and what a fault leaves.</summary>
public sealed class PixelCacheFolderTests : IDisposable
{
    private static readonly Shape Input = new(1, 8, 8);
    private readonly PictureFolders _folders = new();
    private readonly string[] _paths;

    public PixelCacheFolderTests()
    {
        _folders.AddTwoClasses(3);
        _paths = [.. Directory.EnumerateFiles(_folders.Root, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private string Cache => _folders["cache"];

    private string[] CacheFiles => Directory.GetFiles(Cache, "*.pixels", SearchOption.AllDirectories);

    /// <inheritdoc/>
    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_full_disk_is_reported_in_one_line_and_leaves_nothing_behind()
    {
        for (int at = 1; ; at++)
        {
            using var files = new FaultyFileSystem(Fault.DiskIsFull, at);
            var prepared = new PreparedPixels(new(Input), new FitPreparation()) { MostInMemory = 100, Cache = new(Cache, files: files) };
            InvalidInputException? error = Record.Exception(() => prepared.Of(_paths)) as InvalidInputException;
            if (files.Changes < at)
                break;
            Assert.Equal("the pictures take 0.0 GB as inputs, which have to be kept in the cache folder (No space left on device); use fewer or smaller inputs, or give the cache more room", error?.Message);
            Assert.True(!Directory.Exists(Cache) || Directory.GetFiles(Cache).Length == 0);
        }

        Assert.Single(CacheFiles);
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_what_another_writes_is_not()
    {
        Directory.CreateDirectory(Cache);
        string left = Path.Combine(Cache, "a.pixels.1-2.tmp"), written = Path.Combine(Cache, "b.pixels.1-3.tmp"), fresh = Path.Combine(Cache, "c.pixels.1-4.tmp");
        File.WriteAllBytes(left, [1]);
        File.WriteAllBytes(fresh, [1]);
        using FileStream other = new(written, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        File.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(written, DateTime.UnixEpoch);

        new PreparedPixels(new(Input), new FitPreparation()) { Cache = new(Cache) }.Of(_paths);

        Assert.Equal((false, true, true), (File.Exists(left), File.Exists(written), File.Exists(fresh)));
    }

    [Fact]
    public void The_pixels_that_were_used_longest_ago_make_room_for_others()
    {
        // A file has 48 bytes of header and 64 a picture: two of one picture and one of two fit into 400 bytes, a third of one does not.
        PixelCacheFolder Folder(int minute) => new(Cache, mostBytes: 400, time: new SetTime(minute));
        void Use(int minute, params string[] paths) => new PreparedPixels(new(Input), new FitPreparation()) { Cache = Folder(minute) }.Of(paths);
        string[] Left() => [.. CacheFiles.Order(StringComparer.Ordinal)];

        Use(1, _paths[0]);
        string first = Assert.Single(Left());
        Use(2, _paths[1]);
        string second = Assert.Single(Left().Except([first]));
        Use(3, _paths[0]);
        Use(4, _paths[2], _paths[3]);
        Assert.Equal(3, Left().Length);
        Use(5, _paths[4]);

        Assert.DoesNotContain(second, Left());
        Assert.Contains(first, Left());
        Assert.Equal(3, Left().Length);
    }

    [Fact]
    public void What_one_run_uses_is_kept_together()
    {
        // 112 bytes for the first picture, 240 for three others.
        PixelCacheFolder Folder() => new(Cache, mostBytes: 300);
        PreparedPixels Pixels() => new(new(Input), new FitPreparation()) { Cache = Folder() };

        PreparedPixels run = Pixels();
        run.Of([_paths[0]]);
        string first = Assert.Single(CacheFiles);
        run.Of(_paths[1..4]);
        Assert.Contains(first, CacheFiles);

        // It is opened here, and not written.
        PreparedPixels next = Pixels();
        next.Of([_paths[0]]);
        next.Of(_paths[2..5]);
        Assert.Contains(first, CacheFiles);
        Assert.Equal(2, CacheFiles.Length);
    }

    private sealed class SetTime(int minute) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 0, minute, 0, TimeSpan.Zero);
    }
}
