using System.Text.RegularExpressions;

namespace Thimble.Export.C;

/// <summary>The texts of the two files that a network becomes.</summary>
internal sealed partial class CSource
{
    private readonly NetworkDescription _description;
    private readonly CExportOptions _options;
    private readonly string _recognize;
    private readonly string _body;
    private readonly string _weightsHash;
    private readonly long _multiplyAdds;

    private CSource(TrainedNetwork trained, CExportOptions options)
    {
        (_description, _options) = (trained.Description, options);
        _weightsHash = NetworkWeights.HashOf(trained.Network);
        _multiplyAdds = trained.Description.Definition.MultiplyAdds;
        Program = ProgramOf(trained, options);
        // It has a table among the others.
        _recognize = _description.Calibration is { } calibration ? new CRecognition(calibration, _description.Definition.Input).Definition(Program) : "";
        _body = Program.Write();
    }

    /// <summary>The program that is in the source.</summary>
    public CProgram Program { get; }

    /// <summary>The texts of a network.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="InvalidInputException">It cannot be exported.</exception>
    public static CSource Of(TrainedNetwork trained, CExportOptions options) => new(trained, options);

    /// <summary>The header.</summary>
    /// <param name="mark">What says that header and source are of one export.</param>
    public string Header(string mark)
    {
        Shape input = _description.Definition.Input;
        string arithmetic = _options.CalibrationImages is null ? "single precision" : "whole numbers of 8 bits, without floating point";
        string accuracy = _options.Accuracy is { } measured ? $"\n   Accuracy: {CNames.InComment(measured)}." : "";
        string comment = $"""
            /* {_options.Name}, exported by Thimble {LibraryVersion.Current}: {_description.Definition.ParameterCount} parameters, {_multiplyAdds} multiply-adds an image, {arithmetic}.
               Pictures: {_description.PictureInstructions}
               Classes, in the order of the logits: {string.Join(", ", _description.ClassNames.Select(CNames.InComment))}.
               Weights: sha256 {_weightsHash}.{accuracy}
               The functions are Thimble's, under the MIT licence; the weights are yours. */

            """;
        return comment.ReplaceLineEndings("\n") + Named($$"""
            #ifndef NET_H
            #define NET_H

            #include <stdint.h>

            #ifdef __cplusplus
            extern "C" {
            #endif

            #define NET_PIXELS {{input.Size}} /* channels, rows, columns: {{input.Channels}}, {{input.Height}}, {{input.Width}} */
            #define NET_CLASSES {{_description.Definition.ClassCount}}
            #define NET_CONSTANT_BYTES {{Program.ConstantBytes}} /* with pointers of 32 bits */
            #define NET_MEMORY_BYTES {{Program.MemoryBytes}}
            #define NET_EXPORT {{mark}} /* the source was written with this header */
            {{Program.HeaderLines}}
            /* The logits of one image; pixels from 0 (background) to 255. It works in static memory: one call at a time. */
            void net_logits(const uint8_t pixels[NET_PIXELS], {{Program.LogitType}} logits[NET_CLASSES]);

            /* The same in memory of yours: NET_MEMORY_BYTES, aligned as an int32_t is. Calls in memories of their own may run at the same time. */
            void net_logits_in(void *memory, const uint8_t pixels[NET_PIXELS], {{Program.LogitType}} logits[NET_CLASSES]);

            {{CAnswers.Declarations(Program.LogitType)}}
            /* What the classes are called, in UTF-8. A linker that drops unused sections (compile with -fdata-sections) leaves it out where it is not used. */
            extern const char *const net_class_names[NET_CLASSES];
            {{(_recognize.Length > 0 ? CRecognition.Declaration : "")}}{{(_options.IsProject ? "\n/* 0 if this device computes what the exporting program computed. */\nint net_self_test(void);\n" : "")}}
            #ifdef __cplusplus
            }
            #endif

            #endif

            """);
    }

    /// <summary>The source.</summary>
    /// <param name="mark">What says that header and source are of one export.</param>
    public string Source(string mark)
    {
        string library = _body.Contains("<math.h>", StringComparison.Ordinal) ? "no library but math.h: link with -lm" : "no library";
        string head = Named($$"""
            /* Exported by Thimble; the header says what it is. C99, no heap, {{library}}. */
            #include "net_.h"

            #if NET_EXPORT != {{mark}}
            #error "net_.h and net_.c are from different exports: export both again"
            #endif

            /* Before the tables, and before the pointers to them: where constants are on parts that keep them apart from other memory. */
            #if defined(__AVR__) && defined(__FLASH)
            #define NET_READ __flash
            #else
            #define NET_READ
            #endif
            #ifndef NET_TABLE
            #define NET_TABLE NET_READ
            #endif
            /* Before the static block of memory: a section, for instance. */
            #ifndef NET_MEMORY
            #define NET_MEMORY
            #endif
            /* Before the innermost loop: it has the registers to itself where it is a function of its own. */
            #if defined(__GNUC__)
            #define NET_APART __attribute__((noinline))
            #else
            #define NET_APART
            #endif
            /* In a loop: the compiler takes this variable as it is, which on a Cortex-M keeps the loop in the registers. */
            #if defined(__GNUC__) && defined(__arm__)
            #define NET_KEEP(x) __asm__("" : "+r"(x))
            #else
            #define NET_KEEP(x) (void)(x)
            #endif

            """).Replace($"{_options.Name}_.", $"{_options.Name}.", StringComparison.Ordinal);
        string names = string.Join(", ", _description.ClassNames.Select(CNames.InQuotes));
        return head + Named("const char *const net_class_names[NET_CLASSES] = ") + $"{{{names}}};\n\n" + Named($$"""
            {{_body}}
            static NET_MEMORY struct net_memory net_block;

            void net_logits(const uint8_t pixels[NET_PIXELS], {{Program.LogitType}} logits[NET_CLASSES])
            {
                net_logits_in(&net_block, pixels, logits);
            }
            {{CAnswers.Definitions(Program.LogitType, Halving)}}
            {{_recognize}}
            """);
    }

    // Logits this far apart, in the steps of the source's logits, differ in probability by a factor of two.
    private double Halving => Math.Log(2) * (_description.Calibration?.Temperature ?? 1) / Program.LogitUnit;

    private static CProgram ProgramOf(TrainedNetwork trained, CExportOptions options)
    {
        Normalization normalization = trained.Description.Normalization;
        if (options.CalibrationImages is not null)
        {
            var int8 = Int8Scales.Of(trained, options.CalibrationImages);
            return new Int8CProgram(RowPlan.Of(int8.Plan), int8, normalization);
        }

        CPlan steps = CPlan.Of(ExportGraph.Of(trained.Network));
        ExportGraph.CheckFinite(steps.Graph, normalization);
        return new FloatProgram(RowPlan.Of(steps), normalization);
    }

    // Everything has the network's name, so that several networks can be in one program, or one file.
    private string Named(string text) => Own().Replace(text.ReplaceLineEndings("\n"), match =>
        $"{(match.Value[0] == 'n' ? _options.Name : _options.Name.ToUpperInvariant())}_");

    [GeneratedRegex(@"\b(?:net|NET)_", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Own();
}
