using System.Text.Json;
using System.Text.Json.Serialization;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>How a run ended, as a JSON file.</summary>
internal static class RunResultFile
{
    /// <summary>Writes a result.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingResult result, Verdict verdict, FileSystem? files = null)
    {
        bool isValidation = result.EvaluatedSplit == StratifiedSplit.ValidationName;
        // As an element, null is written for a run without an epoch, while the other split's member is left out.
        JsonElement best = JsonSerializer.SerializeToElement(EpochJson.Of(result.Best, isValidation), RunJsonContext.Default.EpochJson!);
        var json = new RunResultJson
        {
            Status = result.Status,
            Reason = result.Reason,
            Epochs = result.Epochs.Count,
            EvaluatedOn = result.EvaluatedSplit,
            Final = EpochJson.Of(result.Final, isValidation),
            BestByTestAccuracy = isValidation ? null : best,
            BestByValidationAccuracy = isValidation ? best : null,
            BudgetMet = verdict.Met,
            Verdict = verdict.Lines,
        };
        JsonFile.Write(path, json, RunJsonContext.Default.RunResultJson, files);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static RecordedResult Read(string path) => JsonFile.Read(
        path, RunJsonContext.Default.RunResultJson, json => new RecordedResult(json.Status, json.Reason, new(JsonFile.Complete(json.Verdict))),
        "this is no result");
}

/// <summary>result.json. The best epoch's member says what it was picked by, because a figure is copied without its context.</summary>
internal sealed record RunResultJson
{
    [JsonConverter(typeof(StatusConverter))]
    public required TrainingStatus Status { get; init; }

    public string? Reason { get; init; }

    public required int Epochs { get; init; }

    // Not required: runs that were kept before there were held-out images do not say it.
    public string? EvaluatedOn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required EpochJson? Final { get; init; }

    public JsonElement? BestByTestAccuracy { get; init; }

    public JsonElement? BestByValidationAccuracy { get; init; }

    public required bool BudgetMet { get; init; }

    public required IReadOnlyList<VerdictLine> Verdict { get; init; }

    internal sealed class StatusConverter() : JsonStringEnumConverter<TrainingStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}

/// <summary>An epoch in result.json.</summary>
internal sealed record EpochJson(int Epoch, EvaluationJson Training, EvaluationJson? Test = null, EvaluationJson? Validation = null)
{
    public static EpochJson? Of(EpochResult? epoch, bool isValidation) => epoch is null ? null : new(
        epoch.Epoch, EvaluationJson.Of(epoch.Training), isValidation ? null : EvaluationJson.Of(epoch.Evaluated), isValidation ? EvaluationJson.Of(epoch.Evaluated) : null);
}

/// <summary>Loss and accuracy in result.json; JSON has no word for a loss that is not a number.</summary>
internal sealed record EvaluationJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Loss, int Correct, int Count, double Accuracy)
{
    public static EvaluationJson Of(EvaluationResult result) =>
        new(double.IsFinite(result.Loss) ? result.Loss : null, result.Correct, result.Count, result.Accuracy);
}
