namespace Thimble.Pictures;

/// <summary>
/// A way in which labelled images are stored. A new one is a file with a class of its own and a line in <see cref="DataSources"/>; everything that
/// takes data then takes it.
/// </summary>
internal abstract class DataSource
{
    /// <summary>The names of the data that it reads, as an experiment says them.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether such data is as somebody published it, and no matter of its user.</summary>
    public virtual bool IsPublished => false;

    /// <summary>
    /// Looks at a path. A folder of pictures is listed and no picture is read; a table is read, and the files that it names are looked for; archives of
    /// arrays, CIFAR and EMNIST are read whole, and <see cref="SourceContent.Read"/> returns what was read here.
    /// </summary>
    /// <param name="path">A file or folder that is there.</param>
    /// <returns>What is there; null if it is nothing of this kind.</returns>
    /// <exception cref="InvalidInputException">It is of this kind, and cannot be trained on; one line says why and what to do.</exception>
    public abstract SourceContent? Recognize(string path);
}
