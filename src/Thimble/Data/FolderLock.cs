namespace Thimble;

/// <summary>
/// One process at a time in a folder: a file that is held open without sharing. It goes free when its process ends,
/// however it ends. The file itself stays: deleting it would let two processes hold two files of one name.
/// </summary>
internal static class FolderLock
{
    private const string FileName = ".lock";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the folder; dispose what comes back to let it go.</summary>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, FileName);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (IsHeldByAnother(error))
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>A sharing or lock violation on Windows; EWOULDBLOCK on Linux (11) and macOS (35).</summary>
    internal static bool IsHeldByAnother(IOException error) => OperatingSystem.IsWindows()
        ? (error.HResult & 0xffff) is 32 or 33
        : error.HResult is 11 or 35;
}
