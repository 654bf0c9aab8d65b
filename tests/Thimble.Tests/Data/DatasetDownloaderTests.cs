using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Thimble.Tests.Data;

public sealed class DatasetDownloaderTests : IDisposable
{
    private static readonly DownloadOptions Patient = new() { AllowHttpOnLoopback = true };

    /// <summary>For mirrors that fall silent; long enough for an honest one on a busy machine.</summary>
    private static readonly DownloadOptions Impatient = Patient with
    {
        ConnectTimeout = TimeSpan.FromSeconds(0.3),
        IdleTimeout = TimeSpan.FromSeconds(0.7),
    };

    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_download_brings_all_four_files_into_the_cache_and_tells_its_progress()
    {
        using LyingServer server = LyingServer.Honest();
        var progress = new Reports();

        Dataset small = Open([server], progress);

        Assert.Equal((SmallSet.Name, 12, CacheFolder), (small.Name, small.Train.Count, small.Source));
        AssertCacheIsWhole();
        Assert.Equal(4, progress.Seen.Select(report => report.FileName).Distinct().Count());
        DownloadProgress last = progress.Seen[^1];
        Assert.Equal(("small", "t10k-labels-idx1-ubyte.gz", server.Address.Authority), (last.DatasetName, last.FileName, last.Mirror));
        Assert.Equal(last.TotalBytes, last.ReceivedBytes);
    }

    [Fact]
    public void What_is_in_the_cache_is_not_fetched_again()
    {
        using LyingServer server = LyingServer.Honest();
        Open([server]);
        Open([server]);
        Assert.Equal(4, server.RequestCount);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", false)]
    [InlineData("train-labels-idx1-ubyte", true)]
    public void A_damaged_file_of_the_cache_is_replaced_and_the_others_are_kept(string name, bool compressed)
    {
        SmallSet.WriteTo(_cache, SmallSet.Name, compressed, except: name, instead: IdxBytes.Labels(3));
        using LyingServer server = LyingServer.Honest();
        Assert.Equal(CacheFolder, Open([server]).Source);
        Assert.Equal(1, server.RequestCount);
    }

    [Theory]
    [InlineData("404 Not Found", "HTTP 404")]
    [InlineData("403 Forbidden", "HTTP 403")]
    [InlineData("503 Service Unavailable", "HTTP 503")]
    public void After_a_refusal_the_next_mirror_is_asked(string status, string reason)
    {
        using LyingServer refusing = LyingServer.Refusing(status);
        AssertNextMirrorHelps(refusing, reason);
    }

    [Fact]
    public void A_mirror_that_never_answers_is_given_up() =>
        AssertNextMirrorHelps((_, _, stop) => Task.Delay(Timeout.Infinite, stop), "silent for 0.7 s", Impatient);

    [Fact]
    public void A_mirror_that_stops_in_the_middle_is_given_up() =>
        AssertNextMirrorHelps(
            async (name, stream, stop) =>
            {
                byte[] good = LyingServer.Good(name);
                await LyingServer.SendAsync(stream, good[..10], stop, good.Length);
                await Task.Delay(Timeout.Infinite, stop);
            },
            "silent for 0.7 s", Impatient);

    [Fact]
    public void A_body_that_ends_before_its_length_is_not_believed() =>
        AssertNextMirrorHelps(
            (name, stream, stop) => LyingServer.SendAsync(stream, LyingServer.Good(name)[..10], stop, LyingServer.Good(name).Length),
            "the connection ended early");

    [Fact]
    public void A_body_of_unknown_length_that_is_cut_is_not_believed() =>
        AssertNextMirrorHelps(
            (name, stream, stop) => LyingServer.SendAsync(stream, LyingServer.Good(name)[..^12], stop, -1),
            "damaged");

    [Fact]
    public void A_body_that_announces_too_much_is_not_read() =>
        AssertNextMirrorHelps((name, stream, stop) => LyingServer.SendAsync(stream, LyingServer.Good(name), stop, 2_000_000_000), "announces 2000000000 bytes");

    [Fact]
    public void A_body_without_end_is_cut_off() =>
        AssertNextMirrorHelps(
            async (_, stream, stop) =>
            {
                await LyingServer.SendAsync(stream, [], stop, -1);
                while (true)
                    await stream.WriteAsync(new byte[1000], stop);
            },
            "sends more than");

    [Fact]
    public void Other_content_than_the_data_set_s_is_refused_by_its_hash()
    {
        using LyingServer lying = new((name, stream, stop) => LyingServer.SendAsync(
            stream, IdxBytes.Compressed(name.Contains("images") ? IdxBytes.Images(12, 5, 4, _ => 7) : IdxBytes.Labels(12, _ => 1)), stop));
        AssertNextMirrorHelps(lying, "other content (sha256");
    }

    [Fact]
    public void A_corrupt_gzip_is_refused()
    {
        using LyingServer corrupt = LyingServer.Serving(good => [.. good[..12], 0xff, 0xff, 0xff, .. good[15..]]);
        AssertNextMirrorHelps(corrupt, "damaged");
    }

    [Fact]
    public void A_web_page_in_place_of_the_file_is_refused()
    {
        using LyingServer portal = LyingServer.Serving(_ => "<html>Log in to the network</html>"u8.ToArray());
        AssertNextMirrorHelps(portal, "damaged or no IDX file");
    }

    [Fact]
    public void A_mirror_where_nobody_listens_is_told_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        OneLine.Thrown<DataUnavailableException>(
            () => SmallSet.Catalogue(_cache.Path, null, Patient, address).Open(SmallSet.Name), $"{address.Authority}: no connection");
    }

