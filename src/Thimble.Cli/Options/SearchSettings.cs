namespace Thimble.Cli.Options;

/// <summary>How a search is to be carried out and shown, besides its file and data.</summary>
/// <param name="Jobs">Runs at a time; null for one a processor.</param>
/// <param name="OutputFolder">The search's folder; null for its own below searches.</param>
/// <param name="Restarts">Whether what was found before is put aside.</param>
/// <param name="Extends">Whether what was found before is taken over though the search has changed.</param>
/// <param name="IsPlain">Plain lines even on a terminal.</param>
/// <param name="IsQuiet">Only the result.</param>
/// <param name="IsJson">The result as JSON, and nothing else.</param>
internal sealed record SearchSettings(
    int? Jobs, string? OutputFolder, bool Restarts, bool Extends, bool IsPlain, bool IsQuiet, bool IsJson);
