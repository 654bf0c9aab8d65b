namespace Thimble;

/// <summary>One file of a catalogue's data set.</summary>
/// <param name="Name">The file's name without <c>.gz</c>.</param>
/// <param name="Length">The length of the uncompressed file in bytes.</param>
/// <param name="Sha256">SHA-256 of the uncompressed file, in lower-case hexadecimal; null where only <see cref="CompressedMd5"/> is published.</param>
internal sealed record CatalogueFile(string Name, long Length, string? Sha256)
{
    private const int Shown = 12;

    /// <summary>
    /// MD5 of the compressed file as published, in lower-case hexadecimal; null where the content is known. It tells the file from others and from a damaged
    /// one, but does not protect from someone who makes another of the same MD5 on purpose.
    /// </summary>
    public string? CompressedMd5 { get; init; }

    /// <summary>The most bytes that a download of it may have: deflate never adds more than this to its input.</summary>
    public long GreatestDownload => Length + (Length / 1000) + 1024;

    /// <summary>Whether a file is this one.</summary>
    /// <exception cref="InvalidInputException">It cannot be read again.</exception>
    public bool Is(IdxFile found) => Sha256 is not null ? found.ContentSha256 == Sha256 : CompressedHash.Md5Of(found.Path) == CompressedMd5;

    /// <summary>What a file has that is not this one, in words.</summary>
    public string Difference(IdxFile found) => Sha256 is not null ? $"sha256 {found.ContentSha256[..Shown]}… instead of {Sha256[..Shown]}…"
        : CompressedHash.Md5Of(found.Path) is { } md5 ? $"md5 {md5[..Shown]}… instead of {CompressedMd5![..Shown]}…"
        : "not compressed, and only the MD5 of the compressed file is published";
}
