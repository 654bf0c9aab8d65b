using System.Buffers;
using System.Text;

namespace Thimble;

/// <summary>What a file is that is not what was wanted: told by its first bytes, called by its name, with what to do about it.</summary>
/// <param name="Name">What it is, as in "not a PNG picture but …".</param>
/// <param name="Family">What is done about it.</param>
internal sealed record FileKind(string Name, FileFamily Family)
{
    /// <summary>How many of its first bytes tell a file's kind.</summary>
    public const int BytesNeeded = 512;

    /// <summary>The name of PNG.</summary>
    public const string PngName = "a PNG picture";

    // What is at the first byte. What needs more than that is below.
    private static readonly (byte[] Start, FileKind Kind)[] Signatures =
    [
        ([0x89, .. "PNG\r\n"u8], new(PngName, FileFamily.Picture)),
        ([0xFF, 0xD8, 0xFF], new("JPEG", FileFamily.Picture)),
        ([.. "GIF8"u8], new("GIF", FileFamily.Picture)),
        ([(byte)'I', (byte)'I', 42, 0], new("TIFF", FileFamily.Picture)),
        ([(byte)'M', (byte)'M', 0, 42], new("TIFF", FileFamily.Picture)),
        ([.. "%PDF"u8], new("PDF", FileFamily.Picture)),
        ([.. Deflate.GzipMark], new("gzip data", FileFamily.Packed)),
        ([0xFD, .. "7zXZ"u8, 0], new("xz data", FileFamily.Packed)),
        ([.. "BZh"u8], new("bzip2 data", FileFamily.Packed)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("zstd data", FileFamily.Packed)),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], new("a 7z archive", FileFamily.Packed)),
        ([.. "Rar!"u8], new("a RAR archive", FileFamily.Packed)),
        ([0x89, .. "HDF\r\n"u8], new("HDF5 (.h5, as Keras writes it)", FileFamily.Model)),
        ([.. "GGUF"u8], new("GGUF", FileFamily.Model)),
        ([0x93, .. "NUMPY"u8], new("a NumPy array (.npy)", FileFamily.Arrays)),
        ([.. "MATLAB"u8], new("a MATLAB file", FileFamily.Arrays)),
        ([.. "PAR1"u8], new("a Parquet file", FileFamily.Arrays)),
        ([.. "ARROW1"u8], new("an Arrow file", FileFamily.Arrays)),
        ([.. "SQLite format 3"u8], new("an SQLite database", FileFamily.Other)),
        ([.. "version https://git-lfs"u8], new("a pointer of git-lfs", FileFamily.Pointer)),
    ];

    /// <summary>Recognizes a file; null where its bytes say nothing.</summary>
    /// <param name="start">Its first bytes, <see cref="BytesNeeded"/> of them or the whole file.</param>
    public static FileKind? Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return new("empty", FileFamily.Empty);
        // First, because the length that it begins with may look like any signature of a few bytes.
        if (start is [_, _, _, 0, 0, 0, 0, 0, (byte)'{', ..])
            return new("a safetensors file", FileFamily.Safetensors);
        foreach ((byte[] signature, FileKind kind) in Signatures)
        {
            if (start.StartsWith(signature))
                return kind;
        }

        return start switch
        {
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => new("BMP", FileFamily.Picture),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new("WebP", FileFamily.Picture),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => new("HEIC, AVIF or a film", FileFamily.Picture),
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] => new("a TensorFlow Lite model", FileFamily.Model),
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => OfZip(start),
            [0x80, >= 2 and <= 5, ..] => OfPickle(start),
            [0, 0, >= 8 and <= 14, >= 1 and <= 4, ..] => new("an IDX file", FileFamily.Idx),
            // Protobuf: the version of its format, then a field that an ONNX model has.
            [8, >= 2 and <= 20, 0x12 or 0x1A or 0x22 or 0x3A or 0x42, ..] => new("an ONNX model", FileFamily.Model),
            _ when start.Length > 262 && start[257..].StartsWith("ustar"u8) => new("a tar archive", FileFamily.Packed),
            _ => IsText(start) ? OfText(start) : null,
        };
    }

    /// <summary>The end of the message "not a PNG picture": what the file seems to be and what to do.</summary>
    public static string Guess(ReadOnlySpan<byte> start) => Of(start) switch
    {
        null => "; give a PNG picture",
        { Family: FileFamily.Empty } => ": it is empty",
        // Its whole signature was looked for.
        { Name: PngName } => ": its first bytes are damaged, as by a transfer that took it for text; copy it again",
        var kind => $" but {kind.Name}; {kind.Advice(FileFamily.Picture)}",
    };

    /// <summary>What to do where another kind of file was wanted.</summary>
    /// <param name="wanted">What was wanted: <see cref="FileFamily.Picture"/>, <see cref="FileFamily.Idx"/> or <see cref="FileFamily.Safetensors"/>.</param>
    public string Advice(FileFamily wanted)
    {
        string give = wanted switch
        {
            FileFamily.Picture => "give a PNG picture",
            FileFamily.Idx => "give IDX files of images and labels",
            _ => "give a safetensors file of weights",
        };
        return Family switch
        {
            FileFamily.Page => "its address gave a page in place of the file: fetch it again",
            FileFamily.Pointer => "it only stands for the file: run git lfs pull where it came from",
            FileFamily.Packed => "unpack it and give the right file",
            FileFamily.Empty => "fetch it again",
            FileFamily.PyTorch when wanted == FileFamily.Safetensors =>
                "convert it in Python: import torch; from safetensors.torch import save_file; save_file(torch.load(\"model.pt\", map_location=\"cpu\"), \"model.safetensors\")"
                + " (docs/export.md has more)",
            FileFamily.Model when wanted == FileFamily.Safetensors => "save the weights of the PyTorch network as safetensors (docs/export.md says how)",
            FileFamily.PyTorch or FileFamily.Arrays when wanted == FileFamily.Idx => "write its images and labels as IDX files (docs/experiments.md says how)",
            FileFamily.Picture when wanted == FileFamily.Picture => "convert it to PNG",
            FileFamily.Picture when wanted == FileFamily.Idx => "write the pictures and their labels as IDX files (docs/experiments.md says how)",
            _ => give,
        };
    }

    // The name of the first file in it says who wrote it.
    private static FileKind OfZip(ReadOnlySpan<byte> start)
    {
        const int Head = 30;
        int length = start.Length >= Head ? start[26] + (start[27] << 8) : 0;
        string first = Encoding.UTF8.GetString(start.Slice(Math.Min(Head, start.Length), Math.Min(length, Math.Max(0, start.Length - Head))));
        string inside = first[(first.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (inside is "data.pkl" or "version" or "byteorder" or "constants.pkl" or ".format_version" or ".storage_alignment" || inside.StartsWith("data/", StringComparison.Ordinal))
            return new("a PyTorch file (torch.save)", FileFamily.PyTorch);
        if (first.EndsWith(".npy", StringComparison.Ordinal))
            return new("a NumPy archive (.npz)", FileFamily.Arrays);
        return first is "metadata.json" or "config.json" or "model.weights.h5"
            ? new("a Keras model (.keras)", FileFamily.Model)
            : new("a zip archive", FileFamily.Packed);
    }

    // torch.save wrote this number first, before it wrote zip archives.
    private static FileKind OfPickle(ReadOnlySpan<byte> start) =>
        start[2..].StartsWith((ReadOnlySpan<byte>)[0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
            ? new("a PyTorch file (torch.save, its older form)", FileFamily.PyTorch)
            : new("a Python pickle", FileFamily.PyTorch);

    private static FileKind OfText(ReadOnlySpan<byte> start)
    {
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        bool Begins(string beginning) => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
        if (Begins("<!doctype html") || Begins("<html") || Begins("<head") || Begins("<!--"))
            return new("an HTML page", FileFamily.Page);
        if (Begins("<svg") || (Begins("<?xml") && text.Contains("<svg", StringComparison.OrdinalIgnoreCase)))
            return new("SVG", FileFamily.Picture);
        if (Begins("<?xml") || Begins("<error"))
            return new("an XML message", FileFamily.Page);
        return new("text", FileFamily.Other);
    }

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, BytesNeeded)];
        if (start.ContainsAnyInRange((byte)0, (byte)8))
            return false;
        while (!start.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(start, out _, out int bytes);
            // Where reading stops a character may be cut in two.
            if (status != OperationStatus.Done)
                return status == OperationStatus.NeedMoreData && file.Length >= BytesNeeded;
            start = start[bytes..];
        }

        return true;
    }
}

/// <summary>Kinds of files that the same is done about.</summary>
internal enum FileFamily
{
    /// <summary>Nothing is in it.</summary>
    Empty,

    /// <summary>A picture; only PNG is read.</summary>
    Picture,

    /// <summary>Images or labels in MNIST's format.</summary>
    Idx,

    /// <summary>Weights in the format that Thimble reads.</summary>
    Safetensors,

    /// <summary>Something compressed, or several files in one.</summary>
    Packed,

    /// <summary>What torch.save wrote, or another pickle.</summary>
    PyTorch,

    /// <summary>A network in another program's format.</summary>
    Model,

    /// <summary>Arrays of numbers in another program's format.</summary>
    Arrays,

    /// <summary>What a server said in place of giving the file.</summary>
    Page,

    /// <summary>A few lines that name the real file.</summary>
    Pointer,

    /// <summary>Something else.</summary>
    Other,
}
