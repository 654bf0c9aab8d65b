namespace Thimble;

/// <summary>
/// The data sets that are known by name (<c>mnist</c>, <c>fashion-mnist</c>, <c>kmnist</c>, <c>qmnist</c>, <c>synthetic-digits</c>), and IDX files
/// of your own (<c>files</c>). A known set is verified by the SHA-256 of its uncompressed content; <c>kmnist</c> and <c>qmnist</c> are identified
/// by the MD5 of their compressed files, the only hashes that are published of them.
/// </summary>
/// <remarks>
/// A set is looked for in the folder that is given, and only there; without one in THIMBLE_DATA, then in the user's
/// cache, and is then downloaded into the cache. In a folder the four customary names count first, with or without
/// <c>.gz</c>, in the folder itself or in a subfolder that has the set's name; then whatever holds images and labels, there and in
/// subfolders: content tells which, and the words of a path (train, test, t10k) what for.
/// </remarks>
public sealed class DatasetCatalogue
{
    /// <summary>The name for your own IDX files: size and classes are read, normalization is measured.</summary>
    public const string FilesName = "files";

    private const int MostNamed = 4;

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
        Open(name, allowDownload: true, dataFolder, cancellation: cancellation);

    /// <summary>Opens a data set; downloads it into the cache if it is in none of its places and that is allowed.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>, or <see cref="FilesName"/>. Null with a folder: the known set whose content the
    /// folder holds, otherwise your own files.
    /// </param>
    /// <param name="dataFolder">The folder to look in, and no other; null to search.</param>
    /// <param name="allowDownload">Whether the network may be used; true by default.</param>
    /// <param name="progress">Told how a download goes.</param>
    /// <param name="use">What it is for; to train and test by default.</param>
    /// <param name="cancellation">Stops a download; nothing half-written stays.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or the folder does not hold a sound set.</exception>
    /// <exception cref="DataUnavailableException">The set is not available: neither on disk nor from a mirror.</exception>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    internal Dataset Open(string? name, bool allowDownload, string? dataFolder = null, IProgress<DownloadProgress>? progress = null, DatasetUse? use = null, CancellationToken cancellation = default)
    {
        if (dataFolder is not null)
            return OpenFolder(name, dataFolder, use ?? new());
        if (name == SyntheticDigits.Name)
            return SyntheticDigits.Create();
        if (name is null or FilesName)
            throw new InvalidInputException($"Your own IDX files need the folder that they are in: name one of the data sets {string.Join(", ", Names)}, or give the folder") { Remedy = Remedy.GiveDataFolder };

        CatalogueEntry entry = Entry(name);
        List<DatasetPlace> places = [];
        foreach (CatalogueSearch search in SearchPlaces(entry, use?.Needed ?? DatasetSplits.Both))
        {
            if (search.IsVerified)
                return ToDataset(search.Set!, entry);
            places.Add(search.Place);
        }

        return Download(entry, places, allowDownload, progress, cancellation);
    }

    /// <summary>Looks for every data set of the catalogue, without any download.</summary>
    /// <param name="dataFolder">The folder to look in, and no other; null to search.</param>
    internal IReadOnlyList<DatasetStatus> Statuses(string? dataFolder = null) =>
        [.. _entries.Select(entry => StatusOf(entry, dataFolder)), .. dataFolder is null ? [SyntheticDigits.Status()] : Array.Empty<DatasetStatus>()];

    private DatasetStatus StatusOf(CatalogueEntry entry, string? dataFolder)
    {
        List<CatalogueSearch> searches = dataFolder is null ? [.. SearchPlaces(entry)] : [CatalogueSearch.In(DatasetPlace.GivenFolder, dataFolder, entry)];
        CatalogueSearch? found = searches.Find(search => search.IsVerified);
        Dataset? dataset = found is null ? null : ToDataset(found.Set!, entry);
        return new DatasetStatus(
            entry.Name, entry.Description, [.. searches.Select(search => search.Place)], found?.Place.Folder,
            dataset is not null, dataset?.Train.Count ?? 0, dataset?.Evaluated.Count ?? 0, dataset?.Train.ContentHash);
    }

    private IEnumerable<CatalogueSearch> SearchPlaces(CatalogueEntry entry, DatasetSplits needed = DatasetSplits.Both)
    {
        if (_locations.EnvironmentFolder is { } folder)
            yield return CatalogueSearch.In(DatasetLocations.VariableName, folder, entry, needed);
        yield return CatalogueSearch.InFolder("cache", CacheOf(entry), entry, needed);
    }

    private Dataset OpenFolder(string? name, string dataFolder, DatasetUse use)
    {
        if (name == SyntheticDigits.Name)
            throw new InvalidInputException($"{SyntheticDigits.Name} is generated and read from no folder: name another data set, or give no folder") { Remedy = Remedy.LeaveDataFolderOut };
        if (File.Exists(dataFolder))
            return OpenSet(name, OfFile(dataFolder, use.Needed), use);
        if (!Directory.Exists(dataFolder))
            throw new InvalidInputException($"{dataFolder}: no such folder; give one that holds {string.Join(", ", IdxSet.FileNames)}, plain or .gz") { Remedy = Remedy.GiveDataFolder };
        if (name is null or FilesName)
            return OpenFiles(name, dataFolder, use);

        CatalogueEntry entry = Entry(name);
        CatalogueSearch search = CatalogueSearch.In(DatasetPlace.GivenFolder, dataFolder, entry, use.Needed);
        return search.Place.State switch
        {
            DatasetPlaceState.Verified => ToDataset(search.Set!, entry),
            DatasetPlaceState.Damaged => throw new InvalidInputException(search.Place.Explanation),
            DatasetPlaceState.Different => throw new InvalidInputException(
                $"{search.Place.Explanation}; for data of your own use the name {FilesName} or leave the name off."),
            _ => throw Lacking(search.Place.Folder, IdxFolder.Of(search.Place.Folder, use.Needed), use),
        };
    }

