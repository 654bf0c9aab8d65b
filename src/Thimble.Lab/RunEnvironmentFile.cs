using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thimble.Lab;

/// <summary>Where and on what a run ran, as a JSON file.</summary>
internal static class RunEnvironmentFile
{
    /// <summary>Writes an environment.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, RunEnvironment environment, FileSystem? files = null)
    {
        bool isValidation = environment.EvaluatedSplit == StratifiedSplit.ValidationName;
        var data = new RunDataJson
        {
            Name = environment.DataName,
            Source = environment.DataSource,
            Train = environment.Train,
            Evaluated = environment.EvaluatedSplit,
            Test = isValidation ? null : environment.Evaluated,
            Validation = isValidation ? environment.Evaluated : null,
            Normalization = environment.Normalization,
            Preparation = environment.Preparation,
            Classes = environment.ClassNames,
        };
        JsonFile.Write(
            path,
            new RunEnvironmentJson(
                environment.ThimbleVersion, environment.Runtime, environment.OperatingSystem, environment.Processor, environment.Cores,
                environment.Vectors, environment.Threads, environment.Seed, data, environment.CommandLine, environment.Started)
            {
                Changes = environment.Changes is { Count: > 0 } changes ? changes : null,
                Replaced = environment.Replaced,
                Note = environment.Note.Length > 0 ? environment.Note : null,
                Tags = environment.Tags is { Count: > 0 } tags ? tags : null,
            },
            RunJsonContext.Default.RunEnvironmentJson,
            files);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static RunEnvironment Read(string path) => JsonFile.Read(
        path, RunJsonContext.Default.RunEnvironmentJson, Environment, "this is no environment");

    private static RunEnvironment Environment(RunEnvironmentJson json) => new()
    {
        ThimbleVersion = json.Thimble,
        Runtime = json.Runtime,
        OperatingSystem = json.OperatingSystem,
        Processor = json.Processor,
        Cores = json.Cores,
        Vectors = json.Vectors,
        Threads = json.Threads,
        Seed = json.Seed,
        DataName = json.Data.Name,
        DataSource = json.Data.Source,
        Train = json.Data.Train,
        Evaluated = json.Data.Validation ?? json.Data.Test ?? throw new FormatException("it does not say which images were evaluated"),
        EvaluatedSplit = json.Data.Validation is null ? Dataset.TestName : StratifiedSplit.ValidationName,
        Normalization = json.Data.Normalization,
        Preparation = json.Data.Preparation,
        ClassNames = json.Data.Classes is { } classes ? JsonFile.Complete(classes) : null,
        CommandLine = JsonFile.Complete(json.CommandLine),
        Changes = JsonFile.Complete(json.Changes ?? []),
        Replaced = json.Replaced is { } replaced ? JsonFile.Complete(replaced) : null,
        Note = json.Note ?? "",
        Tags = JsonFile.Complete(json.Tags ?? []),
        Started = json.Started,
    };
}

/// <summary>environment.json.</summary>
internal sealed record RunEnvironmentJson(
    string Thimble, string Runtime, string OperatingSystem, string Processor, int Cores, string Vectors, int Threads, ulong Seed,
    RunDataJson Data, IReadOnlyList<string> CommandLine, DateTimeOffset Started)
{
    // Only where there are some: most runs are of an experiment as it was written.
    public IReadOnlyList<string>? Changes { get; init; }

    // None is written, too: a run that does not say it is an older one.
    public IReadOnlyList<string>? Replaced { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>The data in environment.json: images evaluated on are called by what they are, test or validation.</summary>
internal sealed record RunDataJson
{
    public required string Name { get; init; }

    public required string Source { get; init; }

    public required RunSplit Train { get; init; }

    // Not required, nor are normalization and preparation: runs that were kept before there were held-out images do not say it.
    public string? Evaluated { get; init; }

    public RunSplit? Test { get; init; }

    public RunSplit? Validation { get; init; }

    [JsonConverter(typeof(NormalizationConverter))]
    public Normalization? Normalization { get; init; }

    [JsonConverter(typeof(PreparationConverter))]
    public PicturePreparation? Preparation { get; init; }

    // Only of data that calls its classes by names of its own.
    public IReadOnlyList<string>? Classes { get; init; }
}

/// <summary>A preparation as in a weights file.</summary>
internal sealed class PreparationConverter : JsonConverter<PicturePreparation>
{
    public override PicturePreparation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return KindJson.Read(JsonElement.ParseValue(ref reader), "the preparation", PicturePreparation.All);
        }
        catch (SafetensorsDamageException damage)
        {
            throw new JsonException(damage.Message, damage);
        }
    }

    public override void Write(Utf8JsonWriter writer, PicturePreparation value, JsonSerializerOptions options) =>
        KindJson.Write(writer, value, PicturePreparation.All);
}

/// <summary>A normalization as in a weights file.</summary>
internal sealed class NormalizationConverter : JsonConverter<Normalization>
{
    public override Normalization Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return NormalizationJson.Read(JsonElement.ParseValue(ref reader), "the normalization");
        }
        catch (SafetensorsDamageException damage)
        {
            throw new JsonException(damage.Message, damage);
        }
    }

    public override void Write(Utf8JsonWriter writer, Normalization value, JsonSerializerOptions options) => NormalizationJson.Write(writer, value);
}
