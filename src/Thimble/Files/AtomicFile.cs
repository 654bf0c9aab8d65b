namespace Thimble;

/// <summary>Files that are either whole or not there: written aside, flushed to disk, then put in place.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. What was there before stays until the new content is on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="files">Where it is written; the disk if null.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write, FileSystem? files = null)
    {
        files ??= FileSystem.Disk;
        // In the same folder, because only within a file system does a rename replace a file in one step.
        string aside = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            try
            {
                using (Stream stream = files.Open(aside, FileMode.Create))
                {
                    write(stream);
                    files.Flush(stream);
                }

                files.Move(aside, path);
            }
            catch
            {
                files.Delete(aside);
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path}: cannot be written ({exception.Message}); free some space or choose a folder that you may write to", exception);
        }
    }

    /// <summary>
    /// Deletes what a process that was killed had written aside. Only for who holds the files' lock: another's file may be about to be put in place.
    /// </summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="name">The file that they were meant for, or a pattern.</param>
    /// <param name="files">Where they are.</param>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    public static void DeleteLeftovers(string folder, string name, FileSystem files)
    {
        foreach (string aside in Directory.GetFiles(folder, $"{name}.*-*.tmp"))
            files.Delete(aside);
    }
}