    [Fact]
    public void A_name_that_is_not_found_is_told_without_waiting()
    {
        long start = Stopwatch.GetTimestamp();
        OneLine.Thrown<DataUnavailableException>(
            () => SmallSet.Catalogue(_cache.Path, null, new DownloadOptions(), new Uri("https://thimble.invalid/")).Open(SmallSet.Name),
            "thimble.invalid: ", "no mirror gave train-images-idx3-ubyte.gz", "give a folder with its four files");
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 15);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://127.0.0.1/")]
    public void Only_https_is_spoken_beyond_this_machine(string address) =>
        OneLine.Thrown<DataUnavailableException>(
            () => SmallSet.Catalogue(_cache.Path, null, Patient, new Uri(address)).Open(SmallSet.Name), "is not https");

    [Fact]
    public void Plain_http_is_refused_on_this_machine_too_unless_it_is_allowed()
    {
        using LyingServer server = LyingServer.Honest();
        OneLine.Thrown<DataUnavailableException>(
            () => SmallSet.Catalogue(_cache.Path, null, null, server.Address).Open(SmallSet.Name), "is not https");
        Assert.Equal(0, server.RequestCount);
    }

    [Fact]
    public void All_mirrors_failing_is_reported_in_one_line_with_each_one_s_reason()
    {
        using LyingServer first = LyingServer.Refusing("404 Not Found");
        using LyingServer second = LyingServer.Serving(_ => [1, 2, 3, 4]);
        OneLine.Thrown<DataUnavailableException>(
            () => Open([first, second]),
            $"{first.Address.Authority}: HTTP 404", $"{second.Address.Authority}: gave a file that is damaged", CacheFolder, "give a folder with its four files", "synthetic-digits");
        AssertNothingIsHalfWritten();
    }

    [Fact]
    public void A_download_that_takes_too_long_in_all_is_given_up()
    {
        using LyingServer dripping = new(async (_, stream, stop) =>
        {
            await LyingServer.SendAsync(stream, [], stop, -1);
            while (true)
            {
                await stream.WriteAsync(new byte[1], stop);
                await Task.Delay(50, stop);
            }
        });
        OneLine.Thrown<DataUnavailableException>(
            () => Open([dripping], options: Patient with { TotalTimeout = TimeSpan.FromSeconds(0.6) }), "not done within 0.6 s");
        AssertNothingIsHalfWritten();
    }

