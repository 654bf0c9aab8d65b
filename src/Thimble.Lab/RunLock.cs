using FilePath = System.IO.Path;

namespace Thimble.Lab;

/// <summary>
/// One process at a time trains a run. It takes the lock first and reads afterwards: what was read before it could have been trained on since.
/// </summary>
internal static class RunLock
{
    /// <summary>The file that is held.</summary>
    public static string FileOf(RunFolder folder) => FilePath.Combine(folder.Path, "training.lock");

    /// <summary>Takes a run's lock. It goes free when it is disposed of, or when the process ends, however it ends.</summary>
    /// <exception cref="InvalidInputException">Another process is training the run, or the folder cannot be written to.</exception>
    public static IDisposable Take(RunFolder folder)
    {
        try
        {
            // Deleting a lock's file could let two processes hold two files of one name. With exactly these options it does not: .NET deletes
            // it while it still holds it, and who opens it looks whether it is still the one of that name.
            return folder.Files.Open(FileOf(folder), FileMode.OpenOrCreate, FileShare.None, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (FolderLock.IsHeldByAnother(exception))
        {
            throw new InvalidInputException($"{folder.Name}: another process is training this run; wait for its end, or stop it", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{folder.Path}: cannot be written to ({exception.Message}); free some space, or look at the folder's rights", exception);
        }
    }
}
