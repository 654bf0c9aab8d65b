namespace Thimble.Lab;

/// <summary>A mistake in an experiment's file, or all of them that were found at once.</summary>
public sealed class ExperimentException : InvalidInputException
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">The file, or the built-in experiment's name; or what else the mistake was made in.</param>
    /// <param name="line">The line, from 1; 0 where there are no lines.</param>
    /// <param name="key">The key, from the outermost: <c>recipe.epochs</c>; empty for the file as a whole.</param>
    /// <param name="problem">What was found and what is allowed.</param>
    /// <param name="innerException">What lies beneath, if anything.</param>
    public ExperimentException(string file, int line, string key, string problem, Exception? innerException = null)
        : base(MessageOf(file, line, key, problem), innerException)
    {
        File = file;
        Line = line;
        Key = key;
        Problem = problem;
        Mistakes = [this];
    }

    private ExperimentException(IReadOnlyList<ExperimentException> mistakes)
        : this(mistakes[0].File, mistakes[0].Line, mistakes[0].Key, mistakes[0].Problem, mistakes[0].InnerException) => Mistakes = mistakes;

    /// <summary>The file, or the built-in experiment's name; or what else the mistake was made in.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where there are no lines.</summary>
    public int Line { get; }

    /// <summary>The key, from the outermost: <c>recipe.epochs</c>; empty for the file as a whole.</summary>
    public string Key { get; }

    /// <summary>What was found and what is allowed.</summary>
    public string Problem { get; }

    /// <summary>All mistakes that were found, a file after the other and in the order of their lines. The error itself speaks of the first.</summary>
    public IReadOnlyList<ExperimentException> Mistakes { get; }

    /// <summary>
    /// Whether each setting by itself is sound, but no network can be made of them together: nothing that a person
    /// mistyped, where settings are combined by a program.
    /// </summary>
    public bool IsImpossibleNetwork { get; init; }

    /// <summary>Several mistakes as one error.</summary>
    /// <param name="mistakes">At least one; each may be several itself.</param>
    internal static ExperimentException Of(IEnumerable<ExperimentException> mistakes)
    {
        ExperimentException[] all = [.. mistakes.SelectMany(mistake => mistake.Mistakes)];
        string[] files = [.. all.Select(mistake => mistake.File).Distinct()];
        // The sort keeps the order of mistakes on one line.
        ExperimentException[] sorted = [.. all.OrderBy(mistake => Array.IndexOf(files, mistake.File)).ThenBy(mistake => mistake.Line)];
        return sorted is [var only] ? only : new(sorted) { IsImpossibleNetwork = sorted.All(mistake => mistake.IsImpossibleNetwork) };
    }

    /// <summary>The same, with something added to what is wrong; each mistake lies beneath its new form.</summary>
    internal ExperimentException With(string remark) => Of(Mistakes.Select(mistake =>
        new ExperimentException(mistake.File, mistake.Line, mistake.Key, mistake.Problem + remark, mistake) { IsImpossibleNetwork = mistake.IsImpossibleNetwork }));

    private static string MessageOf(string file, int line, string key, string problem) =>
        line == 0 ? $"{file} {key}".Trim() + $": {problem}" : $"{file}:{line}: {(key.Length == 0 ? "" : $"{key}: ")}{problem}";
}
