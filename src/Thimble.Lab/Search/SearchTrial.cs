namespace Thimble.Lab.Search;

/// <summary>A combination that is tried.</summary>
/// <param name="Number">Its number, from 1, in the order of the draws: its name.</param>
/// <param name="Values">The value of each variable, in their order.</param>
/// <param name="Experiment">What they make.</param>
public sealed record SearchTrial(int Number, IReadOnlyList<SearchValue> Values, Experiment Experiment)
{
    /// <summary>What was chosen, as variables and values; variables with one value are left out.</summary>
    /// <param name="space">The variables.</param>
    public IEnumerable<(SearchVariable Variable, SearchValue Value)> Choices(SearchSpace space) =>
        space.Variables.Zip(Values).Where(pair => pair.First.IsChoice);

    /// <summary>The number as a name: <c>017</c>.</summary>
    public string Name => $"{Number:000}";
}
