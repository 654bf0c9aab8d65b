namespace Thimble.Pictures;

/// <summary>
/// The folder of cached pixels. What was used longest ago is deleted when more than <see cref="MostBytes"/> are there, but nothing that this object has
/// opened or written: the training and test pixels of one run are kept together, however many they are. What a process that was killed left behind is
/// deleted, too. A file's last write is when it was last used.
/// </summary>
/// <param name="path">The folder; it is made when something is written.</param>
/// <param name="mostBytes">The most bytes of all files together; <see cref="MostBytes"/> by default.</param>
/// <param name="files">Where it is written; the disk if null.</param>
/// <param name="time">The clock; the system's if null.</param>
internal sealed class PixelCacheFolder(string path, long mostBytes = PixelCacheFolder.MostBytes, FileSystem? files = null, TimeProvider? time = null)
{
    /// <summary>4 GiB.</summary>
    public const long MostBytes = 4L << 30;

    private const string Extension = ".pixels";

    // A file that is written is locked, but for the moment in which it is renamed.
    private static readonly TimeSpan Renaming = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _used = [];
    private readonly FileSystem _files = files ?? FileSystem.Disk;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Where the pixels of a key are, or are to be.</summary>
    public string FileOf(string key) => Path.Combine(path, $"{key}{Extension}");

    /// <summary>Notes that a file was used now.</summary>
    public void Touch(string file)
    {
        _used.Add(Path.GetFileName(file));
        try
        {
            File.SetLastWriteTimeUtc(file, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In a cache that only others may write to, they decide what stays.
            return;
        }
    }

    /// <summary>Writes a file, and makes room for it first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">The bytes that it will have.</param>
    /// <param name="write">Writes its content into a stream that can also be read and moved in.</param>
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public void Write(string file, long length, Action<Stream> write)
    {
        _files.CreateDirectory(path);
        DeleteLeftovers();
        MakeRoom(file, length);
        AtomicFile.Write(file, write, _files);
        Touch(file);
    }

    // The file that is about to be replaced does not count, and one that alone is too large is written nevertheless.
    private void MakeRoom(string file, long length)
    {
        long total = length;
        foreach (FileInfo one in new DirectoryInfo(path).EnumerateFiles($"*{Extension}").OrderByDescending(one => one.LastWriteTimeUtc).ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            if (one.Name == Path.GetFileName(file))
                continue;
            total += one.Length;
            if (total > mostBytes && !_used.Contains(one.Name))
                TryDelete(one.FullName);
        }
    }

    private void DeleteLeftovers()
    {
        foreach (FileInfo aside in new DirectoryInfo(path).EnumerateFiles($"*{Extension}.*-*.tmp"))
        {
            if (_time.GetUtcNow().UtcDateTime - aside.LastWriteTimeUtc > Renaming && IsFree(aside.FullName))
                TryDelete(aside.FullName);
        }
    }

    // Whoever writes a file has it locked, and the lock ends with the process: numbers of processes say nothing between two containers.
    private static bool IsFree(string file)
    {
        try
        {
            using FileStream own = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void TryDelete(string file)
    {
        try
        {
            _files.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is used, as on Windows, or somebody else's; the next one tries again.
            return;
        }
    }
}
