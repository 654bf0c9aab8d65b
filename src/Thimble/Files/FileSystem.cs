namespace Thimble;

/// <summary>
/// The changes that are made on disk where runs, searches and weights are kept. It comes in as an argument, so that a test can give one
/// that fails, or stops, at any change.
/// </summary>
internal class FileSystem
{
    /// <summary>The disk.</summary>
    public static FileSystem Disk { get; } = new();

    /// <summary>Opens a file to be written, without a buffer: what could not be written has failed then, and not when the file is closed.</summary>
    public virtual Stream Open(string path, FileMode mode, FileShare share = FileShare.None, FileOptions options = FileOptions.None) =>
        new DiskFile(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite, share, options);

    /// <summary>Returns when a file that was opened here is on the disk itself, and not in the system's memory alone.</summary>
    public virtual void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <summary>Renames a file or a folder; a file takes the place of another in one step.</summary>
    public virtual void Move(string source, string destination)
    {
        if (Directory.Exists(source))
            Directory.Move(source, destination);
        else
            File.Move(source, destination, overwrite: true);
    }

    /// <summary>Puts a file in the place of another, which goes to a third: until then it is in its place.</summary>
    public virtual void Replace(string source, string destination, string before) =>
        File.Replace(source, destination, before, ignoreMetadataErrors: true);

    /// <summary>Deletes a file, if it is there.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Makes a folder and those above it.</summary>
    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    // Every way of writing goes through this one in a class derived from FileStream.
    private sealed class DiskFile(string path, FileMode mode, FileAccess access, FileShare share, FileOptions options)
        : FileStream(path, mode, access, share, bufferSize: 0, options)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                base.Write(buffer, offset, count);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                // .NET's word for a file that is larger than a limit or the file system allows (EFBIG), though nobody gave an argument.
                throw new IOException("File too large", exception);
            }
        }
    }
}
