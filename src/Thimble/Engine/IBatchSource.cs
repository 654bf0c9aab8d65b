using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>The samples of one batch. Its members are called from several threads at once.</summary>
internal unsafe interface IBatchSource
{
    /// <summary>Samples in the batch.</summary>
    int Count { get; }

    /// <summary>Sample <paramref name="i"/>'s index in its data set, the key of its randomness.</summary>
    int SampleIndex(int i);

    /// <summary>Sample <paramref name="i"/>'s label.</summary>
    int Label(int i);

    /// <summary>What sample <paramref name="i"/> is trained towards: its label, unless it is mixed with another sample.</summary>
    Target TargetOf(int i) => Target.Of(Label(i));

    /// <summary>Writes sample <paramref name="i"/>, ready for the network: pixel p to destination[p · stride].</summary>
    void WriteImage(int i, float* destination, int stride);
}
