namespace Thimble.Lab.Search;

/// <summary>What a search found.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Rounds">For each round that was begun, its trials ranked; those without a finished run are not there.</param>
/// <param name="IsComplete">Whether every run was done.</param>
public sealed record SearchResult(SearchPlan Plan, IReadOnlyList<IReadOnlyList<SearchStanding>> Rounds, bool IsComplete)
{
    /// <summary>The finalists, the best first; empty until all of their runs are done.</summary>
    public IReadOnlyList<SearchStanding> Finalists => IsComplete ? Rounds[^1] : [];

    /// <summary>Every trial that has a finished run, with the last round that it reached; the furthest and best first.</summary>
    public IReadOnlyList<(SearchStage Stage, SearchStanding Standing)> Furthest()
    {
        var seen = new HashSet<int>();
        return
        [
            .. from stage in Plan.Stages.Take(Rounds.Count).Reverse()
               from standing in Rounds[stage.Index]
               where seen.Add(standing.Trial.Number)
               select (stage, standing),
        ];
    }

    /// <summary>
    /// The best finalist as an experiment to be trained on all training images and tested; its seed is the first one
    /// that the search did not use. Null until the search is complete.
    /// </summary>
    public Experiment? Best()
    {
        if (Finalists.Count == 0)
            return null;
        SearchStanding best = Finalists[0];
        int seeds = best.Runs.Count;
        string values = string.Join(", ", best.Trial.Choices(Plan.Definition.Space).Select(choice => $"{choice.Variable.Name} = {choice.Value.Label}"));
        return best.Trial.Experiment with
        {
            Data = best.Trial.Experiment.Data with { Validation = null, Split = null, EvaluatedImages = Plan.Draws.Trials[0].Experiment.Data.EvaluatedImages },
            Seed = Plan.UnusedSeed,
            Explanation =
                $"Found by thimble search: trial {best.Trial.Name} of {Plan.Trials.Count} ({values}).\n"
                + $"Mean validation accuracy {100 * best.Accuracy.Mean:0.000}% over {seeds} {(seeds == 1 ? "seed" : "seeds")}, "
                + $"on {Plan.Data.Evaluated.Count:N0} {(Plan.Data.HeldOutOf is null ? "validation images" : "of the training images")}; no test image was looked at.",
        };
    }
}
