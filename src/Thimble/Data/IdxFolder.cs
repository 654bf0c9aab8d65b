namespace Thimble;

/// <summary>
/// The IDX files of a folder and its subfolders, under whatever names: what a file holds is told by its content, whether it trains or
/// tests by the words in its path, and which files belong together by the rest of their path.
/// </summary>
internal sealed class IdxFolder
{
    // MNIST/raw/ of torchvision, and a folder for each file as Kaggle unpacks them, with one to spare.
    private const int MaximumDepth = 4;
    private const int MaximumFiles = 2000;
    private const int MostShown = 6;

    private static readonly EnumerationOptions WhatLiesThere = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = true };

    private readonly string _folder;
    private readonly DatasetSplits _needed;
    private readonly List<IdxCandidate> _files;

    private IdxFolder(string folder, DatasetSplits needed, List<IdxCandidate> files)
    {
        _folder = folder;
        _needed = needed;
        _files = files;
        Sets = FindSets();
    }

    /// <summary>The complete sets: those that are nested least, if there are any.</summary>
    public IReadOnlyList<IdxPaths> Sets { get; private init; }

    /// <summary>The customary names of the files that the most complete set lacks, or all of them.</summary>
    public IReadOnlyList<string> Missing => Groups().Select(group => MissingOf(group.ToList())).MinBy(missing => missing.Count) ?? MissingOf([]);

    /// <summary>Whether there is an IDX file at all.</summary>
    public bool HasAny => _files.Exists(file => file.Header is not null);

    /// <summary>What there is that someone may have meant, in words; empty if nothing is.</summary>
    public string NearOnes
    {
        get
        {
            IEnumerable<string> named = _files.Where(file => file.Header is not null || file.IsNamedAsData).Select(file => file.ToString());
            IEnumerable<string> others = _files.Where(file => file.Header is null && !file.IsNamedAsData && file.Kind is { Family: not FileFamily.Other }).GroupBy(file => file.Kind!.Name)
                .Select(same => same.Count() == 1 ? same.First().ToString() : $"{same.First().RelativePath} and {same.Count() - 1:N0} more ({same.Key})");
            string[] shown = [.. named.Concat(others)];
            string more = shown.Length > MostShown ? $" and {shown.Length - MostShown:N0} more" : "";
            return string.Join(", ", shown.Take(MostShown)) + more;
        }
    }

    /// <summary>What to do about the first file that is named as data and holds something else; null if there is none of a known kind.</summary>
    public string? Remedy =>
        _files.Find(file => file.Header is null && file.IsNamedAsData && file.Kind is { Family: not FileFamily.Other }) is { } foreign
            ? $"{foreign.RelativePath}: {foreign.Kind!.Advice(FileFamily.Idx)}"
            : null;

    /// <summary>Looks into a folder.</summary>
    /// <param name="folder">The folder; nothing is found in one that does not exist.</param>
    /// <param name="needed">What a set must have to be complete.</param>
    /// <param name="prefersCustomary">Whether four files of the customary names are what is meant, whatever else there is and whatever they hold.</param>
    public static IdxFolder Of(string folder, DatasetSplits needed = DatasetSplits.Both, bool prefersCustomary = true)
    {
        if (prefersCustomary && IdxSet.Missing(folder).Count == 0)
            return new(folder, needed, []) { Sets = [new(folder, [.. IdxSet.FileNames.Select(name => IdxSet.FindFile(folder, name))])] };
        var files = new List<IdxCandidate>();
        if (Directory.Exists(folder))
            Collect(folder, folder, 0, files);
        return new(folder, needed, files);
    }

    private static void Collect(string root, string folder, int depth, List<IdxCandidate> files)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", WhatLiesThere).Order(StringComparer.Ordinal).Take(MaximumFiles - files.Count))
            files.Add(IdxCandidate.Of(root, path, depth));
        if (depth == MaximumDepth)
            return;
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", WhatLiesThere).Order(StringComparer.Ordinal).Where(_ => files.Count < MaximumFiles))
            Collect(root, inner, depth + 1, files);
    }

    private List<IdxPaths> FindSets()
    {
        List<(IdxPaths Paths, int Depth)> complete = [.. Groups().Select(group => Choose(group.ToList())).OfType<(IdxPaths, int)>()];
        // Where no names belong together, numbers may: of images and labels as many.
        if (complete.Count == 0 && ChooseByCount() is { } only)
            complete = [only];
        return [.. complete.Where(set => set.Depth == complete.Min(other => other.Depth)).Select(set => set.Paths)];
    }

    private IEnumerable<IGrouping<string, IdxCandidate>> Groups() => _files.Where(file => file.Header is not null).GroupBy(file => file.SetName);

    private List<string> MissingOf(List<IdxCandidate> files) =>
    [
        .. from split in (DatasetSplits[])[DatasetSplits.Train, DatasetSplits.Test]
           where _needed.HasFlag(split)
           from images in (bool[])[true, false]
           where !files.Exists(file => file.Split == split && file.Header!.HoldsImages == images)
           select IdxSet.NameOf(split, images),
    ];

    // Of copies (plain and compressed, or once more in a folder) the one nested least, then the plain one.
    private (IdxPaths Paths, int Depth)? Choose(List<IdxCandidate> group)
    {
        // Two files that do not say what they are for are what is needed, if that is one thing.
        if (_needed != DatasetSplits.Both && group.TrueForAll(file => file.Split is null))
            group = [.. group.Select(file => file with { Split = _needed })];
        if (MissingOf(group).Count > 0)
            return null;
        var chosen = new List<IdxCandidate?>();
        foreach (DatasetSplits split in (DatasetSplits[])[DatasetSplits.Train, DatasetSplits.Test])
        {
            IdxCandidate[] files = [.. group.Where(file => file.Split == split).OrderBy(file => file.Depth).ThenBy(file => file.IsCompressed)];
            IdxCandidate? images = files.FirstOrDefault(file => file.Header!.HoldsImages);
            IdxCandidate? labels = files.FirstOrDefault(file => !file.Header!.HoldsImages && file.Header.Count == images?.Header!.Count)
                ?? files.FirstOrDefault(file => !file.Header!.HoldsImages);
            // Half a split that nobody asked for is none.
            chosen.AddRange(images is null || labels is null ? [null, null] : [images, labels]);
        }

        string[] folders = [.. chosen.OfType<IdxCandidate>().Select(file => Path.GetDirectoryName(file.Path)!).Distinct()];
        return (new(folders.Length == 1 ? folders[0] : _folder, [.. chosen.Select(file => file?.Path)]), chosen.OfType<IdxCandidate>().Max(file => file.Depth));
    }

    private (IdxPaths Paths, int Depth)? ChooseByCount()
    {
        var all = _files.Where(file => file.Header is not null).ToList();
        bool isUnique = all.GroupBy(file => (file.Split, file.Header!.HoldsImages)).All(same => same.Count() == 1);
        bool isPaired = all.GroupBy(file => file.Split).All(split => split.Select(file => file.Header!.Count).Distinct().Count() == 1);
        return isUnique && isPaired ? Choose(all) : null;
    }
}

/// <summary>Where the files of a set are.</summary>
/// <param name="Folder">The folder that they have in common, or a file that stands for the set.</param>
/// <param name="Files">In the order of <see cref="IdxSet.FileNames"/>; null for those of a split that is not there.</param>
internal sealed record IdxPaths(string Folder, IReadOnlyList<string?> Files)
{
    /// <summary>A file that names the set.</summary>
    public string NamingFile => Files.First(file => file is not null)!;
}

/// <summary>Splits of a data set that a task needs.</summary>
[Flags]
internal enum DatasetSplits
{
    /// <summary>Training images.</summary>
    Train = 1,

    /// <summary>Test images.</summary>
    Test = 2,

    /// <summary>Both.</summary>
    Both = Train | Test,
}
