namespace Thimble;

/// <summary>What a look at one place brought.</summary>
/// <param name="Place">The place and what it holds.</param>
/// <param name="Set">Its files, if they are sound, of this data set or not.</param>
internal sealed record CatalogueSearch(DatasetPlace Place, IdxSet? Set)
{
    /// <summary>Whether the place holds the data set.</summary>
    public bool IsVerified => Place.State == DatasetPlaceState.Verified;

    /// <summary>Looks for a data set in a folder, or in the subfolder of its name if files are there.</summary>
    public static CatalogueSearch In(string origin, string root, CatalogueEntry entry, DatasetSplits needed = DatasetSplits.Both)
    {
        string subfolder = Path.Combine(root, entry.Name);
        bool isInSubfolder = entry.Files.Any(file => IdxSet.FindFile(subfolder, file.Name) is not null);
        return InFolder(origin, isInSubfolder ? subfolder : root, entry, needed);
    }

    /// <summary>Looks for a data set in this folder and what is below it.</summary>
    public static CatalogueSearch InFolder(string origin, string folder, CatalogueEntry entry, DatasetSplits needed = DatasetSplits.Both)
    {
        var found = IdxFolder.Of(folder, needed);
        if (found.Sets.Count == 0)
        {
            DatasetPlaceState state = found.HasAny ? DatasetPlaceState.Incomplete : DatasetPlaceState.Missing;
            string reason = found.HasAny ? $"lacks {string.Join(", ", found.Missing)}"
                : Directory.Exists(folder) ? "none of the four files"
                : "no such folder";
            return new(new DatasetPlace(origin, folder, state, reason), null);
        }

        // Of several sets, those with files of the right lengths are worth the reading.
        IdxPaths[] likely = found.Sets.Count == 1 ? [found.Sets[0]] : [.. found.Sets.Where(set => HaveLengths(set, entry))];
        CatalogueSearch? first = null;
        foreach (IdxPaths set in likely.DefaultIfEmpty(found.Sets[0]))
        {
            CatalogueSearch search = Look(origin, set, entry);
            if (search.IsVerified)
                return search;
            first ??= search;
        }

        return first!;
    }

    private static CatalogueSearch Look(string origin, IdxPaths paths, CatalogueEntry entry)
    {
        string folder = paths.Folder;
        try
        {
            var set = IdxSet.Read(entry.IsKnownByContent ? paths : Compressed(paths));
            string? difference = Difference(set, entry);
            return difference is null
                ? new(new DatasetPlace(origin, folder, DatasetPlaceState.Verified, entry.IsKnownByContent ? "verified by SHA-256" : "identified by the MD5 of its compressed files"), set)
                : new(new DatasetPlace(origin, folder, DatasetPlaceState.Different, difference), set);
        }
        catch (InvalidInputException error)
        {
            return new(new DatasetPlace(origin, folder, DatasetPlaceState.Damaged, error.Message), null);
        }
    }

    // Where only a hash of the compressed file is known, that file is taken if it is there, though the plain one was found first.
    private static IdxPaths Compressed(IdxPaths paths) =>
        paths with { Files = [.. paths.Files.Select(path => path is not null && File.Exists($"{path}.gz") ? $"{path}.gz" : path)] };

    /// <summary>Whether a set may be this one: its files say that they are as long.</summary>
    private static bool HaveLengths(IdxPaths paths, CatalogueEntry entry)
    {
        try
        {
            return paths.Files.Zip(entry.Files).All(pair => pair.First is null || IdxFile.Peek(pair.First).Header?.Length == pair.Second.Length);
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>The first file that is not this data set's, with both hashes; null if all are.</summary>
    public static string? Difference(IdxSet set, CatalogueEntry entry)
    {
        for (int i = 0; i < entry.Files.Count; i++)
        {
            CatalogueFile file = entry.Files[i];
            if (set.Files[i] is not { } found || file.Is(found))
                continue;
            return file.Sha256 is not null
                ? $"{found.Path}: its uncompressed content has sha256 {found.ContentSha256}, but that of {entry.Name} has {file.Sha256}"
                : $"{found.Path}: it is not that of {entry.Name}: {file.Difference(found)}";
        }

        return null;
    }
}
