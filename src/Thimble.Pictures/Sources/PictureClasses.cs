namespace Thimble.Pictures;

/// <summary>The classes of labelled pictures: those of the training pictures; where there are none to train on, those of all splits.</summary>
/// <param name="Names">Their names as found, in the order of their labels.</param>
/// <param name="Shown">What they are called.</param>
internal sealed record PictureClasses(IReadOnlyList<string> Names, IReadOnlyList<string> Shown)
{
    /// <summary>The most classes: a label is a byte.</summary>
    public const int Most = 256;

    /// <summary>Takes the classes of pictures.</summary>
    /// <param name="path">Where the data is, for messages.</param>
    /// <param name="found">The classes of each split that have pictures, and where.</param>
    /// <param name="order">Puts names in the order of their labels.</param>
    /// <exception cref="InvalidInputException">There are too many, two would be called the same, or one has no training pictures.</exception>
    public static PictureClasses Of(string path, IReadOnlyList<(string Split, string Name, string Where)> found, Func<IEnumerable<string>, IEnumerable<string>> order)
    {
        bool trains = found.Any(one => one.Split == Dataset.TrainName);
        string[] names = [.. order(found.Where(one => !trains || one.Split == Dataset.TrainName).Select(one => one.Name).Distinct(StringComparer.Ordinal))];
        if (names.Length > Most)
            throw new InvalidInputException($"{path}: there are {names.Length:N0} classes; at most {Most} can be told apart");
        var known = names.ToHashSet(StringComparer.Ordinal);
        if (found.FirstOrDefault(one => !known.Contains(one.Name)) is { Name: { } stray, Where: var where })
            throw new InvalidInputException($"{where}: no training picture is of the class '{ClassFolder.Shown(stray)}'; add some, or take it out");
        string[] shown = [.. names.Select(ClassFolder.Shown)];
        return shown.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } alike
            ? throw new InvalidInputException($"{path}: two classes would both be called '{alike.Key}'; rename one of them")
            : new(names, shown);
    }
}
