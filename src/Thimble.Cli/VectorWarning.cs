namespace Thimble.Cli;

/// <summary>One line where the program was compiled for less than the processor has, before a command that computes with networks.</summary>
internal static class VectorWarning
{
    /// <summary>The commands that compute nothing to speak of: what they do is as fast with any vectors.</summary>
    public static IReadOnlySet<string> CommandsThatComputeNothing { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "thimble", "report", "compare", "runs", "summary", "experiments", "init", "data", "get", "help", "completion",
    };

    /// <summary>Writes it where errors go, if there is anything to warn of.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="environment">What the command needs from outside.</param>
    public static void Write(string command, CommandEnvironment environment)
    {
        if (environment.VectorShortfall is { } shortfall && !CommandsThatComputeNothing.Contains(command))
            environment.Error.WriteLine($"thimble: {shortfall}");
    }
}
