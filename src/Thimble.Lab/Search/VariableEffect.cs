using Thimble.Statistics;

namespace Thimble.Lab.Search;

/// <summary>
/// What each choice of a variable gave in the first rung, where all trials are. The other variables vary along, so with few
/// trials a difference within the intervals says nothing.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Explained">
/// The fraction of the variance between trials that goes with the variable, 0 to 1: <see cref="EffectSize.EpsilonSquared"/>.
/// Null where there are too few trials.
/// </param>
/// <param name="Choices">Its values.</param>
public sealed record VariableEffect(SearchVariable Variable, double? Explained, IReadOnlyList<ChoiceEffect> Choices)
{
    /// <summary>The variables of a search, the one that matters most first.</summary>
    public static IReadOnlyList<VariableEffect> Of(SearchResult result)
    {
        if (result.Rounds.Count == 0)
            return [];
        IReadOnlyList<SearchVariable> variables = result.Plan.Definition.Space.Variables;
        return
        [
            .. variables.Index().Where(entry => entry.Item.IsChoice).Select(entry => Of(entry.Item, entry.Index, result.Rounds[0]))
                .OrderByDescending(effect => effect.Explained ?? -1),
        ];
    }

    private static VariableEffect Of(SearchVariable variable, int index, IReadOnlyList<SearchStanding> standings)
    {
        ILookup<string, SearchStanding> groups = standings.ToLookup(standing => variable.GroupOf(standing.Trial.Values[index]), StringComparer.Ordinal);
        var choices = variable.Groups.Where(groups.Contains).Select(label => Of(label, [.. groups[label]])).ToList();
        double[][] values = [.. variable.Groups.Select(label => Accuracies([.. groups[label]])).Where(group => group.Length > 0)];
        return new(variable, EffectSize.EpsilonSquared(values), choices);
    }

    private static ChoiceEffect Of(string label, SearchStanding[] standings)
    {
        double[] values = Accuracies(standings);
        int failures = standings.Length - values.Length;
        if (values.Length == 0)
            return new(label, standings.Length, failures, null, null);
        var statistics = new SampleStatistics(values);
        return new(label, standings.Length, failures, statistics.Mean, statistics.HalfWidth);
    }

    // A trial that learned nothing would drown what the others say; it is counted apart.
    private static double[] Accuracies(SearchStanding[] standings) =>
        [.. standings.Where(standing => !standing.LearnedNothing).Select(standing => standing.Accuracy.Mean)];
}
