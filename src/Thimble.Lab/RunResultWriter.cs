using System.Text.Json;
using Thimble.Evaluation;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Writes how a run ended as JSON.</summary>
internal static class RunResultWriter
{
    /// <summary>Writes the result.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="result">How the run ended.</param>
    /// <param name="verdict">What the budget says of it.</param>
    public static void Write(Utf8JsonWriter json, TrainingResult result, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("status", result.Status switch
        {
            TrainingStatus.Completed => "completed",
            TrainingStatus.Cancelled => "cancelled",
            _ => "diverged",
        });
        if (result.Reason is { } reason)
            json.WriteString("reason", reason);
        json.WriteNumber("epochs", result.Epochs.Count);
        json.WriteString("evaluated_on", result.EvaluatedSplit);
        WriteEpoch(json, "final", result.Final, result.EvaluatedSplit);
        // Said in the file itself, because a figure is copied without its context.
        WriteEpoch(json, $"best_by_{result.EvaluatedSplit}_accuracy", result.Best, result.EvaluatedSplit);
        WriteVerdict(json, verdict);
        json.WriteEndObject();
    }

    private static void WriteEpoch(Utf8JsonWriter json, string name, EpochResult? epoch, string split)
    {
        if (epoch is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("epoch", epoch.Epoch);
        WriteEvaluation(json, "training", epoch.Training);
        WriteEvaluation(json, split, epoch.Test);
        json.WriteEndObject();
    }

    private static void WriteEvaluation(Utf8JsonWriter json, string name, EvaluationResult evaluation)
    {
        json.WriteStartObject(name);
        // JSON has no word for a loss that is not a number.
        if (double.IsFinite(evaluation.Loss))
            json.WriteNumber("loss", evaluation.Loss);
        else
            json.WriteNull("loss");
        json.WriteNumber("correct", evaluation.Correct);
        json.WriteNumber("count", evaluation.Count);
        json.WriteNumber("accuracy", evaluation.Accuracy);
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteBoolean("budget_met", verdict.Met);
        json.WriteStartArray("verdict");
        foreach (VerdictLine line in verdict.Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteString("required", line.Required);
            json.WriteString("measured", line.Measured);
            json.WriteBoolean("met", line.Met);
            json.WriteString("remark", line.Remark);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
