using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>A folder in which data is made, byte for byte as it is published; gone after the test.</summary>
public sealed class SourceFiles : IDisposable
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("thimble-sources-").FullName;

    /// <summary>Bytes in which each image differs from the others, and each pixel from its neighbours.</summary>
    public static byte[] Pixels(int length, int seed = 0) => [.. Enumerable.Range(0, length).Select(index => (byte)((index * 7) + (index / 256) + (seed * 31)))];

    /// <summary>Reads what a path holds.</summary>
    public static SourceContent Recognized(string path) => DataSources.Recognize(path) ?? throw new InvalidOperationException($"{path} was not recognized");

    /// <summary>What is refused there.</summary>
    public static string Refused(string path)
    {
        string message = Assert.Throws<InvalidInputException>(() => DataSources.Recognize(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>A number a byte as IDX has it.</summary>
    public static byte[] Idx(byte type, int[] sizes, byte[] values) => [0, 0, type, (byte)sizes.Length, .. sizes.SelectMany(BigEndian), .. values];

    /// <summary>An array as numpy.save writes it.</summary>
    public static byte[] Npy(string type, int[] sizes, byte[] values, int version = 1, bool isFortran = false)
    {
        string shape = string.Concat(sizes.Select(size => $"{size}, ")).TrimEnd();
        string text = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({(sizes.Length == 1 ? shape : shape.TrimEnd(','))}), }}";
        int begin = version == 1 ? 10 : 12;
        text = text.PadRight((((begin + text.Length + 1 + 63) / 64) * 64) - begin - 1) + "\n";
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.UTF8.GetBytes(text), .. values];
    }

    /// <summary>Whole numbers of 64 bits.</summary>
    public static byte[] Longs(params ReadOnlySpan<long> numbers)
    {
        byte[] bytes = new byte[numbers.Length * sizeof(long)];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        return bytes;
    }

    /// <summary>A zip file of arrays, as numpy.savez and savez_compressed write it.</summary>
    public static byte[] Npz(CompressionLevel level, params (string Name, byte[] Array)[] arrays)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] array) in arrays)
            {
                using Stream entry = archive.CreateEntry($"{name}.npy", level).Open();
                entry.Write(array);
            }
        }

        return file.ToArray();
    }

    /// <summary>CIFAR's images: labels, then red, green and blue.</summary>
    public static byte[] Cifar(int labelBytes, params byte[] classes) =>
        [.. classes.SelectMany((label, index) => (byte[])[.. Enumerable.Repeat((byte)19, labelBytes - 1), label, .. Pixels(3072, index + label)])];

    /// <summary>The files of CIFAR-10, of two images each.</summary>
    public static (string Name, byte[] Content)[] CifarTen() =>
    [
        ("batches.meta.txt", "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"u8.ToArray()),
        .. Enumerable.Range(1, 5).Select(batch => ($"data_batch_{batch}.bin", Cifar(1, (byte)batch, (byte)(batch + 4)))),
        ("test_batch.bin", Cifar(1, 3, 0)),
    ];

    /// <summary>A tar archive.</summary>
    public static byte[] Tar(string folder, IEnumerable<(string Name, byte[] Content)> files)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.Directory, $"{folder}/"));
            foreach ((string name, byte[] content) in files)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{folder}/{name}") { DataStream = new MemoryStream(content) });
        }

        return tar.ToArray();
    }

    /// <summary>Compresses.</summary>
    public static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(bytes);
        return zipped.ToArray();
    }

    /// <summary>Writes a file, and returns where.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes text.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a grey picture of 4×4.</summary>
    public string Picture(string name, byte grey = 100) => Write(name, Thimble.Lab.Plots.PngWriter.Grey([.. Enumerable.Repeat(grey, 16)], 4, 4));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
