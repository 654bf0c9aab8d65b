using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>The combinations that a search tries, and those that it did not have to.</summary>
/// <param name="Trials">The combinations within the budget.</param>
/// <param name="IsGrid">Whether they are all that there are, in order; otherwise they were drawn at random.</param>
/// <param name="OverBudget">Combinations whose parameters or epochs are over the budget: never trained.</param>
/// <param name="Impossible">Combinations that make no network.</param>
/// <param name="ImpossibleExample">What is wrong with the first of those.</param>
/// <param name="Same">Combinations that make the same experiment as an earlier one.</param>
public sealed record SearchDraws(
    IReadOnlyList<SearchTrial> Trials, bool IsGrid, int OverBudget, int Impossible, string? ImpossibleExample, int Same)
{
    private const int DrawsPerTrial = 200;

    /// <summary>
    /// Finds the combinations: all of them if there are no more than trials are asked for; otherwise as many at
    /// random, each once. Those over the budget or impossible are counted and replaced by further ones.
    /// </summary>
    /// <exception cref="InvalidInputException">There is none within the budget, or one cannot be read.</exception>
    public static SearchDraws Of(SearchDefinition search)
    {
        SearchSpace space = search.Space;
        bool isGrid = space.Size <= search.Trials;
        var draws = new Sorting(search);
        if (isGrid)
        {
            for (long index = 0; index < space.Size; index++)
                draws.Add(space.At(index));
        }
        else
        {
            // A space may hold fewer sound combinations than are asked for, which no draw can tell.
            long most = Math.Max(10_000L, (long)search.Trials * DrawsPerTrial);
            for (int draw = 0; draw < most && draws.Trials.Count < search.Trials && draws.Seen != space.Size; draw++)
                draws.Add(space.Draw(search.Seed, draw));
        }

        if (draws.Trials.Count == 0)
            throw Nothing(search, draws);
        return new(draws.Trials, isGrid, draws.OverBudget, draws.Impossible, draws.ImpossibleExample, draws.Same);
    }

    private static InvalidInputException Nothing(SearchDefinition search, Sorting draws) => new(
        $"{search.File}: none of {draws.Seen:N0} combinations can be tried: {draws.OverBudget:N0} are over the budget"
        + $"{(draws.Smallest is { } smallest ? $" (the smallest network has {smallest:N0} parameters)" : "")}, {draws.Impossible:N0} make no network"
        + $"{(draws.ImpossibleExample is { } example ? $" ({example})" : "")}; change space or budget");

    /// <summary>Combinations as they come, sorted into those to try and those not to.</summary>
    private sealed class Sorting(SearchDefinition search)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly HashSet<string> _experiments = new(StringComparer.Ordinal);

        public List<SearchTrial> Trials { get; } = [];

        public int Seen => _seen.Count;

        public int OverBudget { get; private set; }

        public int Impossible { get; private set; }

        public int Same { get; private set; }

        public string? ImpossibleExample { get; private set; }

        public int? Smallest { get; private set; }

        public void Add(IReadOnlyList<SearchValue> values)
        {
            if (!_seen.Add(string.Join('\n', values.Select(value => value.Label))))
                return;
            try
            {
                Add(values, search.Template.Fill(search.Space, values));
            }
            catch (ExperimentException mistake) when (mistake.IsImpossibleNetwork)
            {
                Impossible++;
                ImpossibleExample ??= mistake.Message;
            }
        }

        private void Add(IReadOnlyList<SearchValue> values, Experiment experiment)
        {
            Budget budget = experiment.Budget;
            int parameters = experiment.Network.ParameterCount;
            if (parameters >= budget.ParametersBelow || experiment.Recipe.Epochs > budget.Epochs)
            {
                OverBudget++;
                Smallest = Math.Min(Smallest ?? int.MaxValue, parameters);
            }
            else if (_experiments.Add(ExperimentWriter.Write(experiment with { Seed = 0 })))
            {
                // Values inside of values come together here for the first time.
                search.CheckRungs(experiment);
                Trials.Add(new(Trials.Count + 1, values, experiment));
            }
            else
            {
                // A variable inside an alternative that was not drawn makes no difference, nor does a seed: the rounds have their own.
                Same++;
            }
        }
    }
}
