using System.Text;

namespace Thimble.Pictures;

/// <summary>A table of pictures and labels: CSV or JSON lines, by the extension of the file's name. Paths start at the folder of the table.</summary>
internal sealed class PictureTableSource : DataSource
{
    /// <summary>The name of such data in an experiment.</summary>
    public const string DataName = "picture-table";

    private const long MostBytes = 1L << 28;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [DataName];

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path)
    {
        Func<string, string, IEnumerable<TableRow>>? read = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => CsvTable.Read,
            ".jsonl" or ".ndjson" => JsonLinesTable.Read,
            _ => null,
        };
        if (read is null || !File.Exists(path))
            return null;
        var table = new PictureTable(path, read(path, TextOf(path)));
        return new PictureContent(DataName, "pictures, in a table", path, table.Splits, table.ClassNames) { Oddities = table.Oddities };
    }

    private static string TextOf(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path, MostBytes, "give a table of pictures", "split it");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidInputException($"{path}: this is not UTF-8 text; save it as UTF-8", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); check your rights", error);
        }
    }
}
