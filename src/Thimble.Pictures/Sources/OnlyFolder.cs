namespace Thimble.Pictures;

/// <summary>A folder, or what an archive was unpacked to in it.</summary>
internal static class OnlyFolder
{
    /// <summary>
    /// The folder, and the one in it if it is the only one and has a known name. Beside others it is not meant: a folder of many data sets is not one of
    /// them.
    /// </summary>
    /// <param name="folder">The folder; nothing if there is none.</param>
    /// <param name="known">The names that the inner one may have.</param>
    public static IEnumerable<string> In(string folder, IReadOnlyList<string> known)
    {
        if (!Directory.Exists(folder))
            yield break;
        yield return folder;
        string[] inner = [.. Directory.EnumerateDirectories(folder).Where(FolderWalk.IsMeant).Take(2)];
        if (inner.Length == 1 && known.Contains(Path.GetFileName(inner[0])))
            yield return inner[0];
    }
}