    private Dataset OpenFiles(string? name, string folder, DatasetUse use)
    {
        var found = IdxFolder.Of(folder, use.Needed);
        if (found.Sets.Count == 1)
            return OpenSet(name, found.Sets[0], use);
        if (found.Sets.Count == 0)
            throw Lacking(folder, found, use);
        // Of several sets in a folder, as torchvision keeps them, the one that is wanted by its content.
        CatalogueEntry? entry = name is null ? _entries.FirstOrDefault(known => known.Name == use.Expected) : null;
        if (entry is not null && CatalogueSearch.InFolder(DatasetPlace.GivenFolder, folder, entry, use.Needed) is { IsVerified: true } search)
            return ToDataset(search.Set!, entry);
        throw new InvalidInputException(
            $"{folder}: there are {found.Sets.Count} sets in this folder; name one of them by one of its files in place of the folder: "
            + string.Join(", ", found.Sets.Take(MostNamed).Select(set => set.NamingFile)) + (found.Sets.Count > MostNamed ? ", …" : ""));
    }

    private Dataset OpenSet(string? name, IdxPaths paths, DatasetUse use)
    {
        var set = IdxSet.Read(paths);
        if (name is null or FilesName)
        {
            CatalogueEntry? known = name is null ? _entries.FirstOrDefault(known => CatalogueSearch.Difference(set, known) is null) : null;
            return known is null ? set.ToDataset(FilesName, classCount: null, normalization: null, PreparationOf(set), use.Classes) : ToDataset(set, known);
        }

        CatalogueEntry entry = Entry(name);
        return CatalogueSearch.Difference(set, entry) is { } difference
            ? throw new InvalidInputException($"{difference}; for data of your own use the name {FilesName} or leave the name off.")
            : ToDataset(set, entry);
    }

    // Images of a known set have its frame, whatever they are called and labelled here.
    private PicturePreparation PreparationOf(IdxSet set) => _entries
        .FirstOrDefault(known => set.Files[0] is { } train ? known.Files[0].Sha256 == train.ContentSha256 : known.Files[2].Sha256 == set.Files[2]?.ContentSha256)
        ?.Preparation ?? PicturePreparation.Whole;

    /// <summary>The set that a file belongs to. The file stands for it from then on, since its folder may hold others.</summary>
    private static IdxPaths OfFile(string file, DatasetSplits needed)
    {
        // First, because a device or a pipe is no reason to look at what is beside it.
        (IdxHeader? header, FileKind? kind) = IdxFile.Peek(file);
        string path = Path.GetFullPath(file);
        var found = IdxFolder.Of(Path.GetDirectoryName(path)!, needed, prefersCustomary: false);
        // Of a file and its compressed copy one is in the set, and either stands for it.
        IdxPaths? set = found.Sets.FirstOrDefault(set => set.Files.Contains(path))
            ?? found.Sets.FirstOrDefault(set => set.Files.OfType<string>().Any(one => Plain(one) == Plain(path)));
        if (set is not null)
            return set with { Folder = file };
        throw header is null
            ? new InvalidInputException($"{file}: not a folder of IDX files but {kind?.Name ?? "a file of no known kind"}; {(kind ?? new("", FileFamily.Other)).Advice(FileFamily.Idx)}")
            : new InvalidInputException($"{file}: the other files of its set are not beside it ({header}; {found.NearOnes}); give the folder that holds all of them") { Remedy = Remedy.GiveDataFolder };

        static string Plain(string one) => one.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? one[..^".gz".Length] : one;
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

    private static InvalidInputException Lacking(string folder, IdxFolder found, DatasetUse use)
    {
        string all = use.Needed == DatasetSplits.Both ? "all four files" : "these files";
        string near = found.NearOnes.Length > 0 ? $"; there are {found.NearOnes}" : "";
        string advice = found.Remedy is { } remedy ? $"; {remedy}" : "";
        return new($"{folder}: {string.Join(", ", found.Missing)} missing{near}{advice}; give a folder that holds {all}, plain or .gz") { Remedy = Remedy.GiveDataFolder };
    }

    private CatalogueEntry Entry(string name) => _entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new InvalidInputException($"There is no data set '{name.ReplaceLineEndings(" ")}'; use {string.Join(", ", Names)}, or {FilesName} and the folder that they are in") { Remedy = Remedy.GiveDataFolder };

    private string CacheOf(CatalogueEntry entry) => Path.Combine(_locations.CacheFolder, entry.Name);

    private static Dataset ToDataset(IdxSet set, CatalogueEntry entry) =>
        set.ToDataset(entry.Name, entry.ClassCount, entry.Normalization, entry.Preparation);
}

/// <summary>What a data set is opened for.</summary>
/// <param name="Needed">The splits that must be there.</param>
/// <param name="Expected">The name of the known set that is meant if a folder holds several; null for none.</param>
/// <param name="Classes">The classes that your own files have at least: those of the network that is to tell them apart.</param>
internal sealed record DatasetUse(DatasetSplits Needed = DatasetSplits.Both, string? Expected = null, int Classes = 0);
