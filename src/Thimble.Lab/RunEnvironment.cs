using Thimble.Data;

namespace Thimble.Lab;

/// <summary>Where and on what a run ran: what someone needs to repeat it.</summary>
public sealed record RunEnvironment
{
    /// <summary>The version of Thimble.</summary>
    public required string ThimbleVersion { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's name.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical processors.</summary>
    public required int Cores { get; init; }

    /// <summary>The vectors that the engine computed with, in words.</summary>
    public required string Vectors { get; init; }

    /// <summary>Threads used.</summary>
    public required int Threads { get; init; }

    /// <summary>The run's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The data set's name.</summary>
    public required string DataName { get; init; }

    /// <summary>Where the data came from.</summary>
    public required string DataSource { get; init; }

    /// <summary>Training images used, and the SHA-256 of their content.</summary>
    public required RunSplit Train { get; init; }

    /// <summary>Test images used, and the SHA-256 of their content.</summary>
    public required RunSplit Test { get; init; }

    /// <summary>The command line, word by word.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Describes this machine and a run on it.</summary>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="data">The data as used.</param>
    /// <param name="threads">Threads used.</param>
    /// <param name="vectors">The vectors that the engine computes with, in words.</param>
    /// <param name="commandLine">The command line, word by word.</param>
    /// <param name="time">The clock.</param>
    public static RunEnvironment Describe(
        Experiment experiment, Dataset data, int threads, string vectors, IReadOnlyList<string> commandLine, TimeProvider time) =>
        throw new NotSupportedException();
}
