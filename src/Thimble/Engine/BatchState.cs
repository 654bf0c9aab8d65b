using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>The batch that is being worked on: what layers need to know of it besides its values.</summary>
/// <param name="capacity">The most samples in a batch.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class BatchState(int capacity, ulong seed)
{
    /// <summary>Samples in this batch.</summary>
    public int Count { get; set; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Each sample's index in its data set.</summary>
    public int[] SampleIndices { get; } = new int[capacity];

    /// <summary>What each sample is trained towards.</summary>
    public Target[] Targets { get; } = new Target[capacity];

    /// <summary>Blocks in this batch.</summary>
    public int Blocks => Lanes.Blocks(Count);

    /// <summary>The most blocks in a batch.</summary>
    public int BlockCapacity => Lanes.Blocks(capacity);

    /// <summary>Samples in a block: all lanes but for the last block's.</summary>
    public int SamplesIn(int block) => Math.Min(Lanes.PerBlock, Count - (block * Lanes.PerBlock));
}