    [Fact]
    public async Task A_cancelled_download_leaves_nothing_half_written()
    {
        using var cancellation = new CancellationTokenSource();
        using LyingServer server = new(async (name, stream, stop) =>
        {
            byte[] good = LyingServer.Good(name);
            await LyingServer.SendAsync(stream, good[..10], stop, good.Length);
            await Task.Delay(100, stop);
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
        });
        DatasetCatalogue catalogue = SmallSet.Catalogue(_cache.Path, null, Patient, server.Address);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => catalogue.Open(SmallSet.Name, cancellation: cancellation.Token)));
        AssertNothingIsHalfWritten();
    }

    [Fact]
    public async Task Two_downloads_at_once_wait_for_each_other_and_fetch_each_file_once()
    {
        using LyingServer slow = new(async (name, stream, stop) =>
        {
            await Task.Delay(50, stop);
            await LyingServer.SendAsync(stream, LyingServer.Good(name), stop);
        });
        // Threads of their own: two that wait could use up a small machine's pool.
        Task<Dataset> OnOwnThread() =>
            Task.Factory.StartNew(() => Open([slow]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Dataset[] both = await Task.WhenAll(OnOwnThread(), OnOwnThread());
        Assert.Equal(both[0].Train.ContentHash, both[1].Train.ContentHash);
        Assert.Equal(4, slow.RequestCount);
        AssertCacheIsWhole();
    }

    [Fact]
    public void What_a_killed_download_left_is_swept_away()
    {
        string part = _cache.Write(Path.Combine(SmallSet.Name, "train-images-idx3-ubyte.gz.0123.part"), [1, 2, 3]);
        using LyingServer server = LyingServer.Honest();
        Open([server]);
        Assert.False(File.Exists(part));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_to_is_named()
    {
        string file = _cache.Write("file", [1]);
        OneLine.Thrown<DataUnavailableException>(
            () => SmallSet.Catalogue(file, null, Patient, new Uri("https://thimble.invalid/")).Open(SmallSet.Name),
            Path.Combine(file, SmallSet.Name), "cannot be written to", "give a folder with its four files");
    }

    [Fact]
    public void A_time_out_of_zero_is_refused() =>
        OneLine.Thrown<InvalidInputException>(() => _ = new DownloadOptions { IdleTimeout = TimeSpan.Zero }, "IdleTimeout", "above zero");

    private string CacheFolder => _cache.Sub(SmallSet.Name);

    private Dataset Open(LyingServer[] mirrors, IProgress<DownloadProgress>? progress = null, DownloadOptions? options = null) =>
        SmallSet.Catalogue(_cache.Path, null, options ?? Patient, [.. mirrors.Select(mirror => mirror.Address)]).Open(SmallSet.Name, allowDownload: true, progress: progress);

    private void AssertNextMirrorHelps(Func<string, NetworkStream, CancellationToken, Task> answer, string reason, DownloadOptions? options = null)
    {
        using var bad = new LyingServer(answer);
        AssertNextMirrorHelps(bad, reason, options);
    }

    /// <summary>Alone the mirror fails for this reason; before an honest one it is asked once and does no harm.</summary>
    private void AssertNextMirrorHelps(LyingServer bad, string reason, DownloadOptions? options = null)
    {
        OneLine.Thrown<DataUnavailableException>(() => Open([bad], options: options), $"{bad.Address.Authority}: ", reason, "give a folder with its four files");
        AssertNothingIsHalfWritten();
        int before = RequestsOnce(bad, moreThan: 0);
        using LyingServer honest = LyingServer.Honest();
        Open([bad, honest], options: options);
        Assert.Equal(before + 1, RequestsOnce(bad, moreThan: before));
        AssertCacheIsWhole();
    }

    /// <summary>A server of this process may come to count a request after an impatient client has given it up.</summary>
    private static int RequestsOnce(LyingServer server, int moreThan)
    {
        SpinWait.SpinUntil(() => server.RequestCount > moreThan, TimeSpan.FromSeconds(10));
        return server.RequestCount;
    }

    private void AssertCacheIsWhole() =>
        Assert.Equal(
            [".lock", .. IdxSet.FileNames.Select(name => name + ".gz").Order(StringComparer.Ordinal)],
            Directory.GetFiles(CacheFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private void AssertNothingIsHalfWritten() =>
        Assert.Equal([".lock"], Directory.GetFiles(CacheFolder).Select(Path.GetFileName));

    /// <summary>Keeps reports as they come; Progress of the base library would deliver them later.</summary>
    private sealed class Reports : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Seen { get; } = [];

        public void Report(DownloadProgress value) => Seen.Add(value);
    }
}
