namespace Thimble;

/// <summary>A file that may be one of a data set: what its first bytes say, and what its path does.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="RelativePath">Where it is in the folder that was looked into.</param>
/// <param name="Depth">How many subfolders deep.</param>
/// <param name="Header">What it holds; null if it is no IDX file of images or labels.</param>
/// <param name="Kind">What it is otherwise, if that is known.</param>
internal sealed record IdxCandidate(string Path, string RelativePath, int Depth, IdxHeader? Header, FileKind? Kind)
{
    // Words of a name that tell sets of images apart in nothing.
    private static readonly string[] Formats = ["", "idx", "idx1", "idx2", "idx3", "idx4", "ubyte", "int", "gz", "bin", "x", "y", "img", "image", "images", "label", "labels"];
    private static readonly string[] Data = ["image", "label", "train", "test", "t10k", "ubyte", "idx"];

    /// <summary>Whether it trains or tests; null if its path does not say.</summary>
    public DatasetSplits? Split { get; init; }

    /// <summary>The words of its path that say neither what it holds nor what for: the same for the files of a set.</summary>
    public string SetName { get; private init; } = "";

    /// <summary>Whether its name ends as that of a compressed file.</summary>
    public bool IsCompressed => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its name is like that of a data set's file.</summary>
    public bool IsNamedAsData => Data.Any(word => System.IO.Path.GetFileName(Path).Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks at a file.</summary>
    /// <param name="root">The folder that was looked into.</param>
    /// <param name="path">The file.</param>
    /// <param name="depth">How many subfolders deep it is.</param>
    public static IdxCandidate Of(string root, string path, int depth)
    {
        string relative = System.IO.Path.GetRelativePath(root, path);
        (IdxHeader? header, FileKind? kind) = Look(path);
        DatasetSplits? split = null;
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string part in relative.ToLowerInvariant().Split(System.IO.Path.DirectorySeparatorChar))
        {
            DatasetSplits? said = null;
            foreach (string word in part.Split([.. part.Where(character => !char.IsAsciiLetterOrDigit(character)).Distinct()]))
            {
                said ??= SplitOf(word);
                if (SplitOf(word) is null && !Formats.Contains(word))
                    words.Add(word);
            }

            // The file's own name says more than its folder's.
            split = said ?? split;
        }

        return new(path, relative, depth, header, kind) { Split = split, SetName = string.Join(' ', words) };
    }

    /// <inheritdoc/>
    public override string ToString() => Header is { } header ? $"{RelativePath} ({header})" : $"{RelativePath} ({Kind?.Name ?? "of no known kind"})";

    private static DatasetSplits? SplitOf(string word) =>
        word.StartsWith("train", StringComparison.Ordinal) ? DatasetSplits.Train
        : word.StartsWith("test", StringComparison.Ordinal) || word == "t10k" ? DatasetSplits.Test
        : null;

    private static (IdxHeader? Header, FileKind? Kind) Look(string path)
    {
        try
        {
            // A pipe has no length either, and to open it would be to wait for someone.
            var file = new FileInfo(path);
            return ((FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file)).Length == 0 ? (null, FileKind.Of([])) : IdxFile.Peek(path);
        }
        catch (Exception unreadable) when (unreadable is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            return (null, new("a damaged file, or one that cannot be read", FileFamily.Other));
        }
    }
}
