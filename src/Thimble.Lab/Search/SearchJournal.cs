using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Thimble.Lab.Search;

/// <summary>
/// The finished runs of a search, a line of JSON each, on disk before the next one counts: a search that was killed
/// loses the runs it was in the middle of, and nothing else. A line that was torn is dropped.
/// </summary>
public sealed class SearchJournal : IDisposable
{
    private const int Format = 1;
    private readonly string _path;
    private readonly FileSystem _files;
    private readonly IDisposable _hold;
    private readonly Stream _stream;
    private readonly Dictionary<string, SearchRun> _runs = new(StringComparer.Ordinal);

    private SearchJournal(string path, FileSystem files, IDisposable hold, Stream stream)
    {
        _path = path;
        _files = files;
        _hold = hold;
        _stream = stream;
    }

    /// <summary>The fingerprint of the search that it was written for last; null where nothing was written.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>The version of Thimble that it was written with last; null where nothing was written.</summary>
    public string? Version { get; private set; }

    /// <summary>The number of runs that it holds.</summary>
    public int Count => _runs.Count;

    /// <summary>Whether the end of a line was missing or damaged, as a kill or a power failure leaves it.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>Opens a journal, or begins one. Nobody else can write it until it is closed; anybody can read it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It is open elsewhere, cannot be opened, is damaged, or is of an unknown format.</exception>
    public static SearchJournal Open(string path) => Open(path, FileSystem.Disk);

    /// <inheritdoc cref="Open(string)"/>
    internal static SearchJournal Open(string path, FileSystem files)
    {
        IDisposable hold = Hold(path, files);
        try
        {
            var journal = new SearchJournal(path, files, hold, files.Open(path, FileMode.OpenOrCreate, FileShare.Read));
            try
            {
                journal.ReadAll();
                return journal;
            }
            catch
            {
                journal.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            hold.Dispose();
            throw new InvalidInputException($"{path}: cannot be opened ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }
    }

    /// <summary>
    /// Holds a journal for this process, however it ends: a file beside it, because one that is held itself cannot be read by
    /// others. It stays when it is let go: deleting it would let two processes hold two files of one name. What a process that was killed
    /// left half-written in the search's folder is cleared.
    /// </summary>
    /// <exception cref="InvalidInputException">Another process holds it, or the folder cannot be written to.</exception>
    internal static IDisposable Hold(string path, FileSystem files)
    {
        Stream? hold = null;
        try
        {
            hold = files.Open($"{path}.lock", FileMode.OpenOrCreate);
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            foreach (string one in Directory.GetDirectories(folder, "trials").Append(folder))
                AtomicFile.DeleteLeftovers(one, "*", files);
            return hold;
        }
        catch (IOException exception) when (hold is null && FolderLock.IsHeldByAnother(exception))
        {
            throw new InvalidInputException($"{path}: another process is running this search; wait for its end, or choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            hold?.Dispose();
            throw new InvalidInputException($"{path}: cannot be written ({exception.Message}); free some space, or choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }
    }

    /// <summary>The run of a key, if it is done.</summary>
    public SearchRun? Find(string key) => _runs.GetValueOrDefault(key);

    /// <summary>Writes what the runs after this are for.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public void Begin(SearchPlan plan, string version)
    {
        Append(
            new(
                Format, plan.Definition.Name, plan.Fingerprint(), plan.Data.Name, plan.Data.Train.ContentHash, plan.Data.Evaluated.ContentHash, version),
            RunJsonContext.Default.JournalHead);
        Fingerprint = plan.Fingerprint();
        Version = version;
    }

    /// <summary>Adds a run; it is on disk when this returns.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public void Add(SearchRun run)
    {
        Append(run with { Seconds = Math.Round(run.Seconds, 3) }, RunJsonContext.Default.SearchRun);
        _runs[run.Key] = run;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _hold.Dispose();
    }

    private void Append<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];
        try
        {
            _stream.Seek(0, SeekOrigin.End);
            _stream.Write(line);
            _files.Flush(_stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{_path}: cannot be written ({exception.Message}); free some space and start the search again", exception);
        }
    }

    private void ReadAll()
    {
        byte[] bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        int start = 0;
        for (int line = 1; start < bytes.Length; line++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0 || !TryRead(bytes.AsMemory(start, length)))
            {
                bool isLast = length < 0 || start + length + 1 == bytes.Length;
                if (!isLast)
                    throw new InvalidInputException($"{_path}:{line}: damaged: this line is no result of a search; remove it (its run is then done again), or begin the search again") { Remedy = Remedy.RestartSearch };
                WasTorn = true;
                _stream.SetLength(start);
                return;
            }

            start += length + 1;
        }
    }

    private bool TryRead(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.TryGetProperty("format", out JsonElement format))
            {
                CheckFormat(format.GetInt32(), root);
                JournalHead head = root.Deserialize(RunJsonContext.Default.JournalHead)!;
                (Fingerprint, Version) = (head.Fingerprint, head.Thimble);
                return true;
            }

            SearchRun run = root.Deserialize(RunJsonContext.Default.SearchRun)!;
            _runs[run.Key] = IsSound(run) ? run : throw new FormatException("no run has such figures");
            return true;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    // Before anything else is read: another format may have other members.
    private void CheckFormat(int format, JsonElement root)
    {
        if (format != Format)
        {
            throw new InvalidInputException(
                $"{_path}: written by Thimble {root.GetProperty("thimble").GetString()} in format {format}, and this version knows format {Format} alone; "
                + "use that version, or begin the search again")
            {
                Remedy = Remedy.RestartSearch,
            };
        }
    }

    private static bool IsSound(SearchRun run) =>
        run.Count > 0 && run.Correct.All(right => right >= 0 && right <= run.Count) && (!run.IsComplete || run.Correct.Count > 0) && run.Seconds is >= 0 and < double.PositiveInfinity;
}

/// <summary>The line of a journal that says what the runs after it are for.</summary>
internal sealed record JournalHead(
    int Format, string Search, string Fingerprint, string Data, string TrainingSha256, string ValidationSha256, string Thimble);
