using System.Globalization;

namespace Thimble.Pictures;

/// <summary>One of the six ways in which EMNIST's characters are put into classes.</summary>
/// <param name="Word">What its files call it.</param>
/// <param name="FirstLabel">The label of its first class.</param>
/// <param name="Characters">Its classes, as its mapping file has them: where both cases are one class, the first of the two is its name.</param>
internal sealed record EmnistSplit(string Word, int FirstLabel, string Characters)
{
    private const string Digits = "0123456789";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";

    // The small letters that do not look like their capitals.
    private const string Different = "abdefghnqrt";

    /// <summary>All six. Source: G. Cohen et al., EMNIST: an extension of MNIST to handwritten letters (2017), and the mapping files that come with it.</summary>
    public static IReadOnlyList<EmnistSplit> All { get; } =
    [
        new("byclass", 0, Digits + Capitals + Small),
        new("bymerge", 0, Digits + Capitals + Different),
        new("balanced", 0, Digits + Capitals + Different),
        new("letters", 1, Capitals),
        new("digits", 0, Digits),
        new("mnist", 0, Digits),
    ];

    /// <summary>The data's name.</summary>
    public string Name => $"emnist-{Word}";

    /// <summary>The names of its classes as published.</summary>
    public string[] ClassNames => [.. Characters.Select(character => $"{character}")];

    /// <summary>A file of it without <c>.gz</c>.</summary>
    public string FileOf(string purpose, bool holdsImages) => $"{Name}-{purpose}-{(holdsImages ? "images-idx3" : "labels-idx1")}-ubyte";

    /// <summary>Reads the names of the classes from the lines of a mapping file: a label and the codes of its characters, <c>1 65 97</c>.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="lines">Its lines.</param>
    /// <exception cref="InvalidInputException">A line is not one of a mapping, or a class is missing.</exception>
    public string[] NamesIn(string path, IReadOnlyList<string> lines)
    {
        string?[] names = new string?[Characters.Length];
        for (int i = 0; i < lines.Count; i++)
        {
            string[] words = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            int label = Number(words, 0) - FirstLabel;
            if (label < 0 || label >= names.Length || Number(words, 1) is not (> ' ' and < 127))
                throw new InvalidInputException($"{path}, line {i + 1}: a label from {FirstLabel} to {FirstLabel + names.Length - 1} and the code of its character are wanted; fetch the file again, or take it away: the published names are known");
            names[label] = $"{(char)Number(words, 1)}";
        }

        return Array.IndexOf(names, null) is >= 0 and var absent
            ? throw new InvalidInputException($"{path}: label {absent + FirstLabel} has no character; fetch the file again, or take it away: the published names are known")
            : [.. names.OfType<string>()];
    }

    private static int Number(string[] words, int index) =>
        index < words.Length && int.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
