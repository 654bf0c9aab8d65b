namespace Thimble.Lab.Search;

/// <summary>A variable with a list of values.</summary>
internal sealed class ChoiceVariable(string name, int line, IReadOnlyList<SearchValue> values) : SearchVariable(name, line)
{
    public override long? Count => values.Count;

    /// <summary>The values.</summary>
    public IReadOnlyList<SearchValue> Values => values;

    internal override IReadOnlyList<string> Groups { get; } = [.. values.Select(value => value.Label)];

    internal override SearchValue At(long index) => values[(int)index];

    internal override SearchValue Draw(double uniform) => values[(int)(uniform * values.Count)];

    internal override IEnumerable<SearchValue> Probes() => values;

    internal override string GroupOf(SearchValue value) => value.Label;
}
