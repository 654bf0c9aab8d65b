namespace Thimble;

/// <summary>
/// The data sets that are known by name (<c>mnist</c>, <c>fashion-mnist</c>, <c>synthetic-digits</c>), and any four
/// IDX files of one's own (<c>files</c>). A known set is always verified by the SHA-256 of its uncompressed content.
/// </summary>
/// <remarks>
/// A set is looked for in the folder that is given, and only there; without one in THIMBLE_DATA, then in the user's
/// cache, and is then downloaded into the cache. In a folder the four customary names count, with or without
/// <c>.gz</c>, in the folder itself or in a subfolder that has the set's name.
/// </remarks>
public sealed class DatasetCatalogue
{
    /// <summary>The name for IDX files of one's own: size and classes are read, normalization is measured.</summary>
    public const string FilesName = "files";

    private readonly IReadOnlyList<CatalogueEntry> _entries;
    private readonly DatasetLocations _locations;
    private readonly DatasetDownloader _downloader;

    /// <summary>Opens the catalogue: it looks in the folders that the environment names, then in the cache.</summary>
    public DatasetCatalogue()
        : this(locations: null)
    {
    }

    /// <summary>Opens the catalogue.</summary>
    /// <param name="locations">Where to look; by default <see cref="DatasetLocations.FromEnvironment"/>.</param>
    /// <param name="download">How patient downloads are; by default <see cref="DownloadOptions"/>'s defaults.</param>
    internal DatasetCatalogue(DatasetLocations? locations, DownloadOptions? download = null)
        : this(CatalogueEntry.All, locations, download)
    {
    }

    internal DatasetCatalogue(IReadOnlyList<CatalogueEntry> entries, DatasetLocations? locations, DownloadOptions? download)
    {
        _entries = entries;
        _locations = locations ?? DatasetLocations.FromEnvironment();
        _downloader = new DatasetDownloader(download ?? new DownloadOptions());
    }

    /// <summary>The names that <see cref="Open(string, string, CancellationToken)"/> knows without a folder.</summary>
    public IReadOnlyList<string> Names => [.. _entries.Select(entry => entry.Name), SyntheticDigits.Name];

    /// <summary>Opens a data set; downloads it into the cache if it is in none of its places.</summary>
    /// <param name="name">One of <see cref="Names"/>, or <see cref="FilesName"/>. Null with a folder: what the folder holds.</param>
    /// <param name="dataFolder">The folder to look in, and no other; null to search.</param>
    /// <param name="cancellation">Stops a download; nothing half-written stays.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or the folder does not hold a sound set.</exception>
    /// <exception cref="DataUnavailableException">The set is not available.</exception>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    public Dataset Open(string? name, string? dataFolder = null, CancellationToken cancellation = default) =>
        Open(name, allowDownload: true, dataFolder, progress: null, cancellation);

    /// <summary>Opens a data set; downloads it into the cache if it is in none of its places and that is allowed.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>, or <see cref="FilesName"/>. Null with a folder: the known set whose content the
    /// folder holds, otherwise files of one's own.
    /// </param>
    /// <param name="dataFolder">The folder to look in, and no other; null to search.</param>
    /// <param name="allowDownload">Whether the network may be used; true by default.</param>
    /// <param name="progress">Told how a download goes.</param>
    /// <param name="cancellation">Stops a download; nothing half-written stays.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or the folder does not hold a sound set.</exception>
    /// <exception cref="DataUnavailableException">The set is not available: neither on disk nor from a mirror.</exception>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    internal Dataset Open(string? name, bool allowDownload, string? dataFolder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (dataFolder is not null)
            return OpenFolder(name, dataFolder);
        if (name == SyntheticDigits.Name)
            return SyntheticDigits.Create();
        if (name is null or FilesName)
            throw new InvalidInputException($"Your own IDX files need the folder that they are in: name one of the data sets {string.Join(", ", Names)}, or give the folder") { Remedy = Remedy.GiveDataFolder };

        CatalogueEntry entry = Entry(name);
        List<DatasetPlace> places = [];
        foreach (CatalogueSearch search in SearchPlaces(entry))
        {
            if (search.IsVerified)
                return ToDataset(search.Set!, entry);
            places.Add(search.Place);
        }

