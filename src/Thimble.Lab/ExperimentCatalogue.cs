namespace Thimble.Lab;

/// <summary>The built-in experiments, and files of one's own.</summary>
public static class ExperimentCatalogue
{
    /// <summary>The names of the built-in experiments, sorted.</summary>
    public static IReadOnlyList<string> Names => throw new NotSupportedException();

    /// <summary>Loads an experiment.</summary>
    /// <param name="nameOrFile">A built-in name, or the path of a YAML file.</param>
    /// <exception cref="InvalidInputException">There is neither such a name nor such a file, or the file has a mistake.</exception>
    public static Experiment Load(string nameOrFile) => throw new NotSupportedException();
}
