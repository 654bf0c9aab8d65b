using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Thimble;

/// <summary>
/// Files that are either whole or not there: written aside, flushed to disk, then put in place. What is no ordinary file is written
/// through, since to replace it would remove a device or a pipe; a symbolic link is followed and stays.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. What was there before stays until the new content is on disk, and the new file has its permissions.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="files">Where it is written; the disk if null.</param>
    /// <exception cref="InvalidInputException">The file cannot be written, is marked read-only, or a folder is in its place.</exception>
    public static void Write(string path, Action<Stream> write, FileSystem? files = null) => WriteTogether([(path, write)], files);

    /// <summary>Writes files that belong together: all of them are replaced, or none.</summary>
    /// <param name="contents">Each file's path, and what writes its content.</param>
    /// <param name="files">Where they are written; the disk if null.</param>
    /// <exception cref="InvalidInputException">A file cannot be written, is marked read-only, or a folder is in its place.</exception>
    public static void WriteTogether(IReadOnlyList<(string Path, Action<Stream> Write)> contents, FileSystem? files = null)
    {
        PendingFile[] pending =
        [
            .. contents.Select(file => new PendingFile(file.Path, file.Write, keepsBefore: contents.Count > 1, files ?? FileSystem.Disk)),
        ];
        string current = "";
        int placed = 0;
        try
        {
            Each(pending, file => file.WriteAside());
            for (; placed < pending.Length; placed++)
                Each([pending[placed]], file => file.Place());
        }
        catch (Exception exception)
        {
            foreach (PendingFile file in pending.Take(placed).Reverse())
                file.Restore();
            if (exception is not (IOException or UnauthorizedAccessException))
                throw;
            throw new InvalidInputException(
                $"{current}: cannot be written ({exception.Message}); free some space or choose a folder that you may write to", exception);
        }
        finally
        {
            foreach (PendingFile file in pending)
                file.Clean();
        }

        void Each(IEnumerable<PendingFile> some, Action<PendingFile> act)
        {
            foreach (PendingFile file in some)
            {
                current = file.Path;
                act(file);
            }
        }
    }

    /// <summary>A file on its way into its place.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="keepsBefore">Whether what it replaces is kept until all files are in place.</param>
    /// <param name="files">Where it is written.</param>
    private sealed class PendingFile(string path, Action<Stream> write, bool keepsBefore, FileSystem files)
    {
        private OutputPlace _place;
        private string? _aside;
        private bool _isPlaced;
        private bool _hasBefore;

        public string Path => path;

        private string Before => $"{_aside}.before.tmp";

        public void WriteAside()
        {
            _place = OutputPlace.Of(path);
            if (_place.Kind == OutputKind.Stream)
                return;
            // In the folder of the file itself, because only within a file system does a rename replace a file in one step.
            // Never the name of another writer's: in two containers with one folder, both processes may have the same number.
            string aside = $"{Shortened(_place.Target)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
            using Stream stream = files.Open(aside, FileMode.CreateNew);
            _aside = aside;
            write(stream);
            files.Flush(stream);
            if (_place.Kind == OutputKind.File && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(aside, File.GetUnixFileMode(_place.Target));
        }

        // A name may have 255 bytes in most file systems, and the one aside is longer.
        private static string Shortened(string path)
        {
            const int longest = 160;
            string name = System.IO.Path.GetFileName(path);
            if (Encoding.UTF8.GetByteCount(name) <= longest)
                return path;
            // Names may differ at their end alone, as those of a header and its source do.
            string rest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
            string start = string.Concat(name.EnumerateRunes().Take(longest / 8));
            return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", $"{start}-{rest}");
        }

        public void Place()
        {
            if (_aside is null)
            {
                using Stream through = Open();
                write(through);
            }
            else if (keepsBefore && _place.Kind == OutputKind.File)
            {
                files.Replace(_aside, _place.Target, Before);
                _hasBefore = true;
            }
            else
            {
                files.Move(_aside, _place.Target);
            }

            _isPlaced = true;
        }

        public void Restore()
        {
            try
            {
                if (_hasBefore)
                    files.Move(Before, _place.Target);
                else if (_place.Kind == OutputKind.Nothing)
                    files.Delete(_place.Target);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What was there before stays aside: it is all that is left of it.
            }

            _hasBefore = false;
        }

        // What cannot be deleted stays, and what is said is why nothing was written.
        public void Clean()
        {
            try
            {
                if (_aside is not null && !_isPlaced)
                    files.Delete(_aside);
                if (_hasBefore)
                    files.Delete(Before);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }

        private FileStream Open()
        {
            if (_place.Descriptor is not { } number)
                return new(_place.Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1 << 16);
            return OpenDescriptor.IsGiven(number)
                ? new(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 1 << 16)
                : throw new IOException("it is not open");
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
