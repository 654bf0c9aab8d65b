namespace Thimble;

/// <summary>
/// Brings a catalogue's data set into a folder: each file from the first mirror that gives the right content, written
/// aside, flushed and renamed, by one process at a time. Files that are already right are left alone.
/// </summary>
internal sealed class DatasetDownloader(DownloadOptions options)
{
    private const string PartSuffix = ".part";

    /// <summary>Downloads what the folder lacks or holds damaged.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="folder">Where its files go; made if need be.</param>
    /// <param name="progress">Told about every piece that arrives.</param>
    /// <param name="cancellation">Stops the download; nothing half-written stays.</param>
    /// <exception cref="DataUnavailableException">No mirror gave a file, or the folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task DownloadAsync(CatalogueEntry entry, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        total.CancelAfter(options.TotalTimeout);
        try
        {
            Directory.CreateDirectory(folder);
            using IDisposable folderLock = await FolderLock.TakeAsync(folder, total.Token);
            RemoveAbandonedParts(folder);
            await FetchFilesAsync(entry, folder, progress, total.Token);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new DataUnavailableException($"the download of {entry.Name} into {folder} was not done within {options.TotalTimeout.TotalSeconds:0.#} s", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataUnavailableException($"the folder {folder} cannot be written to ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", error);
        }
    }

    private async Task FetchFilesAsync(CatalogueEntry entry, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var client = new MirrorClient(options);
        // The mirror that worked last is asked first: a dead one costs its time-out once, not for every file.
        var mirrors = entry.Mirrors.ToList();
        foreach (CatalogueFile file in entry.Files)
        {
            // Another process may have brought it while this one waited for the lock.
            if (IsRight(IdxSet.FindFile(folder, file.Name), file) || IsRight(Path.Combine(folder, $"{file.Name}.gz"), file))
                continue;
            Uri mirror = await FetchFileAsync(client, entry.Name, file, mirrors, folder, progress, cancellation);
            mirrors.Remove(mirror);
            mirrors.Insert(0, mirror);
        }
    }

    /// <summary>Tries the mirrors in turn.</summary>
    /// <returns>The mirror that gave it.</returns>
    private static async Task<Uri> FetchFileAsync(
        MirrorClient client, string datasetName, CatalogueFile file, List<Uri> mirrors, string folder,
        IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        string fileName = file.Name + ".gz";
        var reasons = new List<string>();
        foreach (Uri mirror in mirrors)
        {
            string part = Path.Combine(folder, $"{fileName}.{Guid.NewGuid():N}{PartSuffix}");
            try
            {
                await client.FetchAsync(
                    new Uri(mirror, fileName), part, file.GreatestDownload,
                    (received, all) => progress?.Report(new(datasetName, fileName, mirror.Authority, received, all)), cancellation);
                CheckContent(part, file);
                cancellation.ThrowIfCancellationRequested();
                File.Move(part, Path.Combine(folder, fileName), overwrite: true);
                // A plain file would be preferred to the compressed one, and this one was found damaged.
                File.Delete(Path.Combine(folder, file.Name));
                return mirror;
            }
            catch (MirrorException error)
            {
                reasons.Add($"{mirror.Authority}: {error.Message}");
            }
            finally
            {
                File.Delete(part);
            }
        }

        throw new DataUnavailableException($"no mirror gave {fileName} ({string.Join("; ", reasons)})");
    }

    private static void CheckContent(string path, CatalogueFile file)
    {
        try
        {
            IdxFile found = IdxSet.ReadFile(path, file.Name);
            if (!file.Is(found))
                throw new MirrorException($"gave other content ({file.Difference(found)})");
        }
        catch (InvalidInputException error)
        {
            throw new MirrorException("gave a file that is damaged or no IDX file", error);
        }
    }

    private static bool IsRight(string? path, CatalogueFile file)
    {
        try
        {
            return File.Exists(path) && file.Is(IdxSet.ReadFile(path, file.Name));
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>The lock is held, so a part in the folder belongs to a process that was killed.</summary>
    private static void RemoveAbandonedParts(string folder)
    {
        foreach (string part in Directory.EnumerateFiles(folder, "*" + PartSuffix))
            File.Delete(part);
    }
}

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>The longest wait for a connection to a mirror; 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init => field = Positive(value, nameof(ConnectTimeout)); } = TimeSpan.FromSeconds(10);

    /// <summary>The longest silence of a mirror once it is connected; 20 seconds by default.</summary>
    public TimeSpan IdleTimeout { get; init => field = Positive(value, nameof(IdleTimeout)); } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest time for a whole data set, with the wait for another process that downloads it; 10 minutes by
    /// default.
    /// </summary>
    public TimeSpan TotalTimeout { get; init => field = Positive(value, nameof(TotalTimeout)); } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a mirror on this machine may speak plain http, for tests; false by default: https only.</summary>
    public bool AllowHttpOnLoopback { get; init; }

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
        ? value
        : throw new InvalidInputException($"{name} is {value}; give a time above zero and up to one day.");
}

/// <summary>How far the download of one file is.</summary>
/// <param name="DatasetName">The data set, e.g. <c>mnist</c>.</param>
/// <param name="FileName">The file, e.g. <c>train-images-idx3-ubyte.gz</c>.</param>
/// <param name="Mirror">The host that it comes from.</param>
/// <param name="ReceivedBytes">Bytes received so far.</param>
/// <param name="TotalBytes">Bytes in all, if the mirror says so.</param>
internal sealed record DownloadProgress(string DatasetName, string FileName, string Mirror, long ReceivedBytes, long? TotalBytes);
