namespace Thimble;

/// <summary>What a look at one place brought.</summary>
/// <param name="Place">The place and what it holds.</param>
/// <param name="Set">Its files, if they are sound, of this data set or not.</param>
internal sealed record CatalogueSearch(DatasetPlace Place, IdxSet? Set)
{
    /// <summary>Whether the place holds the data set.</summary>
    public bool IsVerified => Place.State == DatasetPlaceState.Verified;

    /// <summary>Looks for a data set in a folder, or in the subfolder of its name if files are there.</summary>
    public static CatalogueSearch In(string origin, string root, CatalogueEntry entry)
    {
        string subfolder = Path.Combine(root, entry.Name);
        bool isInSubfolder = IdxSet.Missing(subfolder).Count < IdxSet.FileNames.Count;
        return InFolder(origin, isInSubfolder ? subfolder : root, entry);
    }

    /// <summary>Looks for a data set in exactly this folder.</summary>
    public static CatalogueSearch InFolder(string origin, string folder, CatalogueEntry entry)
    {
        IReadOnlyList<string> missing = IdxSet.Missing(folder);
        if (missing.Count > 0)
        {
            bool isIncomplete = missing.Count < IdxSet.FileNames.Count;
            DatasetPlaceState state = isIncomplete ? DatasetPlaceState.Incomplete : DatasetPlaceState.Missing;
            string reason = isIncomplete ? $"lacks {string.Join(", ", missing)}"
                : Directory.Exists(folder) ? "none of the four files"
                : "no such folder";
            return new(new DatasetPlace(origin, folder, state, reason), null);
        }

        try
        {
            IdxSet set = IdxSet.Read(folder);
            string? difference = Difference(set, entry);
            return difference is null
                ? new(new DatasetPlace(origin, folder, DatasetPlaceState.Verified, "verified by SHA-256"), set)
                : new(new DatasetPlace(origin, folder, DatasetPlaceState.Different, difference), set);
        }
        catch (InvalidInputException error)
        {
            return new(new DatasetPlace(origin, folder, DatasetPlaceState.Damaged, error.Message), null);
        }
    }

    /// <summary>The first file that is not this data set's, with both hashes; null if all are.</summary>
    public static string? Difference(IdxSet set, CatalogueEntry entry)
    {
        for (int i = 0; i < entry.Files.Count; i++)
        {
            IdxFile found = set.Files[i];
            if (found.ContentSha256 != entry.Files[i].Sha256)
                return $"{found.Path}: its uncompressed content has sha256 {found.ContentSha256}, but that of {entry.Name} has {entry.Files[i].Sha256}";
        }

        return null;
    }
}
