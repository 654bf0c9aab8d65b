using System.Runtime.InteropServices;

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

    /// <summary>Images evaluated on, and the SHA-256 of their content; <see cref="EvaluatedSplit"/> says which they are.</summary>
    public required RunSplit Evaluated { get; init; }

    /// <summary>What <see cref="Evaluated"/> is: <c>test</c>, or <c>validation</c> for images held out of the training images.</summary>
    public string EvaluatedSplit { get; init; } = Dataset.TestName;

    /// <summary>How pixels became inputs; null for a run that was kept before this was.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>How a picture becomes an image such as the data's; null for a run that was kept before this was.</summary>
    public PicturePreparation? Preparation { get; init; }

    /// <summary>What the classes are called, in the order of their labels; null where that is customary for the data.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The command line, word by word.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The settings that were not as the experiment's file has them, each as <c>key=value</c>; the run's own experiment has the values.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>
    /// The settings that were replaced after the experiment was read (epochs, batch size, the data and its counts), each as <c>key=value</c>; null
    /// for a run that was kept before this was.
    /// </summary>
    public IReadOnlyList<string>? Replaced { get; init; }

    /// <summary>What whoever trained it wants to be remembered of it, in one line; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words that runs are found by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The version of Thimble that this is, with the hash of its build.</summary>
    public static string CurrentVersion => LibraryVersion.Current;

    /// <summary>Describes this machine and a run on it.</summary>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="data">The data as used.</param>
    /// <param name="threads">Threads used.</param>
    /// <param name="vectors">The vectors that the engine computes with, in words.</param>
    /// <param name="commandLine">The command line, word by word.</param>
    /// <param name="time">The clock.</param>
    public static RunEnvironment Describe(
        Experiment experiment, Dataset data, int threads, string vectors, IReadOnlyList<string> commandLine, TimeProvider time) =>
        new()
        {
            ThimbleVersion = CurrentVersion,
            Runtime = RuntimeInformation.FrameworkDescription,
            OperatingSystem = RuntimeInformation.OSDescription,
            Processor = ProcessorName(),
            Cores = Environment.ProcessorCount,
            Vectors = vectors,
            Threads = threads,
            Seed = experiment.Seed,
            DataName = data.Name,
            DataSource = data.Source,
            Train = new(data.Train.Count, data.Train.ContentHash),
            Evaluated = new(data.Evaluated.Count, data.Evaluated.ContentHash),
            EvaluatedSplit = data.EvaluatedSplit,
            Normalization = data.Normalization,
            Preparation = data.Preparation,
            ClassNames = data.ClassNames.SequenceEqual(Thimble.ClassNames.Of(data.Name, data.Train.ClassCount)) ? null : data.ClassNames,
            CommandLine = commandLine,
            Changes = [.. experiment.Changes.Select(change => $"{change}")],
            Replaced = ReplacedSettings.Of(experiment),
            Started = time.GetUtcNow(),
        };

    // .NET does not know the processor's name; each system has its own place for it, or none.
    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        const string Key = "model name";
        try
        {
            string? line = File.Exists(Linux)
                ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
                : null;
            if (line is not null)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A run does not fail for want of a name.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
