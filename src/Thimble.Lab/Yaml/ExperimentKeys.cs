namespace Thimble.Lab.Yaml;

/// <summary>The outermost keys of an experiment's file, in the order in which it is written.</summary>
internal static class ExperimentKeys
{
    /// <summary>What a budget's <c>accuracy_of</c> says for each run's accuracy.</summary>
    public const string OfRun = "run";

    /// <summary>What a budget's <c>accuracy_of</c> says for the mean of several seeds.</summary>
    public const string OfMean = "mean";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExperimentKey> All { get; } =
    [
        new("name", "letters, digits, '-', '_' and '.'; also the folder of its runs"),
        new("target", "what is aimed at, in one line", IsOptional: true),
        new("explanation", "why it is as it is, in as many lines as it takes", IsOptional: true),
        new("data", "what it is trained and tested on"),
        new("input", "an image's channels (1 to 4), rows and columns (1 to 1,024)"),
        new("network", "the layers, in order"),
        new("recipe", "how it is trained"),
        new("budget", "what it has to stay within and reach; without it nothing is judged", IsOptional: true),
        new("reference", "what someone else reports of it; shown beside what is measured, and judges nothing", IsOptional: true),
    ];
}

/// <summary>An outermost key of an experiment's file.</summary>
/// <param name="Key">The key.</param>
/// <param name="Help">What it is, in a few words.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record ExperimentKey(string Key, string Help, bool IsOptional = false);
