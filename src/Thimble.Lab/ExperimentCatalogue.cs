using System.Text;
using Thimble.Lab.Yaml;

namespace Thimble.Lab;

/// <summary>The built-in experiments, and your own files.</summary>
public static class ExperimentCatalogue
{
    private const string Prefix = "experiments/";
    private const string Suffix = ".yaml";
    private const int MaximumLength = 1024 * 1024;

    /// <summary>What <see cref="Experiment.Source"/> says of an experiment that came with the program.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>The names of the built-in experiments, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ExperimentCatalogue).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Loads an experiment.</summary>
    /// <param name="nameOrFile">A built-in name, or the path of a YAML file.</param>
    /// <exception cref="InvalidInputException">There is neither such a name nor such a file, or the file has a mistake.</exception>
    public static Experiment Load(string nameOrFile) => Load(nameOrFile, changes: []);

    /// <summary>Loads an experiment with some settings changed. They are checked as if they stood in its file.</summary>
    /// <param name="nameOrFile">A built-in name, or the path of a YAML file.</param>
    /// <param name="changes">The changes; of two of one setting the later counts.</param>
    /// <exception cref="InvalidInputException">There is neither such a name nor such a file, or the file or a change has a mistake.</exception>
    public static Experiment Load(string nameOrFile, IReadOnlyList<SettingChange> changes)
    {
        if (Names.Contains(nameOrFile))
            return Read($"{nameOrFile} ({BuiltIn})", BuiltInText(nameOrFile), changes) with { Source = BuiltIn };
        if (Directory.Exists(nameOrFile))
            throw new InvalidInputException($"{nameOrFile}: this is a folder; name a YAML file, or one of {NameList}");
        return File.Exists(nameOrFile) ? Read(nameOrFile, ReadText(nameOrFile), changes) : throw NoSuch(nameOrFile);
    }

    /// <summary>Loads an experiment from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be read, or has a mistake.</exception>
    internal static Experiment LoadFile(string path) => ExperimentReader.Read(path, ReadText(path));

    /// <summary>The text of a file that someone wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be read, is too large, or is no text.</exception>
    internal static string ReadText(string path)
    {
        byte[] bytes;
        try
        {
            using FileStream stream = File.OpenRead(path);
            // One byte more than is allowed tells a file that is too long, whatever length it claims to have.
            bytes = new byte[MaximumLength + 1];
            Array.Resize(ref bytes, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); check the path and your rights", exception);
        }

        if (bytes.Length > MaximumLength)
            throw new ExperimentException(path, 1, "", "the file is larger than 1 MiB; this is no experiment");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw new ExperimentException(path, 1, "", NotText(bytes), exception);
        }
    }

    /// <summary>The text of a built-in experiment.</summary>
    internal static string BuiltInText(string name)
    {
        using Stream stream = typeof(ExperimentCatalogue).Assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads an experiment's text with some settings changed.</summary>
    /// <param name="file">What to call it in errors.</param>
    /// <param name="yaml">The text.</param>
    /// <param name="changes">The changes; of two of one setting the later counts.</param>
    /// <exception cref="InvalidInputException">The text or a change has a mistake.</exception>
    internal static Experiment Read(string file, string yaml, IReadOnlyList<SettingChange> changes) =>
        changes.Count == 0 ? ExperimentReader.Read(file, yaml) : ChangedExperiment.Read(file, yaml, changes);

    private static string NameList => string.Join(", ", Names);

    private static InvalidInputException NoSuch(string nameOrFile)
    {
        string hint = Spelling.Nearest(nameOrFile, Names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        return new($"there is no experiment or file '{YamlText.OneLine(nameOrFile)}'; built in are {NameList}{hint}");
    }

    // Weights and data are given where an experiment is asked for more often than YAML in another encoding.
    private static string NotText(byte[] bytes) => FileKind.Of(bytes.AsSpan(0, Math.Min(bytes.Length, FileKind.BytesNeeded))) is { } kind
        ? $"this is {kind.Name} and not an experiment; give the name of an experiment or a YAML file"
        : "the file is not UTF-8 text; save it as UTF-8";
}
