using System.Security.Cryptography;

namespace Thimble;

/// <summary>The hash of a compressed file as it is on disk.</summary>
internal static class CompressedHash
{
    /// <summary>MD5 of a file, in lower-case hexadecimal; null if it is not compressed by gzip.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static string? Md5Of(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path, "give an IDX file");
            if (!Deflate.IsGzip(file))
                return null;
#pragma warning disable CA5351 // It identifies a published file by the hash that is published, and nothing is protected by it.
            return Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: the file cannot be read ({error.Message.ReplaceLineEndings(" ")}); check its permissions and the disk.", error);
        }
    }
}
