namespace Thimble.Pictures;

/// <summary>The picture files of a split.</summary>
/// <param name="Name"><c>train</c>, <c>test</c> or <c>validation</c>.</param>
/// <param name="Paths">The files.</param>
/// <param name="Labels">Each file's class.</param>
internal sealed record PictureSplit(string Name, IReadOnlyList<string> Paths, byte[] Labels)
{
    /// <summary>The splits, and the words that folders and tables have for them.</summary>
    public static IReadOnlyList<(string Split, string[] Words)> Words { get; } =
    [
        (Dataset.TrainName, ["train", "training"]),
        (Dataset.TestName, ["test", "testing"]),
        (StratifiedSplit.ValidationName, ["val", "valid", "validation"]),
    ];

    /// <summary>The split that a word is for; null for one that is for none.</summary>
    public static string? NameOf(string word) => Words.FirstOrDefault(split => split.Words.Contains(word.ToLowerInvariant())).Split;

    /// <summary>
    /// The files of all classes, which take turns in proportion to their sizes: file i of a class of n comes at (i + ½) / n of the whole, and classes at
    /// the same place in the order of their labels. So the first files, however many are taken, have about each class's share.
    /// </summary>
    public static PictureSplit OfClasses(string name, IReadOnlyList<IReadOnlyList<string>> classes)
    {
        // Sorting is stable: two places that are the same fraction are the same double.
        (string Path, byte Label)[] files =
        [
            .. classes.SelectMany((paths, label) => paths.Select((path, index) => (Path: path, Label: (byte)label, Place: (index + 0.5) / paths.Count)))
                .OrderBy(file => file.Place)
                .Select(file => (file.Path, file.Label)),
        ];
        return new(name, [.. files.Select(file => file.Path)], [.. files.Select(file => file.Label)]);
    }

    /// <summary>How many files each class has.</summary>
    public int[] CountClasses(int classes)
    {
        int[] counts = new int[classes];
        foreach (byte label in Labels)
            counts[label]++;
        return counts;
    }
}
