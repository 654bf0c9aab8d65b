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
        bool trains = _rows.Exists(row => row.Split == Dataset.TrainName);
        string[] names = InOrder(_rows.Where(row => !trains || row.Split == Dataset.TrainName).Select(row => row.Row.Label).Distinct());
        CheckClasses(names);
        ClassNames = [.. names.Select(ClassFolder.Shown)];
        if (ClassNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } alike)
            throw new InvalidInputException($"{path}: two labels would both be called '{alike.Key}'; rename one of them");
        Splits = [.. PictureSplit.Words.Select(words => words.Split).Where(split => _rows.Exists(row => row.Split == split)).Select(split => SplitNamed(split, names))];
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
            throw new InvalidInputException($"{where}: {shown} is no picture by its name ({string.Join(", ", PictureFile.Extensions)}); convert it, or take the line out");
        // Written on Windows, read elsewhere.
        string[] places = [Path.Combine(folder, row.Path), Path.Combine(folder, row.Path.Replace('\\', '/'))];
        return Array.Find(places, File.Exists) is { } found ? Path.GetFullPath(found) : throw new InvalidInputException($"{where}: {shown}: no such file; paths are meant from the folder of the table");
    }

    private string SplitOf(TableRow row) => row.Split is null ? Dataset.TrainName : PictureSplit.NameOf(row.Split.Trim())
        ?? throw new InvalidInputException($"{_path}, line {row.Line}: '{ClassFolder.Shown(row.Split)}' is no split; write train, test or val");

    private void CheckClasses(string[] names)
    {
        if (names.Length > ClassFolder.MostClasses)
            throw new InvalidInputException($"{_path}: there are {names.Length:N0} classes; at most {ClassFolder.MostClasses} can be told apart");
        var known = names.ToHashSet();
        if (_rows.Find(row => !known.Contains(row.Row.Label)) is { Row: { } stray })
            throw new InvalidInputException($"{_path}, line {stray.Line}: no picture to train on is '{ClassFolder.Shown(stray.Label)}'; add some, or take the line out");
    }

    private PictureSplit SplitNamed(string split, string[] names)
    {
        var labels = names.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => (byte)pair.label);
        (TableRow Row, string Picture, string Split)[] rows = [.. _rows.Where(row => row.Split == split)];
        return new(split, [.. rows.Select(row => row.Picture)], [.. rows.Select(row => labels[row.Row.Label])]);
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
            foreach ((TableRow again, _, string split) in same.Skip(1))
            {
                if (again.Label != first.Label)
                    throw new InvalidInputException($"{_path}, line {again.Line}: {ClassFolder.Shown(again.Path)} is '{ClassFolder.Shown(again.Label)}' here and '{ClassFolder.Shown(first.Label)}' on line {first.Line}; a picture has one class");
                if (split == splits[0])
                    repeated++;
            }
        }

        if (shared.Count > 0)
            yield return $"{Figures.Count(shared.Count, "picture")} {(shared.Count == 1 ? "is" : "are")} in more than one split, such as {ClassFolder.Shown(shared[0].Picture)} in {string.Join(" and ", shared[0].Splits)}: the network is judged on what it learned from; keep each in one";
        if (repeated > 0)
            yield return $"{Figures.Count(repeated, "line")} {(repeated == 1 ? "names" : "name")} a picture that was named before";
    }
}
