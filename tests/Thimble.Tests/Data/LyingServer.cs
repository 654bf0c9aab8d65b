using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Thimble.Tests.Data;

/// <summary>
/// A mirror on this machine that answers as a test likes: it writes raw bytes, so that it can lie about lengths, stop
/// in the middle or never answer.
/// </summary>
internal sealed class LyingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, NetworkStream, CancellationToken, Task> _answer;
    private int _requestCount;

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a request for a file name; the connection ends when it returns.</param>
    public LyingServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");

    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>Serves the small set as it should be.</summary>
    public static LyingServer Honest() => new((name, stream, stop) => SendAsync(stream, Good(name), stop));

    /// <summary>Says a status and nothing else.</summary>
    public static LyingServer Refusing(string status) =>
        new(async (_, stream, stop) => await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"), stop));

    /// <summary>Serves, for every file, bytes made from the right ones.</summary>
    public static LyingServer Serving(Func<byte[], byte[]> change) =>
        new((name, stream, stop) => SendAsync(stream, change(Good(name)), stop));

    /// <summary>The right compressed content of a file.</summary>
    public static byte[] Good(string name) => IdxBytes.Compressed(SmallSet.Files[name[..^".gz".Length]]);

    /// <summary>Sends a body; a length other than the true one is a lie, none at all is -1.</summary>
    public static async Task SendAsync(NetworkStream stream, byte[] body, CancellationToken stop, int? claimedLength = null)
    {
        int length = claimedLength ?? body.Length;
        string lengthLine = length < 0 ? "" : $"Content-Length: {length}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{lengthLine}Connection: close\r\n\r\n"), stop);
        await stream.WriteAsync(body, stop);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                string request = await reader.ReadLineAsync(stop) ?? "";
                while (await reader.ReadLineAsync(stop) is { Length: > 0 })
                {
                    // Headers do not matter.
                }

                Interlocked.Increment(ref _requestCount);
                await _answer(request.Split(' ')[1].Split('/')[^1], stream, stop);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }
}
