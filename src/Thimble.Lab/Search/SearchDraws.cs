using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>The combinations that a search tries, and those that it did not have to.</summary>
/// <param name="Trials">The combinations within the budget.</param>
/// <param name="IsGrid">Whether they are all that there are, in order; otherwise they were drawn at random.</param>
/// <param name="OverBudget">Combinations whose parameters, epochs, RAM, flash or multiply-adds are over the budget: never trained.</param>
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
        $"{search.File}: none of {draws.Seen:N0} combinations can be tried: {string.Join(", ", draws.WhyNone())}; change space or budget");

    /// <summary>Combinations as they come, sorted into those to try and those not to.</summary>
    private sealed class Sorting(SearchDefinition search)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly HashSet<string> _experiments = new(StringComparer.Ordinal);
        private readonly List<(int Parameters, int Bound)> _tooLarge = [];
        private readonly List<(int Epochs, int Bound)> _tooLong = [];
        private readonly List<DeviceBound> _tooMuchForTheDevice = [];

        public List<SearchTrial> Trials { get; } = [];

        public int Seen => _seen.Count;

        public int OverBudget { get; private set; }

        public int Impossible { get; private set; }

        public int Same { get; private set; }

        public string? ImpossibleExample { get; private set; }

        /// <summary>Why combinations were not taken, a line of the budget each.</summary>
        public IEnumerable<string> WhyNone()
        {
            if (_tooLarge.Count > 0)
            {
                (int parameters, int bound) = _tooLarge.MinBy(one => one.Parameters - one.Bound);
                yield return $"{_tooLarge.Count:N0} have too many parameters (the smallest network has {parameters:N0}, the budget is under {bound:N0})";
            }

            if (_tooLong.Count > 0)
            {
                (int epochs, int bound) = _tooLong.MinBy(one => one.Epochs - one.Bound);
                yield return $"{_tooLong.Count:N0} train for too many epochs (at the least {epochs:N0}, the budget is {bound:N0})";
            }

            foreach (IGrouping<string, DeviceBound> bounds in _tooMuchForTheDevice.GroupBy(bound => bound.Name))
            {
                string least = bounds.MinBy(bound => bound.Needed - bound.Most ?? long.MaxValue) is { } one ? $"at the least {one.Measured}, the budget is {one.Asked}" : "";
                yield return $"{bounds.Count():N0} are over the budget of {bounds.Key} ({least})";
            }

            if (Impossible > 0)
                yield return $"{Impossible:N0} make no network ({ImpossibleExample})";
        }

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
            if (parameters >= budget.ParametersBelow)
                _tooLarge.Add((parameters, budget.ParametersBelow.Value));
            if (experiment.Recipe.Epochs > budget.Epochs)
                _tooLong.Add((experiment.Recipe.Epochs, budget.Epochs.Value));
            if (parameters >= budget.ParametersBelow || experiment.Recipe.Epochs > budget.Epochs || !FitsDevice(experiment))
            {
                OverBudget++;
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

        // Asked last: to know it, the program has to be planned.
        private bool FitsDevice(Experiment experiment)
        {
            DeviceBound[] missed = [.. DeviceBound.Of(experiment.Budget, experiment.Network).Where(bound => !bound.IsMet)];
            _tooMuchForTheDevice.AddRange(missed);
            return missed.Length == 0;
        }
    }
}
