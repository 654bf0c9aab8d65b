using System.Security.Cryptography;
using System.Text;
using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>Every training that a search may do, settled before the first one.</summary>
public sealed class SearchPlan
{
    private readonly string _dataKey;

    /// <summary>Settles a search on its data.</summary>
    /// <param name="definition">The search.</param>
    /// <param name="draws">The combinations that it tries.</param>
    /// <param name="used">The data's name, split and normalization, as resolved.</param>
    /// <param name="data">What to train on, with held-out training images in the place of the test images.</param>
    /// <exception cref="ArgumentException">The data would be evaluated on test images.</exception>
    /// <exception cref="InvalidInputException">A network does not take the data's images, or the trials ask for different data.</exception>
    public SearchPlan(SearchDefinition definition, SearchDraws draws, ExperimentData used, Dataset data)
    {
        if (data.EvaluatedSplit != StratifiedSplit.ValidationName)
            throw new ArgumentException("A search never looks at test images.", nameof(data));
        if (draws.Trials.Any(trial => trial.Experiment.Data != draws.Trials[0].Experiment.Data))
            throw new InvalidInputException($"{definition.File}: the trials differ in data; a search compares networks and recipes on the same images: take data out of space");
        Definition = definition;
        Draws = draws;
        Data = data;
        Trials = [.. draws.Trials.Select(trial => trial with { Experiment = trial.Experiment with { Data = used } })];
        foreach (SearchTrial trial in Trials)
            trial.Experiment.CheckFits(data);
        _dataKey = $"{data.Train.ContentHash} {data.Evaluated.ContentHash}";
        Stages = StagesOf(definition, Trials[0].Experiment.Seed);
    }

    /// <summary>The search.</summary>
    public SearchDefinition Definition { get; }

    /// <summary>How the trials were found.</summary>
    public SearchDraws Draws { get; }

    /// <summary>What is trained on, and the held-out training images that are evaluated.</summary>
    public Dataset Data { get; }

    /// <summary>What is tried; all within the budget.</summary>
    public IReadOnlyList<SearchTrial> Trials { get; }

    /// <summary>The rungs, and the finalists' round.</summary>
    public IReadOnlyList<SearchStage> Stages { get; }

    /// <summary>The first seed that no run of the search has.</summary>
    public ulong UnusedSeed => unchecked(Stages[^1].Seeds[^1] + 1);

    /// <summary>What tells this search from one with another space, other rungs or other data.</summary>
    public string Fingerprint() => Hash(string.Join('\n', Trials.Select(trial => ContentOf(trial.Experiment)).Append(_dataKey)
        .Append($"{Definition.Keep} {Definition.Finalists} {Definition.MaximumTime}")
        .Concat(Stages.Select(stage => $"{stage.Epochs} {string.Join(',', stage.Seeds)}"))));

    /// <summary>What tells one training from any other: the same key, the same bits.</summary>
    public string KeyOf(SearchTrial trial, SearchStage stage, ulong seed) =>
        Hash($"{ContentOf(ExperimentOf(trial, stage, seed))}\n{_dataKey}")[..24];

    /// <summary>The experiment as a round trains it.</summary>
    public static Experiment ExperimentOf(SearchTrial trial, SearchStage stage, ulong seed) =>
        trial.Experiment.Override(epochs: stage.Epochs, seed: seed);

    /// <summary>How many trials a round has.</summary>
    public int TrialsIn(SearchStage stage)
    {
        int count = Trials.Count;
        for (int i = 1; i <= stage.Index; i++)
        {
            int kept = (int)Math.Ceiling((count * Definition.Keep) - 1e-9);
            count = Math.Min(count, Stages[i].IsFinal ? Definition.Finalists : Math.Max(kept, Definition.Finalists));
        }

        return count;
    }

    // Finalists get seeds that no rung had: those were what chose them.
    private static List<SearchStage> StagesOf(SearchDefinition definition, ulong first)
    {
        ulong[] rungSeeds = SeedsFrom(first, definition.RungSeeds);
        int?[] epochs = definition.RungEpochs.Count > 0 ? [.. definition.RungEpochs.Select(epochs => (int?)epochs)] : [null];
        ulong[] finalSeeds = SeedsFrom(unchecked(first + (ulong)definition.RungSeeds), definition.FinalistSeeds);
        return
        [
            .. epochs.Select((rung, index) => new SearchStage(index, rung, rungSeeds, IsFinal: false)),
            new SearchStage(epochs.Length, null, finalSeeds, IsFinal: true),
        ];
    }

    private static ulong[] SeedsFrom(ulong first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => unchecked(first + (ulong)i))];

    // What is written about an experiment, and what is asked of it, change no bit of its training.
    private static string ContentOf(Experiment experiment) => ExperimentWriter.Write(
        experiment with { Name = "trial", Target = "", Explanation = "", Budget = new Budget(), Reference = null });

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
