namespace Thimble.Lab.Search;

/// <summary>One thing that a search may choose.</summary>
public abstract class SearchVariable
{
    private protected SearchVariable(string name, int line)
    {
        Name = name;
        Line = line;
    }

    /// <summary>The name: <c>width</c> for the placeholder <c>$width</c>, or a path such as <c>recipe.batch_size</c>.</summary>
    public string Name { get; }

    /// <summary>The line of the search's file that names it.</summary>
    public int Line { get; }

    /// <summary>Whether there is anything to choose; a variable with one value only changes a setting.</summary>
    public bool IsChoice => Count != 1;

    /// <summary>How many values there are; null where they cannot be counted.</summary>
    public abstract long? Count { get; }

    /// <summary>A value by its index, from 0.</summary>
    internal abstract SearchValue At(long index);

    /// <summary>The value that a uniform number from 0 to below 1 stands for.</summary>
    internal abstract SearchValue Draw(double uniform);

    /// <summary>The values that have to be looked at to know that all of them can be read.</summary>
    internal abstract IEnumerable<SearchValue> Probes();

    /// <summary>What a value is counted with where choices are compared: itself, or its part of a range.</summary>
    internal abstract string GroupOf(SearchValue value);

    /// <summary>All that <see cref="GroupOf"/> may say, in order.</summary>
    internal abstract IReadOnlyList<string> Groups { get; }
}
