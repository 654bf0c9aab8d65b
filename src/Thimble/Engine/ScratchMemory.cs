using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>Memory for what a worker needs within one pass only; one piece a worker, shared by all layers.</summary>
/// <param name="workers">The number of workers.</param>
internal sealed unsafe class ScratchMemory(int workers)
{
    private AlignedArray<float>[] _pieces = [];
    private long _floats;

    /// <summary>Makes sure that every worker has so many floats. Called while the network is compiled.</summary>
    /// <exception cref="InvalidInputException">They do not fit into one array.</exception>
    public void Reserve(long floats)
    {
        if (floats <= _floats)
            return;
        _floats = floats;
        _pieces = [.. Enumerable.Range(0, workers).Select(_ => new AlignedArray<float>(floats))];
    }

    /// <summary>A worker's piece.</summary>
    public float* Of(int worker) => _pieces[worker].Pointer;
}