        return Download(entry, places, allowDownload, progress, cancellation);
    }

    /// <summary>Looks for every data set of the catalogue, without any download.</summary>
    /// <param name="dataFolder">A folder to look in before the others; null for none.</param>
    internal IReadOnlyList<DatasetStatus> Statuses(string? dataFolder = null) =>
        [.. _entries.Select(entry => StatusOf(entry, dataFolder)), SyntheticDigits.Status()];

    private DatasetStatus StatusOf(CatalogueEntry entry, string? dataFolder)
    {
        List<CatalogueSearch> searches = dataFolder is null ? [] : [CatalogueSearch.In(DatasetPlace.GivenFolder, dataFolder, entry)];
        searches.AddRange(SearchPlaces(entry));
        CatalogueSearch? found = searches.Find(search => search.IsVerified);
        Dataset? dataset = found is null ? null : ToDataset(found.Set!, entry);
        return new DatasetStatus(
            entry.Name, entry.Description, [.. searches.Select(search => search.Place)], found?.Place.Folder,
            dataset is not null, dataset?.Train.Count ?? 0, dataset?.Evaluated.Count ?? 0, dataset?.Train.ContentHash);
    }

    private IEnumerable<CatalogueSearch> SearchPlaces(CatalogueEntry entry)
    {
        if (_locations.EnvironmentFolder is { } folder)
            yield return CatalogueSearch.In(DatasetLocations.VariableName, folder, entry);
        yield return CatalogueSearch.InFolder("cache", CacheOf(entry), entry);
    }

    private Dataset OpenFolder(string? name, string dataFolder)
    {
        if (name == SyntheticDigits.Name)
            throw new InvalidInputException($"{SyntheticDigits.Name} is generated and read from no folder: name another data set, or give no folder") { Remedy = Remedy.LeaveDataFolderOut };
        if (!Directory.Exists(dataFolder))
            throw new InvalidInputException($"{dataFolder}: no such folder; give one that holds {string.Join(", ", IdxSet.FileNames)}, plain or .gz") { Remedy = Remedy.GiveDataFolder };
        if (name is null or FilesName)
            return OpenFiles(dataFolder, identify: name is null);

        CatalogueEntry entry = Entry(name);
        CatalogueSearch search = CatalogueSearch.In(DatasetPlace.GivenFolder, dataFolder, entry);
        return search.Place.State switch
        {
            DatasetPlaceState.Verified => ToDataset(search.Set!, entry),
            DatasetPlaceState.Damaged => throw new InvalidInputException(search.Place.Explanation),
            DatasetPlaceState.Different => throw new InvalidInputException(
                $"{search.Place.Explanation}; for data of your own use the name {FilesName} or leave the name off."),
            _ => throw Lacking(search.Place.Folder),
        };
    }

    private Dataset OpenFiles(string folder, bool identify)
    {
        if (IdxSet.Missing(folder).Count > 0)
            throw Lacking(folder);
        IdxSet set = IdxSet.Read(folder);
        CatalogueEntry? entry = identify ? _entries.FirstOrDefault(known => CatalogueSearch.Difference(set, known) is null) : null;
        if (entry is not null)
            return ToDataset(set, entry);
        // Images of a known set have its frame, whatever they are called and labelled here.
        CatalogueEntry? source = _entries.FirstOrDefault(known => known.Files[0].Sha256 == set.Files[0].ContentSha256);
        return set.ToDataset(FilesName, classCount: null, normalization: null, source?.Preparation ?? PicturePreparation.Whole);
    }

    private Dataset Download(
        CatalogueEntry entry, List<DatasetPlace> places, bool allowDownload,
        IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (!allowDownload)
            throw Unavailable(entry, places, "a download is not allowed", null);
        string folder = CacheOf(entry);
        try
        {
            // Away from any synchronization context, which waiting here would block.
            Task.Run(() => _downloader.DownloadAsync(entry, folder, progress, cancellation), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (DataUnavailableException error)
        {
            throw Unavailable(entry, places, error.Message, error);
        }

        CatalogueSearch search = CatalogueSearch.InFolder("cache", folder, entry);
        return search.IsVerified
            ? ToDataset(search.Set!, entry)
            : throw Unavailable(entry, places, $"what was downloaded is gone again ({search.Place.Explanation})", null);
    }

    private DataUnavailableException Unavailable(CatalogueEntry entry, List<DatasetPlace> places, string lastReason, Exception? cause)
    {
        string environment = _locations.EnvironmentFolder is null ? $"{DatasetLocations.VariableName} is not set; " : "";
        string tried = string.Concat(places.Select(place => $"{place.Origin} {place.Folder}: {place.Explanation.TrimEnd('.')}; "));
        return new DataUnavailableException(
            $"The data set {entry.Name} is not available: {environment}{tried}{lastReason}. Use {SyntheticDigits.Name}, which needs no files, or give a folder with its four files",
            cause)
        {
            Remedy = Remedy.GiveDataFolder,
        };
    }

    private static InvalidInputException Lacking(string folder) =>
        new($"{folder}: {string.Join(", ", IdxSet.Missing(folder))} missing; give a folder that holds all four files, plain or .gz") { Remedy = Remedy.GiveDataFolder };

    private CatalogueEntry Entry(string name) => _entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new InvalidInputException($"There is no data set '{name.ReplaceLineEndings(" ")}'; use {string.Join(", ", Names)}, or {FilesName} and the folder that they are in") { Remedy = Remedy.GiveDataFolder };

    private string CacheOf(CatalogueEntry entry) => Path.Combine(_locations.CacheFolder, entry.Name);

    private static Dataset ToDataset(IdxSet set, CatalogueEntry entry) =>
        set.ToDataset(entry.Name, entry.ClassCount, entry.Normalization, entry.Preparation);
}
