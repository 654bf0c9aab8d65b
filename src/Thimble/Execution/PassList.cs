namespace Thimble.Execution;

/// <summary>
/// What a network does with a batch, in order: passes over blocks, which run in parallel, and serial steps between
/// them. Passes that follow each other without a serial step between run on a block one after the other, without a
/// barrier, while the block is in the cache.
/// </summary>
internal sealed class PassList
{
    private readonly List<(BlockPass[] Passes, Action? Then)> _stages = [];
    private readonly List<BlockPass> _open = [];

    /// <summary>Adds work on every block.</summary>
    public void AddBlock(BlockPass pass) => _open.Add(pass);

    /// <summary>Adds work that needs every block to be done, on one thread: a barrier.</summary>
    public void AddSerial(Action step)
    {
        _stages.Add(([.. _open], step));
        _open.Clear();
    }

    /// <summary>Puts everything on the blocks of a batch. Allocates nothing.</summary>
    public void Run(WorkerPool workers, int blocks)
    {
        if (_open.Count > 0)
        {
            _stages.Add(([.. _open], null));
            _open.Clear();
        }

        foreach ((BlockPass[] passes, Action? then) in _stages)
        {
            if (passes.Length > 0)
                workers.Run(passes, blocks);
            then?.Invoke();
        }
    }
}
