namespace Thimble.Training;

/// <summary>What a training run needs besides its recipe.</summary>
/// <param name="Seed">The seed of shuffling, augmentation and dropout; the same seed gives the same bits.</param>
/// <param name="Threads">Threads to use, at least 1; the processor's count by default. The result does not depend on it.</param>
public sealed record TrainerOptions(ulong Seed = 1, int? Threads = null);
