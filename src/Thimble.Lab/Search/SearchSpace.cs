namespace Thimble.Lab.Search;

/// <summary>Everything that a search may choose from.</summary>
public sealed class SearchSpace
{
    internal SearchSpace(IReadOnlyList<SearchVariable> variables)
    {
        Variables = variables;
        long size = 1;
        foreach (SearchVariable variable in variables)
            size = variable.Count is { } count && size > 0 && size <= long.MaxValue / count ? size * count : 0;
        Size = size > 0 ? size : null;
    }

    /// <summary>The variables, in the order of the file.</summary>
    public IReadOnlyList<SearchVariable> Variables { get; }

    /// <summary>The number of combinations; null where they cannot be counted.</summary>
    public long? Size { get; }

    /// <summary>A combination by its index: the last variable changes fastest.</summary>
    internal IReadOnlyList<SearchValue> At(long index)
    {
        var values = new SearchValue[Variables.Count];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            long count = Variables[i].Count!.Value;
            values[i] = Variables[i].At(index % count);
            index /= count;
        }

        return values;
    }

    /// <summary>A combination at random.</summary>
    /// <param name="seed">The search's seed.</param>
    /// <param name="draw">Which draw, from 0: each is a function of the seed and this number.</param>
    internal IReadOnlyList<SearchValue> Draw(ulong seed, int draw)
    {
        var random = new KeyedRandom(seed, epoch: 0, sample: draw, RandomPlace.Search);
        return [.. Variables.Select((variable, index) => variable.Draw(random.Uniform(index)))];
    }

    /// <summary>Combinations that together hold every value at least once: what has to be read to find all mistakes.</summary>
    internal IEnumerable<IReadOnlyList<SearchValue>> Probes()
    {
        SearchValue[] first = [.. Variables.Select(variable => variable.Probes().First())];
        yield return first;
        for (int i = 0; i < first.Length; i++)
        {
            foreach (SearchValue value in Variables[i].Probes().Skip(1))
                yield return [.. first[..i], value, .. first[(i + 1)..]];
        }
    }
}
