namespace Thimble.Pictures;

/// <summary>The ways in which data of your own may be stored, recognized by looking.</summary>
public static class DataSources
{
    // The most particular first: an archive of CIFAR is not a folder of pictures, and a folder of pictures may hold anything else beside them.
    private static readonly DataSource[] All = [new PictureTableSource(), new NpzSource(), new CifarSource(), new EmnistSource(), new PictureFolderSource()];

    /// <summary>The names of the data that can be read from a path, as an experiment says them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.SelectMany(source => source.Names)];

    /// <summary>Whether data of a name is its user's own, and not as somebody published it.</summary>
    /// <param name="name">One of <see cref="Names"/>, or another.</param>
    public static bool IsOwn(string name) => All.Any(source => !source.IsPublished && source.Names.Contains(name));

    /// <summary>Looks at a path.</summary>
    /// <param name="path">A file or folder.</param>
    /// <returns>What is there; null if it is not known here, as IDX files are not: <see cref="DatasetCatalogue"/> reads those.</returns>
    /// <exception cref="InvalidInputException">It is known, and cannot be trained on; one line says why and what to do.</exception>
    public static SourceContent? Recognize(string path) =>
        Path.Exists(path) ? All.Select(source => source.Recognize(path)).FirstOrDefault(content => content is not null) : null;
}
