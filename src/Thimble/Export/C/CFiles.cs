using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Thimble.Export.C;

/// <summary>
/// A network as one C99 header and one source: no heap, no library (but for <c>math.h</c>, where a layer has an exponential in single precision), constant tables and one static block of memory whose
/// places are shared by values that are not needed at the same time. It takes pixels and normalizes them itself.
/// </summary>
public static class CFiles
{
    /// <summary>The two files' paths.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="name">The network's name in C.</param>
    public static (string Header, string Source) PathsOf(string folder, string name) =>
        (Path.Combine(folder, $"{name}.h"), Path.Combine(folder, $"{name}.c"));

    /// <summary>
    /// Writes both files aside and then puts them in place: both are replaced, or neither. Should the machine stop between the two, the
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
        (CProgram program, CRecognition? recognition, string recognize) = Written(trained, options);
        (string header, string source) = PathsOf(folder, options.Name);
        try
        {
            files.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: this folder cannot be made ({exception.Message}); choose another", exception);
        }

        string mark = MarkOf(Header(trained, options, program, recognition, ""), Source(trained.Description, options, program, recognize, ""));
        string headerText = Header(trained, options, program, recognition, mark);
        string sourceText = Source(trained.Description, options, program, recognize, mark);
        AtomicFile.WriteTogether(
            [
                (header, stream => stream.Write(Encoding.UTF8.GetBytes(headerText))),
                (source, stream => stream.Write(Encoding.UTF8.GetBytes(sourceText))),
            ],
            files);
        return new(header, source, program.Tables.Bytes, program.MemoryBytes);
    }

    // The whole program, and what recognizes: it adds to the tables, which the other parts count and print.
    private static (CProgram Program, CRecognition? Recognition, string Recognize) Written(TrainedNetwork trained, CExportOptions options)
    {
        CProgram program = Program(trained, options);
        program.Write();
        CRecognition? recognition = trained.Description.Calibration is { } calibration ? new(options.Name, calibration, trained.Description.Definition.Input) : null;
        return (program, recognition, recognition?.Definition(program) ?? "");
    }

    /// <summary>What a network in single precision needs as C, without writing it; null where it cannot be exported.</summary>
    /// <param name="trained">The network.</param>
    /// <returns>Bytes of constants, and bytes of static memory that is written to.</returns>
    internal static (long Constants, long Memory)? SizesOf(TrainedNetwork trained)
    {
        try
        {
            CProgram program = Written(trained, new CExportOptions("network")).Program;
            return (program.Tables.Bytes, program.MemoryBytes);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    // Two files cannot be replaced in one step, so each says which export it is from. A macro that is not defined counts as 0.
    private static string MarkOf(string header, string source)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(header + source));
        return $"0x{BinaryPrimitives.ReadUInt32BigEndian(hash) | 1:x8}";
    }

    private static CProgram Program(TrainedNetwork trained, CExportOptions options)
    {
        if (options.CalibrationImages is not null)
        {
            (Int8Scales int8, PixelTables pixels) = Int8Scales.Of(trained, options.CalibrationImages);
            return new Int8CProgram(int8, pixels);
        }

        CPlan steps = CPlan.Of(ExportGraph.Of(trained.Network));
        Normalization normalization = trained.Description.Normalization;
        ExportGraph.CheckFinite(steps.Graph, normalization);
        return new FloatProgram(steps, normalization);
    }

    private static string Header(TrainedNetwork trained, CExportOptions options, CProgram program, CRecognition? recognition, string mark)
    {
        string prefix = options.Name.ToUpperInvariant();
        NetworkDescription description = trained.Description;
        Shape input = description.Definition.Input;
        string arithmetic = options.CalibrationImages is null ? "single precision" : "whole numbers of 8 bits, without floating point";
        return $$"""
            /* {{options.Name}}, exported by Thimble: {{description.Definition.ParameterCount}} parameters, {{arithmetic}}.
               Pictures: {{description.PictureInstructions}}
               Classes, in the order of the logits: {{string.Join(", ", description.ClassNames.Select(CNames.InComment))}}. */
            #ifndef {{prefix}}_H
            #define {{prefix}}_H

            #include <stdint.h>

            #ifdef __cplusplus
            extern "C" {
            #endif

            #define {{prefix}}_PIXELS {{input.Size}} /* channels, rows, columns: {{input.Channels}}, {{input.Height}}, {{input.Width}} */
            #define {{prefix}}_CLASSES {{description.Definition.ClassCount}}
            #define {{prefix}}_CONSTANT_BYTES {{program.Tables.Bytes}}
            #define {{prefix}}_MEMORY_BYTES {{program.MemoryBytes}}
            #define {{prefix}}_EXPORT {{mark}} /* the source was written with this header */
            {{program.HeaderLines(prefix)}}
            /* The logits of one image; pixels from 0 (background) to 255. It works in static memory: one call at a time. */
            void {{options.Name}}_logits(const uint8_t pixels[{{prefix}}_PIXELS], {{program.LogitType}} logits[{{prefix}}_CLASSES]);

            /* The class with the largest logit. */
            int {{options.Name}}_classify(const uint8_t pixels[{{prefix}}_PIXELS]);

            /* What the classes are called, in UTF-8. A linker that drops unused sections (compile with -fdata-sections) leaves it out where it is not used. */
            extern const char *const {{options.Name}}_class_names[{{prefix}}_CLASSES];
            {{recognition?.Declaration}}
            #ifdef __cplusplus
            }
            #endif

            #endif

            """.ReplaceLineEndings("\n");
    }

    private static string Source(NetworkDescription description, CExportOptions options, CProgram program, string recognize, string mark)
    {
        string prefix = options.Name.ToUpperInvariant();
        string library = program.Functions.Contains("<math.h>", StringComparison.Ordinal) ? "no library but math.h: link with -lm" : "no library";
        return $$"""
            /* Exported by Thimble; the header says what it is. C99, no heap, {{library}}. */
            #include "{{options.Name}}.h"

            #if {{prefix}}_EXPORT != {{mark}}
            #error "{{options.Name}}.h and {{options.Name}}.c are from different exports: export both again"
            #endif

            const char *const {{options.Name}}_class_names[{{prefix}}_CLASSES] = {{{string.Join(", ", description.ClassNames.Select(CNames.InQuotes))}}};

            {{program.Memory}}
            {{program.Functions}}{{program.Tables.Text}}
            void {{options.Name}}_logits(const uint8_t pixels[{{prefix}}_PIXELS], {{program.LogitType}} logits[{{prefix}}_CLASSES])
            {
                for (int i = 0; i < {{prefix}}_PIXELS; i++)
                    {{program.ReadPixels}}
            {{program.Calls}}}

            int {{options.Name}}_classify(const uint8_t pixels[{{prefix}}_PIXELS])
            {
                {{program.LogitType}} logits[{{prefix}}_CLASSES];
                int best = 0;
                {{options.Name}}_logits(pixels, logits);
                for (int i = 1; i < {{prefix}}_CLASSES; i++)
                    if (logits[i] > logits[best])
                        best = i;
                return best;
            }
            {{recognize}}
            """.ReplaceLineEndings("\n");
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
