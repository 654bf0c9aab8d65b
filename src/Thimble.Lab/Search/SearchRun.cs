using System.Text.Json;
using System.Text.Json.Serialization;
using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>A training that a search has done.</summary>
/// <param name="Key">What was trained: see <see cref="SearchPlan.KeyOf"/>.</param>
/// <param name="Trial">The trial's number.</param>
/// <param name="Stage">The round's index.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Status">How it ended; <see cref="TrainingStatus.Cancelled"/> where it took longer than a run may.</param>
/// <param name="Correct">Right validation images after each completed epoch.</param>
/// <param name="Count">Validation images.</param>
/// <param name="Seconds">The time that it took.</param>
public sealed record SearchRun(
    [property: JsonPropertyName("run")] string Key,
    int Trial,
    int Stage,
    ulong Seed,
    [property: JsonConverter(typeof(SearchRun.StatusConverter))] TrainingStatus Status,
    IReadOnlyList<int> Correct,
    int Count,
    double Seconds)
{
    /// <summary>Whether it came to its end with figures.</summary>
    public bool IsComplete => Status == TrainingStatus.Completed;

    /// <summary>The accuracy that counts: the final epoch's, or chance for a run without a result.</summary>
    /// <param name="classes">The number of classes.</param>
    public double Score(int classes) => IsComplete ? (double)Correct[^1] / Count : 1.0 / classes;

    internal sealed class StatusConverter() : JsonStringEnumConverter<TrainingStatus>(new JournalWords(), allowIntegerValues: false);

    private sealed class JournalWords : JsonNamingPolicy
    {
        public override string ConvertName(string name) =>
            name == nameof(TrainingStatus.Cancelled) ? "too long" : name.ToLowerInvariant();
    }
}
