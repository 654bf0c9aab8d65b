namespace Thimble;

/// <summary>Data that is compressed by deflate (RFC 1951), as in gzip files, zip archives and PNG pictures.</summary>
internal static class Deflate
{
    /// <summary>Deflate cannot pack more than 1032 bytes into one, so a larger claim is false.</summary>
    public const long GreatestRatio = 1032;

    /// <summary>The first bytes of a gzip file (RFC 1952).</summary>
    public static ReadOnlySpan<byte> GzipMark => [0x1F, 0x8B];

    /// <summary>Whether a file is compressed by gzip, by its first bytes; its position is then 0.</summary>
    public static bool IsGzip(Stream file)
    {
        Span<byte> start = stackalloc byte[GzipMark.Length];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual(GzipMark);
    }
}
