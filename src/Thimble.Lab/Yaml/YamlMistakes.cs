namespace Thimble.Lab.Yaml;

/// <summary>
/// The mistakes of a file as they are found: what can be read without the others is read on, so that a person sees all of them at once.
/// </summary>
internal sealed class YamlMistakes
{
    private readonly List<ExperimentException> _found = [];

    /// <summary>Whether anything could not be read.</summary>
    public bool HasAny => _found.Count > 0;

    /// <summary>Keeps a mistake.</summary>
    public void Add(ExperimentException mistake) => _found.Add(mistake);

    /// <summary>Reads something; where that is a mistake it is kept, and what is returned must not be used before <see cref="Check"/>.</summary>
    public T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ExperimentException mistake)
        {
            Add(mistake);
            return default!;
        }
    }

    /// <summary>Does something that may be a mistake.</summary>
    public void Try(Action action) => Try(() =>
    {
        action();
        return true;
    });

    /// <summary>Reads each of several values.</summary>
    public static IReadOnlyList<T> Each<T>(IEnumerable<YamlValue> values, Func<YamlValue, T> read)
    {
        var mistakes = new YamlMistakes();
        T[] all = [.. values.Select(value => mistakes.Try(() => read(value)))];
        mistakes.Check();
        return all;
    }

    /// <summary>Ends the reading if there was a mistake.</summary>
    /// <exception cref="ExperimentException">There was; it has all of them, in the order of the file.</exception>
    public void Check()
    {
        if (HasAny)
            throw ExperimentException.Of(_found);
    }
}
