namespace Thimble;

/// <summary>The bytes of a picture from where it is, as many as are allowed and no more.</summary>
internal static class PictureInput
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1 << 28;

    /// <summary>The bytes of an ordinary file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="formats">What is wanted, for messages: <c>PNG, JPEG, BMP or GIF</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be read, is empty, a pipe or a device, or is too large.</exception>
    public static byte[] OfFile(string path, string formats)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path, MaximumBytes, $"give a {formats} picture", "scale the picture down");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: no such file; give the path of a {formats} picture", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"'{path.Replace('\0', '?')}': not a path; give the path of a {formats} picture", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); check your rights and the disk", error);
        }
    }

    /// <summary>The bytes from where a stream is to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public static ReadOnlySpan<byte> OfStream(Stream stream, string name)
    {
        var bytes = new MemoryStream();
        byte[] part = new byte[1 << 16];
        for (int count = stream.Read(part); count > 0; count = stream.Read(part))
        {
            if (bytes.Length + count > MaximumBytes)
                throw new InvalidInputException($"{name}: larger than {MaximumBytes:N0} bytes, the most that is read; scale the picture down");
            bytes.Write(part, 0, count);
        }

        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }
}
