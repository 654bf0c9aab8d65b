using System.Formats.Tar;
using System.IO.Compression;

namespace Thimble.Pictures;

/// <summary>The files of CIFAR that a folder or an archive has, by their names.</summary>
/// <param name="Contents">The content of each.</param>
/// <param name="PythonFile">A file of the version for Python; null if there is none.</param>
internal sealed record CifarFiles(IReadOnlyDictionary<string, byte[]> Contents, string? PythonFile)
{
    // As published there are 8; an archive of another thing is not read to its end.
    private const int MostEntries = 64;
    private const long MostUnpacked = 1L << 28;

    private static readonly string[] Folders = ["cifar-10-batches-bin", "cifar-100-binary", "cifar-10-batches-py", "cifar-100-python"];

    /// <summary>Looks into a folder, and into the one that the archive unpacks to.</summary>
    public static CifarFiles? InFolder(string path)
    {
        foreach (string folder in OnlyFolder.In(path, Folders))
        {
            string[] names = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
            if (CifarFormat.All.Any(format => names.Contains(format.TestFile) && names.Any(format.TrainFiles.Contains)))
                return new(names.Where(name => MostBytesOf(name) > 0).ToDictionary(name => name, name => ReadFile(Path.Combine(folder, name))), null);
            if (PythonFileIn(folder, names) is { } python)
                return new(new Dictionary<string, byte[]>(), python);
        }

        return null;
    }

    /// <summary>Looks into a tar archive, plain or compressed by gzip.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or something is too large.</exception>
    public static CifarFiles InArchive(string path)
    {
        using FileStream file = OrdinaryFile.Open(path, "give the published archive");
        using Stream content = Deflate.IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var bounded = new BoundedStream(content, MostUnpacked, path);
        try
        {
            return InTar(path, bounded);
        }
        // The last two are what the reader of archives says of numbers in a damaged header.
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException or ArgumentException)
        {
            throw new InvalidInputException($"{path}: the archive is truncated or damaged; fetch it again", error);
        }
    }

    private static CifarFiles InTar(string path, Stream content)
    {
        using var tar = new TarReader(content);
        var contents = new Dictionary<string, byte[]>();
        for (int entries = 0; entries < MostEntries && tar.GetNextEntry() is { } entry; entries++)
        {
            string name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            if (MostBytesOf(name) > 0)
                contents[name] = ReadAll($"{path}, {name}", entry.DataStream ?? Stream.Null, entry.Length, MostBytesOf(name));
            if (CifarFormat.All.Any(format => format.PythonFile == name) || (name == "train" && entry.Name.Contains("python", StringComparison.Ordinal)))
                return new(contents, name);
        }

        return new(contents, PythonFile: null);
    }

    private static long MostBytesOf(string name) => CifarFormat.All.Max(format => format.MostBytesOf(name));

    // A pickle of Python's begins with 0x80 and its version.
    private static string? PythonFileIn(string folder, string[] names)
    {
        string? name = names.Contains("data_batch_1") ? "data_batch_1" : names.Contains("train") && names.Contains("meta") ? "train" : null;
        if (name is null)
            return null;
        string path = Path.Combine(folder, name);
        if (OrdinaryFile.IsEmptyOrSpecial(path))
            return null;
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == 0x80 ? name : null;
    }

    private static byte[] ReadFile(string path)
    {
        using FileStream file = OrdinaryFile.Open(path, "fetch it again");
        return ReadAll(path, file, file.Length, MostBytesOf(Path.GetFileName(path)));
    }

    private static byte[] ReadAll(string name, Stream content, long length, long most)
    {
        if (length > most)
            throw new InvalidInputException($"{name}: it has {length:N0} bytes, and as published at most {most:N0}; fetch it again");
        // What an archive claims of a file is believed a piece at a time.
        using var read = new MemoryStream();
        content.CopyTo(read);
        return read.ToArray();
    }
}
