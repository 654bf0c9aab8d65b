namespace Thimble.Data;

/// <summary>One file of a catalogue's data set, identified by its uncompressed content.</summary>
/// <param name="Name">The file's name without <c>.gz</c>.</param>
/// <param name="Length">The length of the uncompressed file in bytes.</param>
/// <param name="Sha256">SHA-256 of the uncompressed file, in lower-case hexadecimal.</param>
internal sealed record CatalogueFile(string Name, long Length, string Sha256)
{
    /// <summary>The most bytes that a download of it may have: deflate never adds more than this to its input.</summary>
    public long GreatestDownload => Length + (Length / 1000) + 1024;
}
