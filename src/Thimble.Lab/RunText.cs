namespace Thimble.Lab;

/// <summary>Text files of a run, which may still be written to.</summary>
internal static class RunText
{
    /// <summary>Reads a file; its lines end in line feeds, whatever they ended in.</summary>
    /// <exception cref="InvalidInputException">The file is missing or cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            // A run that is still going on keeps the file open for writing.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); name the folder of a run", exception);
        }
    }
}
