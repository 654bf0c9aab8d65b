using System.Net;

namespace Thimble;

/// <summary>Fetches one file from one mirror, and trusts it in nothing: not its speed, its lengths or its content.</summary>
internal sealed class MirrorClient : IDisposable
{
    private readonly DownloadOptions _options;
    private readonly HttpClient _client;

    public MirrorClient(DownloadOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            AutomaticDecompression = DecompressionMethods.None,
            MaxAutomaticRedirections = 5,
            // A proxy of the environment cannot reach a server on this machine.
            UseProxy = !options.AllowHttpOnLoopback,
        };
        // The time-outs below replace HttpClient's own, which would not cover the body.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Thimble");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Writes what <paramref name="address"/> serves to a new file, and flushes it to the disk.</summary>
    /// <param name="address">What to fetch.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="greatestLength">More bytes than this are refused.</param>
    /// <param name="report">Told the bytes received and, if the mirror says so, the bytes in all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MirrorException">The mirror is at fault.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task FetchAsync(Uri address, string path, long greatestLength, Action<long, long?> report, CancellationToken cancellation)
    {
        CheckAddress(address);
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        idle.CancelAfter(_options.ConnectTimeout + _options.IdleTimeout);
        using HttpResponseMessage response = await Guard(_client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, idle.Token), cancellation);
        if (!response.IsSuccessStatusCode)
            throw new MirrorException($"HTTP {(int)response.StatusCode}");
        long? announced = response.Content.Headers.ContentLength;
        if (announced > greatestLength)
            throw new MirrorException($"announces {announced} bytes where at most {greatestLength} are right");

        await using Stream body = await Guard(response.Content.ReadAsStreamAsync(idle.Token), cancellation);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        byte[] buffer = new byte[1 << 16];
        long received = 0;
        while (true)
        {
            idle.CancelAfter(_options.IdleTimeout);
            int count = await Guard(body.ReadAsync(buffer, idle.Token).AsTask(), cancellation);
            if (count == 0)
                break;
            received += count;
            if (received > greatestLength)
                throw new MirrorException($"sends more than the {greatestLength} bytes that are right");
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
            report(received, announced);
        }

        file.Flush(flushToDisk: true);
    }

    private void CheckAddress(Uri address)
    {
        bool isAllowed = address.Scheme == Uri.UriSchemeHttps
            || (_options.AllowHttpOnLoopback && address.IsLoopback && address.Scheme == Uri.UriSchemeHttp);
        if (!isAllowed)
            throw new MirrorException("is not https");
    }

    /// <summary>Awaits the network's side of the work, so that its errors are told from those of the disk.</summary>
    private async Task<T> Guard<T>(Task<T> work, CancellationToken cancellation)
    {
        try
        {
            return await work;
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException(error.InnerException is TimeoutException
                ? $"no connection within {_options.ConnectTimeout.TotalSeconds:0.#} s"
                : $"silent for {_options.IdleTimeout.TotalSeconds:0.#} s", error);
        }
        catch (HttpRequestException error)
        {
            throw new MirrorException(Reason(error.HttpRequestError, error), error);
        }
        catch (HttpIOException error)
        {
            throw new MirrorException(Reason(error.HttpRequestError, error), error);
        }
        catch (IOException error)
        {
            throw new MirrorException("the connection broke", error);
        }
    }

    private static string Reason(HttpRequestError kind, Exception error) => kind switch
    {
        HttpRequestError.NameResolutionError => "its name is not found: no network?",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no trusted TLS connection",
        HttpRequestError.ResponseEnded => "the connection ended early",
        _ => error.Message.ReplaceLineEndings(" ").TrimEnd('.'),
    };
}

/// <summary>One mirror did not give a file; the message says why, in a few words. Another mirror may still do.</summary>
internal sealed class MirrorException : Exception
{
    public MirrorException(string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
    }
}
