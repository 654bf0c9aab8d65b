using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Thimble.Lab;

namespace Thimble.Cli.Display;

/// <summary>Kept runs as JSON, for other programs.</summary>
internal static class RunJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A list of runs.</summary>
    public static string Of(IEnumerable<RecordedRun> runs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartArray();
            foreach (RecordedRun run in runs)
                Write(json, run);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, RecordedRun run)
    {
        json.WriteStartObject();
        json.WriteString("run", run.Folder.Name);
        json.WriteString("folder", run.Folder.Path);
        json.WriteString("experiment", run.Experiment.Name);
        json.WriteNumber("seed", run.Experiment.Seed);
        json.WriteString("started", run.Environment.Started);
        json.WriteString("data", run.Environment.DataName);
        json.WriteString("evaluated_on", run.Environment.EvaluatedSplit);
        json.WriteString("evaluated_sha256", run.Environment.Test.ContentHash);
        json.WriteNumber("parameters", run.Experiment.Network.ParameterCount);
        json.WriteNumber("epochs", run.Epochs.Count);
        json.WriteNumber("epochs_planned", run.Experiment.Recipe.Epochs);
        Write(json, "final", run.Final);
        // The same caution as in the run's own files: a figure is copied without its context.
        Write(json, $"best_by_{run.Environment.EvaluatedSplit}_accuracy", run.Best);
        json.WriteString("verdict", RunWords.Verdict(run));
        json.WriteNumber("seconds", Math.Round(run.Time.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RecordedEpoch? epoch)
    {
        if (epoch is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("correct", epoch.Evaluation.Correct);
        json.WriteNumber("count", epoch.Evaluation.Count);
        json.WriteNumber("accuracy", epoch.Evaluation.Accuracy);
        json.WriteEndObject();
    }
}
