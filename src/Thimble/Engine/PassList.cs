namespace Thimble.Engine;

/// <summary>
/// What a network does with a batch, in order: passes over blocks, which run in parallel, and serial steps between
/// them. Passes that follow each other without a serial step between run on a block one after the other, without a
/// barrier, while the block is in the cache.
/// </summary>
/// <param name="work">What its passes do unless they say otherwise: <c>forward</c> or <c>backward</c>.</param>
internal sealed class PassList(string work)
{
    private readonly List<(BlockPass[] Passes, Action? Then)> _stages = [];
    private readonly List<BlockPass> _open = [];
    private readonly List<PassName> _names = [];

    /// <summary>The name of the layer whose passes are being added.</summary>
    public string Layer { get; set; } = "";

    /// <summary>Adds work on every block.</summary>
    /// <param name="pass">The work.</param>
    /// <param name="part">Its name, where a layer has more than one.</param>
    public void AddBlock(BlockPass pass, string? part = null)
    {
        _open.Add(pass);
        _names.Add(new(Layer, part ?? work));
    }

    /// <summary>Adds work that needs every block to be done, on one thread: a barrier.</summary>
    public void AddSerial(Action step)
    {
        _stages.Add(([.. _open], step));
        _open.Clear();
    }

    /// <summary>Puts another pass in place of each, for measurements: one that does the same and takes its time.</summary>
    public void Replace(Func<PassName, BlockPass, BlockPass> replacement)
    {
        CloseLastStage();
        int i = 0;
        foreach ((BlockPass[] passes, _) in _stages)
        {
            for (int pass = 0; pass < passes.Length; pass++)
                passes[pass] = replacement(_names[i++], passes[pass]);
        }
    }

    /// <summary>Puts everything on the blocks of a batch. Allocates nothing.</summary>
    public void Run(WorkerPool workers, int blocks)
    {
        CloseLastStage();
        foreach ((BlockPass[] passes, Action? then) in _stages)
        {
            if (passes.Length > 0)
                workers.Run(passes, blocks);
            then?.Invoke();
        }
    }

    private void CloseLastStage()
    {
        if (_open.Count == 0)
            return;
        _stages.Add(([.. _open], null));
        _open.Clear();
    }
}

/// <summary>The work of one step on one block.</summary>
/// <param name="block">The block within the batch.</param>
/// <param name="worker">The worker that does it, for its scratch memory.</param>
internal delegate void BlockPass(int block, int worker);

/// <summary>Which work a pass does: how measurements are labelled.</summary>
/// <param name="Layer">The layer's name in the network; empty for what belongs to none.</param>
/// <param name="Work">What is done: <c>forward</c>, <c>backward</c>, or a part of it by its own name.</param>
internal readonly record struct PassName(string Layer, string Work);
