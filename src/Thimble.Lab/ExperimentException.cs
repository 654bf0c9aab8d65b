namespace Thimble.Lab;

/// <summary>A mistake in an experiment's file.</summary>
public sealed class ExperimentException : InvalidInputException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file, or the built-in experiment's name.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="key">The key, from the outermost: <c>recipe.epochs</c>; empty for the file as a whole.</param>
    /// <param name="problem">What was found and what is allowed.</param>
    /// <param name="innerException">What lies beneath, if anything.</param>
    public ExperimentException(string file, int line, string key, string problem, Exception? innerException = null)
        : base(key.Length == 0 ? $"{file}:{line}: {problem}" : $"{file}:{line}: {key}: {problem}", innerException)
    {
        File = file;
        Line = line;
        Key = key;
    }

    /// <summary>The file, or the built-in experiment's name.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The key, from the outermost: <c>recipe.epochs</c>; empty for the file as a whole.</summary>
    public string Key { get; }

    /// <summary>
    /// Whether each setting by itself is sound, but no network can be made of them together: nothing that a person
    /// mistyped, where settings are combined by a program.
    /// </summary>
    public bool IsImpossibleNetwork { get; init; }
}
