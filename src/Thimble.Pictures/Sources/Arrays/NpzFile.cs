using System.IO.Compression;

namespace Thimble.Pictures;

/// <summary>
/// A NumPy archive (.npz): a zip file of arrays, stored or deflated. The size of an array is checked against the file before anything is allocated for it.
/// </summary>
internal sealed class NpzFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _archive;

    private NpzFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _archive = new(file, ZipArchiveMode.Read);
    }

    /// <summary>The names of its arrays.</summary>
    public IReadOnlyList<string> Names => [.. _archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)).Select(entry => entry.FullName[..^".npy".Length])];

    /// <summary>Opens a file and does something with it.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or cannot be read.</exception>
    public static T Open<T>(string path, Func<NpzFile, T> use)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path, "give a NumPy archive");
            using NpzFile archive = new(path, file);
            return use(archive);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidInputException($"{path}: the zip data is damaged; fetch it again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); check your rights, or fetch it again", error);
        }
    }

    /// <summary>Reads an array; null if there is no such array.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or claims more than the file can hold.</exception>
    public NpyArray? Read(string array)
    {
        ZipArchiveEntry[] entries = [.. _archive.Entries.Where(entry => entry.FullName == $"{array}.npy")];
        if (entries.Length == 0)
            return null;
        string name = $"{_path}, {array}";
        if (entries.Length > 1)
            throw new InvalidInputException($"{name}: there are {entries.Length} arrays of this name; write the file again with numpy.savez");
        using Stream content = entries[0].Open();
        var header = NpyHeader.Read(name, content);
        long most = Math.Min(Array.MaxLength, _file.Length * Deflate.GreatestRatio);
        if (header.Length > most)
            throw new InvalidInputException($"{name}: its header claims {string.Join('×', header.Sizes)} numbers, more than {(most == Array.MaxLength ? "fits in memory" : "a file of this size can hold")}; fetch it again, or split it");
        byte[] values = new byte[header.Length];
        if (content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false) < values.Length)
            throw new InvalidInputException($"{name}: truncated: its header promises {header.Length:N0} bytes, and there are fewer; fetch it again");
        if (content.ReadByte() >= 0)
            throw new InvalidInputException($"{name}: there is more after the {header.Length:N0} bytes that its header promises; write the file again with numpy.savez");
        // The archive does not look at the checksums itself.
        return Crc32.Of(header.Raw, values) == entries[0].Crc32
            ? new(name, header, values)
            : throw new InvalidInputException($"{name}: its checksum is wrong; the file is damaged: fetch it again");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }
}
