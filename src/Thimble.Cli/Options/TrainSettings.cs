namespace Thimble.Cli.Options;

/// <summary>How a run is to be trained and shown, besides its experiment and data.</summary>
/// <param name="Threads">Threads; null for one a processor.</param>
/// <param name="OutputFolder">The run's folder; null for the next one below runs.</param>
/// <param name="IsPlain">Plain lines even on a terminal.</param>
/// <param name="IsQuiet">Only the verdict.</param>
/// <param name="RequiresBudget">Whether a missed budget is an error.</param>
/// <param name="WritesEvents">Whether event files for TensorBoard are written.</param>
internal sealed record TrainSettings(
    int? Threads = null,
    string? OutputFolder = null,
    bool IsPlain = false,
    bool IsQuiet = false,
    bool RequiresBudget = false,
    bool WritesEvents = false)
{
    /// <summary>What is to be remembered of the run.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words that the run is found by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
