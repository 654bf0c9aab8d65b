using Thimble.Diagnosis;

namespace Thimble.Pictures;

/// <summary>The rows of a table as splits of labelled picture files.</summary>
internal sealed class PictureTable
{
    private readonly string _path;
    private readonly List<(TableRow Row, string Picture, string Split)> _rows = [];

    /// <summary>Finds the pictures that rows name.</summary>
    /// <param name="path">The table's file.</param>
    /// <param name="rows">Its rows.</param>
    /// <exception cref="InvalidInputException">A row cannot be used; the message has its line.</exception>
    public PictureTable(string path, IEnumerable<TableRow> rows)
    {
        _path = path;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (TableRow row in rows)
            _rows.Add((row, PictureOf(folder, row), SplitOf(row)));
        if (_rows.Count == 0)
            throw new InvalidInputException($"{path}: there is no picture in this table; name some");
        var classes = PictureClasses.Of(path, [.. _rows.DistinctBy(row => (row.Split, row.Row.Label)).Select(row => (row.Split, row.Row.Label, $"{path}, line {row.Row.Line}"))], InOrder);
        ClassNames = classes.Shown;
        Splits = [.. PictureSplit.Words.Select(words => words.Split).Where(split => _rows.Exists(row => row.Split == split)).Select(split => SplitNamed(split, classes.Names))];
        Oddities = [.. FindRepeated()];
    }

    /// <summary>The classes: in order of number where all are whole numbers, else of name.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The splits that the rows name, in the order of <see cref="PictureSplit.Words"/>.</summary>
    public PictureSplit[] Splits { get; }

    /// <summary>What is odd; a line each.</summary>
    public IReadOnlyList<string> Oddities { get; }

    private static string[] InOrder(IEnumerable<string> labels)
    {
        string[] names = [.. labels.Order(StringComparer.Ordinal)];
        return names.All(name => int.TryParse(name, out _)) ? [.. names.OrderBy(int.Parse)] : names;
    }

    private string PictureOf(string folder, TableRow row)
    {
        string where = $"{_path}, line {row.Line}";
        if (string.IsNullOrWhiteSpace(row.Path))
            throw new InvalidInputException($"{where}: the path is empty; name a picture");
        if (string.IsNullOrWhiteSpace(row.Label))
            throw new InvalidInputException($"{where}: the label is empty; name the picture's class, or take the line out");
        string shown = ClassFolder.Shown(row.Path);
        if (!PictureFile.HasExtension(row.Path))
            throw new InvalidInputException($"{where}: {shown} is not named as a picture ({string.Join(", ", PictureFile.Extensions)}); convert it, or take the line out");
        // Written on Windows, read elsewhere.
        string[] places = [Path.Combine(folder, row.Path), Path.Combine(folder, row.Path.Replace('\\', '/'))];
        return Array.Find(places, File.Exists) is { } found ? Path.GetFullPath(found) : throw new InvalidInputException($"{where}: {shown}: no such file; paths are meant from the folder of the table");
    }

    private string SplitOf(TableRow row) => row.Split is null ? Dataset.TrainName : PictureSplit.NameOf(row.Split.Trim())
        ?? throw new InvalidInputException($"{_path}, line {row.Line}: '{ClassFolder.Shown(row.Split)}' is not a split; write train, test or val");

    private PictureSplit SplitNamed(string split, IReadOnlyList<string> names)
    {
        ILookup<string, string> pictures = _rows.Where(row => row.Split == split).ToLookup(row => row.Row.Label, row => row.Picture);
        return PictureSplit.OfClasses(split, [.. names.Select(name => (string[])[.. pictures[name]])]);
    }

    private IEnumerable<string> FindRepeated()
    {
        int repeated = 0;
        List<(string Picture, string[] Splits)> shared = [];
        foreach (IGrouping<string, (TableRow Row, string Picture, string Split)> same in _rows.GroupBy(row => row.Picture))
        {
            TableRow first = same.First().Row;
            string[] splits = [.. same.Select(row => row.Split).Distinct()];
            if (splits.Length > 1)
                shared.Add((first.Path, splits));
            repeated += same.Count() - splits.Length;
            if (same.FirstOrDefault(row => row.Row.Label != first.Label).Row is { } again)
                throw new InvalidInputException($"{_path}, line {again.Line}: {ClassFolder.Shown(again.Path)} is '{ClassFolder.Shown(again.Label)}' here and '{ClassFolder.Shown(first.Label)}' on line {first.Line}; a picture has one class");
        }

        if (shared.Count > 0)
            yield return $"{Figures.Count(shared.Count, "picture")} {(shared.Count == 1 ? "is" : "are")} in more than one split, such as {ClassFolder.Shown(shared[0].Picture)} in {string.Join(" and ", shared[0].Splits)}: the network is judged on what it learned from; keep each in one";
        if (repeated > 0)
            yield return $"{Figures.Count(repeated, "line")} {(repeated == 1 ? "names" : "name")} a picture that was named before";
    }
}
