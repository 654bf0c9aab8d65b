namespace Thimble;

/// <summary>Files that are either whole or not there: written aside, flushed to disk, then put in place.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. What was there before stays until the new content is on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // In the same folder, because only within a file system does a rename replace a file in one step.
        string aside = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            try
            {
                using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(aside, path, overwrite: true);
            }
            catch
            {
                File.Delete(aside);
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path}: cannot be written ({exception.Message}); free some space or choose a folder that you may write to", exception);
        }
    }
}
