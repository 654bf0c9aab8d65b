using System.IO.Compression;
using System.Text;
using Thimble.Tests.Data;

namespace Thimble.Tests;

/// <summary>Files are called by their name, and what to do depends on what was wanted.</summary>
public sealed class FileKindTests
{
    public static TheoryData<string, byte[]> Kinds => new()
    {
        { "empty", [] },
        { "an HTML page", "\r\n<!DOCTYPE html><html><body>404"u8.ToArray() },
        { "an HTML page", [0xEF, 0xBB, 0xBF, .. "<HTML lang='de'>"u8] },
        { "an XML message", "<?xml version=\"1.0\"?><Error><Code>AccessDenied"u8.ToArray() },
        { "a pointer of git-lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a"u8.ToArray() },
        { "gzip data", IdxBytes.Compressed([1, 2, 3]) },
        { "xz data", [0xFD, .. "7zXZ"u8, 0, 0, 4] },
        { "bzip2 data", "BZh91AY&SY"u8.ToArray() },
        { "a zip archive", Zip("train-images-idx3-ubyte", "b") },
        { "a NumPy archive (.npz)", Zip("x_train.npy", "y_train.npy") },
        { "a PyTorch file (torch.save)", Zip("archive/data.pkl", "archive/version") },
        { "a PyTorch file (torch.save)", Zip("model_17/data.pkl", "model_17/byteorder") },
        { "a Keras model (.keras)", Zip("metadata.json", "config.json") },
        { "a PyTorch file (torch.save, its older form)", [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E] },
        { "a Python pickle", [0x80, 0x04, 0x95, 1, 0, 0] },
        { "HDF5 (.h5, as Keras writes it)", [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A, 0] },
        { "an ONNX model", [0x08, 0x08, 0x12, 0x07, .. "pytorch"u8] },
        { "GGUF", [.. "GGUF"u8, 3, 0, 0, 0] },
        { "a TensorFlow Lite model", [0x1C, 0, 0, 0, .. "TFL3"u8] },
        { "a NumPy array (.npy)", [0x93, .. "NUMPY"u8, 1, 0] },
        { "a tar archive", Tar() },
        { "JPEG", [0xFF, 0xD8, 0xFF, 0xE0] },
        { "an IDX file", IdxBytes.Labels(3) },
        { "a safetensors file", [64, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\":"u8] },
        { "text", "label,pixel0,pixel1\n7,0,0\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_is_called_by_its_name(string name, byte[] bytes) => Assert.Equal(name, FileKind.Of(bytes.AsSpan(0, Math.Min(bytes.Length, FileKind.BytesNeeded)))!.Name);

    [Fact]
    public void What_says_nothing_is_called_nothing() => Assert.Null(FileKind.Of([1, 2, 3, 4, 5]));

    [Fact]
    public void What_to_do_depends_on_what_was_wanted()
    {
        FileKind pytorch = FileKind.Of(Zip("archive/data.pkl"))!;

        Assert.Contains("save_file(torch.load(", pytorch.Advice(FileFamily.Safetensors), StringComparison.Ordinal);
        Assert.Contains("IDX files", pytorch.Advice(FileFamily.Idx), StringComparison.Ordinal);
        Assert.Equal("give a PNG picture", pytorch.Advice(FileFamily.Picture));
        Assert.Contains("git lfs pull", FileKind.Of("version https://git-lfs"u8)!.Advice(FileFamily.Idx), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_place_of_weights_it_is_refused_by_its_name_in_one_line(string name, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("model", bytes);
        // What is one, but damaged, keeps its own message.
        OneLine.Thrown<InvalidInputException>(() => SafetensorsFile.Read(path), path, name is "a safetensors file" or "empty" ? "not a sound safetensors file" : $"not a safetensors file but {name}; ");
    }

    [Fact]
    public void A_folder_in_place_of_weights_is_called_so()
    {
        using var folder = new TemporaryFolder();
        OneLine.Thrown<InvalidInputException>(() => SafetensorsFile.Read(folder.Path), "this is a folder");
    }

    private static byte[] Zip(params string[] names)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (string name in names)
                zip.CreateEntry(name, CompressionLevel.NoCompression).Open().Dispose();
        }

        return bytes.ToArray();
    }

    private static byte[] Tar()
    {
        byte[] block = new byte[1024];
        "train-images"u8.CopyTo(block);
        "ustar"u8.CopyTo(block.AsSpan(257));
        return block;
    }
}
