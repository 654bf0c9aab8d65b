using Thimble.Diagnosis;

namespace Thimble.Pictures;

/// <summary>A table of pictures as CSV: with a header that names its columns in any order, or without one (path, label, split).</summary>
internal static class CsvTable
{
    private static readonly string[] Usual = [TableRow.PathColumn, TableRow.LabelColumn, TableRow.SplitColumn];

    /// <summary>Reads the rows.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="InvalidInputException">A column is unknown or missing, or a line has another number of fields.</exception>
    public static IEnumerable<TableRow> Read(string name, string text)
    {
        string[]? columns = null;
        foreach ((int line, List<string> fields) in CsvFields.Read(name, text))
        {
            if (columns is null)
            {
                // A first line that names a picture is not a header.
                bool isHeader = !fields.Exists(PictureFile.HasExtension);
                columns = isHeader ? HeaderOf(name, line, fields) : Usual[..Math.Clamp(fields.Count, 2, Usual.Length)];
                if (isHeader)
                    continue;
            }

            if (fields.Count != columns.Length)
                throw new InvalidInputException($"{name}, line {line}: there are {Figures.Count(fields.Count, "field")} where {columns.Length} are wanted ({string.Join(", ", columns)}); quote a field that has a comma in it");
            string? Field(string column) => Array.IndexOf(columns, column) is >= 0 and var index ? fields[index] : null;
            yield return new(line, Field(TableRow.PathColumn)!, Field(TableRow.LabelColumn)!, Field(TableRow.SplitColumn));
        }
    }

    private static string[] HeaderOf(string name, int line, List<string> fields)
    {
        string[] columns = [.. fields.Select(field => field.Trim().ToLowerInvariant())];
        foreach (string column in columns)
        {
            if (!Usual.Contains(column))
                throw new InvalidInputException($"{name}, line {line}: '{ClassFolder.Shown(column)}' is not a known column; {TableRow.Known}, and without a header the first line names a picture ({string.Join(", ", PictureFile.Extensions)})");
            if (columns.Count(other => other == column) > 1)
                throw new InvalidInputException($"{name}, line {line}: there are two columns called {column}; keep one of them");
        }

        foreach (string wanted in Usual[..2])
        {
            if (!columns.Contains(wanted))
                throw new InvalidInputException($"{name}, line {line}: there is no column called {wanted}; {TableRow.Known}");
        }

        return columns;
    }
}
