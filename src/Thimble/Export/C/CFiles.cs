using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Thimble.Export.C;

/// <summary>
/// A network as one C99 header and one source: no heap, no library (but for <c>math.h</c>, where a layer has an exponential in single precision), constant tables and one block of memory, in which rows of
/// values take turns. It takes pixels and normalizes them itself.
/// </summary>
public static class CFiles
{
    /// <summary>The paths of all files that an export writes, the header and the source first.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="options">How it is written.</param>
    public static IReadOnlyList<string> PathsOf(string folder, CExportOptions options) => options.IsProject
        ? CProject.PathsOf(folder, options.Name)
        : [Path.Combine(folder, $"{options.Name}.h"), Path.Combine(folder, $"{options.Name}.c")];

    /// <summary>
    /// Writes the files aside and then puts them in place: all are replaced, or none. Should the machine stop between the two, the
    /// compiler refuses the source with the other's header.
    /// </summary>
    /// <param name="trained">The network.</param>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="InvalidInputException">
    /// The network has a layer that cannot be exported, the name is none in C, the calibration images do not fit, or a file cannot be written.
    /// </exception>
    public static CSummary Write(TrainedNetwork trained, string folder, CExportOptions options) =>
        Write(trained, folder, options, FileSystem.Disk);

    /// <inheritdoc cref="Write(TrainedNetwork, string, CExportOptions)"/>
    internal static CSummary Write(TrainedNetwork trained, string folder, CExportOptions options, FileSystem files)
    {
        // It becomes part of two paths and of identifiers.
        if (CNames.ProblemOf(options.Name) is { } problem)
            throw new InvalidInputException($"'{options.Name}' is no name for C: {problem}");
        CSource written = CSource.Of(trained, options);
        IReadOnlyList<string> paths = PathsOf(folder, options);
        try
        {
            foreach (string path in paths)
                files.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: this folder cannot be made ({exception.Message}); choose another", exception);
        }

        string mark = MarkOf(written.Header("") + written.Source(""));
        IReadOnlyList<string> texts =
        [
            written.Header(mark), written.Source(mark),
            .. options.IsProject ? CProject.Texts(trained, options, written.Program.LogitType) : [],
        ];
        AtomicFile.WriteTogether([.. paths.Zip(texts, (path, text) => (path, (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(text)))))], files);
        return new(paths[0], paths[1], written.Program.ConstantBytes, written.Program.MemoryBytes);
    }

    /// <summary>What a network in single precision needs as C, without writing it; null where it cannot be exported.</summary>
    /// <param name="trained">The network.</param>
    /// <returns>Bytes of constants, and bytes of static memory that is written to.</returns>
    internal static (long Constants, long Memory)? SizesOf(TrainedNetwork trained)
    {
        try
        {
            CProgram program = CSource.Of(trained, new CExportOptions("network")).Program;
            return (program.ConstantBytes, program.MemoryBytes);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    // Two files cannot be replaced in one step, so each says which export it is from. A macro that is not defined counts as 0.
    private static string MarkOf(string texts)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(texts));
        return $"0x{BinaryPrimitives.ReadUInt32BigEndian(hash) | 1:x8}";
    }
}

/// <summary>How a network is written as C.</summary>
/// <param name="Name">
/// The name of the files and of what is in them: a small letter, then small letters, digits and underscores, the last no underscore; no reserved word of C or
/// C++, no header of theirs (<c>math</c>), no device of Windows (<c>con</c>).
/// </param>
/// <param name="CalibrationImages">
/// Null for single precision. Otherwise whole numbers of 8 bits, whose scales these images choose: some hundred training
/// images, channel, row, column, 0 to 255.
/// </param>
public sealed record CExportOptions(string Name, IReadOnlyList<byte[]>? CalibrationImages = null)
{
    /// <summary>How accurate it is, in words, for the header; null to say nothing.</summary>
    public string? Accuracy { get; init; }

    /// <summary>
    /// Whether the files are those of a firmware project: the header and the source in <c>src</c>, a self-test, a program, a Makefile, and what
    /// Arduino and PlatformIO read.
    /// </summary>
    public bool IsProject { get; init; }

    /// <summary>
    /// A text as a name in C: what is neither a letter nor a digit becomes an underscore, and what C, C++ or a system has a use of its
    /// own for gets <c>network_</c> before it.
    /// </summary>
    public static string NameOf(string text) => CNames.Of(text);
}

/// <summary>What was written.</summary>
/// <param name="Header">The header's path.</param>
/// <param name="Source">The source's path.</param>
/// <param name="ConstantBytes">Bytes of constants: weights and tables. The program itself comes on top, as large as the compiler makes it.</param>
/// <param name="MemoryBytes">Bytes of static memory that is written to.</param>
public sealed record CSummary(string Header, string Source, long ConstantBytes, long MemoryBytes);
