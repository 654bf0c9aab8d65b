namespace Thimble.Tests.Files;

/// <summary>What is asked of the disk, in order.</summary>
internal sealed class FileSystemThatRecords : FileSystem
{
    /// <summary>The calls.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Whether nothing can be deleted.</summary>
    public bool CannotDelete { get; init; }

    public override Stream Open(string path, FileMode mode, FileShare share = FileShare.None, FileOptions options = FileOptions.None)
    {
        Calls.Add("open");
        return base.Open(path, mode, share, options);
    }

    public override void Flush(Stream file)
    {
        Calls.Add("flush");
        base.Flush(file);
    }

    public override void Move(string source, string destination)
    {
        Calls.Add("move");
        base.Move(source, destination);
    }

    public override void Replace(string source, string destination, string before)
    {
        Calls.Add("replace");
        base.Replace(source, destination, before);
    }

    public override void Delete(string path)
    {
        Calls.Add("delete");
        if (CannotDelete)
            throw new IOException("Device or resource busy");
        base.Delete(path);
    }
}
