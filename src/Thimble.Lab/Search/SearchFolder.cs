using System.Text;
using FilePath = System.IO.Path;

namespace Thimble.Lab.Search;

/// <summary>Where a search keeps what it found.</summary>
public sealed class SearchFolder
{
    /// <summary>The folder that holds searches.</summary>
    public const string DefaultRoot = "searches";

    private const string JournalName = "journal.jsonl";
    private const string AsidePrefix = "before-";
    private static readonly string[] ResultNames = ["best.yaml", "results.csv", "accuracy.svg", "trials"];

    private SearchFolder(string path, FileSystem files)
    {
        Path = path;
        Files = files;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where what is in it is written.</summary>
    internal FileSystem Files { get; }

    /// <summary>The finished runs, a line each.</summary>
    public string JournalFile => FilePath.Combine(Path, JournalName);

    /// <summary>A row a trial.</summary>
    public string ResultsFile => FilePath.Combine(Path, "results.csv");

    /// <summary>Accuracy against parameters.</summary>
    public string PlotFile => FilePath.Combine(Path, "accuracy.svg");

    /// <summary>The best finalist, as an experiment.</summary>
    public string BestFile => FilePath.Combine(Path, "best.yaml");

    /// <summary>Opens a search's folder; it is made if it is not there.</summary>
    /// <param name="name">The search's name.</param>
    /// <param name="directory">The exact folder; null for the search's below <see cref="DefaultRoot"/>.</param>
    /// <exception cref="InvalidInputException">The folder cannot be made, or is no search's.</exception>
    public static SearchFolder Open(string name, string? directory = null) => Open(name, directory, FileSystem.Disk);

    /// <inheritdoc cref="Open(string, string?)"/>
    internal static SearchFolder Open(string name, string? directory, FileSystem files)
    {
        var folder = new SearchFolder(directory ?? FilePath.Combine(DefaultRoot, name), files);
        try
        {
            files.CreateDirectory(folder.Path);
            if (!File.Exists(folder.JournalFile) && Directory.EnumerateFileSystemEntries(folder.Path).Any(entry => !IsOurs(FilePath.GetFileName(entry))))
                throw new InvalidInputException($"{folder.Path}: this folder holds something else, and nothing is overwritten; choose another folder") { Remedy = Remedy.WriteElsewhere };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder.Path}: no search can be kept here ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }

        return folder;
    }

    /// <summary>The experiment of a trial.</summary>
    public string TrialFile(SearchTrial trial) => FilePath.Combine(Path, "trials", $"{trial.Name}.yaml");

    /// <summary>
    /// Puts what was found so far aside, into a folder of its own inside this one: nothing is lost, and nothing that is left
    /// behind by one search passes for another's.
    /// </summary>
    /// <param name="withJournal">Whether the journal goes, too, so that everything is trained again.</param>
    /// <returns>The folder; null if there was nothing to put aside.</returns>
    /// <exception cref="InvalidInputException">Another process is searching here, or a file cannot be moved.</exception>
    public string? PutAside(bool withJournal)
    {
        // The journal that stays is held by who asks.
        using IDisposable? hold = withJournal ? SearchJournal.Hold(JournalFile, Files) : null;
        string[] names = [.. ResultNames.Append(withJournal ? JournalName : "").Where(name => name.Length > 0 && FilePath.Exists(FilePath.Combine(Path, name)))];
        if (names.Length == 0)
            return null;
        int number = 1;
        while (FilePath.Exists(Aside(number)))
            number++;
        try
        {
            Files.CreateDirectory(Aside(number));
            foreach (string name in names)
                Files.Move(FilePath.Combine(Path, name), FilePath.Combine(Aside(number), name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{Path}: what is there cannot be put aside ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }

        return Aside(number);
    }

    /// <summary>Writes a text file whole.</summary>
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    internal void Write(string path, string text)
    {
        string folder = FilePath.GetDirectoryName(path)!;
        try
        {
            Files.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: this folder cannot be made ({exception.Message}); choose another", exception) { Remedy = Remedy.WriteElsewhere };
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), Files);
    }

    private string Aside(int number) => FilePath.Combine(Path, $"{AsidePrefix}{number}");

    private static bool IsOurs(string name) =>
        name.StartsWith(JournalName, StringComparison.Ordinal) || name.StartsWith(AsidePrefix, StringComparison.Ordinal);
}
