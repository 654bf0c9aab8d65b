namespace Thimble.Lab;

/// <summary>Files of a run, which may still be written to.</summary>
internal static class RunText
{
    /// <summary>Reads a file as text; its lines end in line feeds, whatever they ended in.</summary>
    /// <exception cref="InvalidInputException">The file is missing or cannot be read.</exception>
    public static string Read(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Reads a file as it is.</summary>
    /// <exception cref="InvalidInputException">The file is missing or cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            // A run that is still going on keeps the file open for writing.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>The error of a file that a run should have and has not.</summary>
    public static InvalidInputException Missing(string path, Exception? inner = null) =>
        new($"{path}: this file of the run is missing; put it back, or train again", inner);

    /// <summary>The error of a file of a run that could not be read.</summary>
    public static InvalidInputException Unreadable(string path, Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException
        ? Missing(path, exception)
        : new InvalidInputException($"{path}: cannot be read ({exception.Message}); check your rights and the disk", exception);
}
