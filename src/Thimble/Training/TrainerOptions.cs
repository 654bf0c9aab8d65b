using Thimble.Options;

namespace Thimble.Training;

/// <summary>What a training run needs besides its recipe.</summary>
/// <param name="Seed">The seed of shuffling, augmentation and dropout; the same seed gives the same bits.</param>
/// <param name="Threads">Threads to use, 1 to <see cref="MaximumThreads"/>; the processor's count by default. The result does not depend on it.</param>
public sealed record TrainerOptions(ulong Seed = 1, int? Threads = null)
{
    /// <summary>The most threads that may be asked for: more than any machine of today has processors.</summary>
    public const int MaximumThreads = 1024;

    internal static OptionSchema<TrainerOptions> Schema { get; } = new OptionSchema<TrainerOptions, TrainerOptions>(
        "trainer",
        "how a training run is computed",
        values => new(Threads: (int?)values["threads"]),
        (new WholeOption("threads", 1, MaximumThreads, "threads to use") { Default = _ => null, DefaultText = "the processor's count" }, options => options.Threads));
}
