using Thimble.Networks;

namespace Thimble.Lab;

/// <summary>A run on disk: the experiment, its weights, its figures and where they were measured.</summary>
public sealed class RunFolder
{
    private RunFolder(string path, string name)
    {
        Path = path;
        Name = name;
    }

    /// <summary>The folder that holds runs unless it is said otherwise.</summary>
    public const string DefaultRoot = "runs";

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The run's name for people and for <see cref="Open"/>: <c>part3/2</c>, or the folder's path.</summary>
    public string Name { get; }

    /// <summary>Makes a new folder: <c>runs/EXPERIMENT/NNN</c>, or exactly the one that is given. Nothing is overwritten.</summary>
    /// <param name="experimentName">The experiment's name.</param>
    /// <param name="directory">The exact folder, absent or empty; null for the next number.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">The folder is not empty, or cannot be made or written to.</exception>
    public static RunFolder Create(string experimentName, string? directory = null, string root = DefaultRoot) =>
        new(directory ?? root, experimentName);

    /// <summary>Opens a run by path, by name (<c>part3/2</c>), or the latest of an experiment (<c>part3</c>).</summary>
    /// <param name="pathOrName">The path or name.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">There is no such run.</exception>
    public static RunFolder Open(string pathOrName, string root = DefaultRoot) => throw new NotSupportedException();

    /// <summary>The experiment as it was run.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public Experiment LoadExperiment() => throw new NotSupportedException();

    /// <summary>The trained network.</summary>
    /// <param name="weights">Which weights.</param>
    /// <exception cref="InvalidInputException">The files are missing or damaged.</exception>
    public Network LoadNetwork(RunWeights weights = RunWeights.Final) => throw new NotSupportedException();
}
