using System.Runtime.ExceptionServices;

namespace Thimble.Engine;

/// <summary>
/// Threads that share the blocks of a batch. Which worker does a block changes neither what is computed nor the order in
/// which sums over blocks are taken, so neither their number nor their speed changes a bit.
/// </summary>
/// <remarks>
/// Block b goes to worker b mod N first, in whose cache it may still be. A worker that is done with its own takes what
/// others have not begun, and a round is over when all blocks are done: nobody waits for a thread that the system does
/// not let run, unless it has a block in hand.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // A barrier comes every few tens of microseconds, far sooner than a sleeping thread wakes: spin a while first.
    private const int SpinsBeforeSleep = 20_000;

    private readonly Thread[] _threads;
    private readonly Lock _errorLock = new();
    private readonly object _gate = new();
    private BlockPass[] _passes = [];
    private long[] _claims = [];
    private int _blocks;
    private long _round;
    private int _done;
    private bool _stopping;
    private ExceptionDispatchInfo? _error;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Workers, the calling thread included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no worker.</exception>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Count = threads;
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Thimble worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>The number of workers, the calling thread included.</summary>
    public int Count { get; }

    /// <summary>Does every pass on every block and returns when all is done.</summary>
    internal void Run(BlockPass[] passes, int blocks)
    {
        if (Count == 1 || blocks == 1)
        {
            for (int block = 0; block < blocks; block++)
                RunBlock(passes, block, worker: 0);
            return;
        }

        lock (_gate)
        {
            // Nobody is at work on the last round here, and whoever still looks for a block of it finds its claims taken.
            if (_claims.Length < blocks)
                Array.Resize(ref _claims, blocks);
            _passes = passes;
            _blocks = blocks;
            _done = 0;
            _round++;
            Monitor.PulseAll(_gate);
        }

        RunShare(new(_round, passes, _claims, blocks), worker: 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _done) < blocks)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_error is { } error)
        {
            _error = null;
            error.Throw();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            _round++;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(int worker)
    {
        long seen = 0;
        while (true)
        {
            WaitForRound(seen);
            Round round;
            lock (_gate)
                round = new(_round, _passes, _claims, _blocks);
            if (_stopping)
                return;
            seen = round.Number;
            RunShare(round, worker);
        }
    }

    private void WaitForRound(long seen)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (Volatile.Read(ref _round) != seen)
                return;
            Thread.SpinWait(1);
        }

        lock (_gate)
        {
            while (_round == seen)
                Monitor.Wait(_gate);
        }
    }

    // First the blocks that are one's own, then any other.
    private void RunShare(in Round round, int worker)
    {
        for (int block = worker; block < round.Blocks; block += Count)
            TryRun(round, block, worker);
        for (int block = 0; block < round.Blocks; block++)
            TryRun(round, block, worker);
    }

    // A claim holds the number of the last round in which the block was taken.
    private void TryRun(in Round round, int block, int worker)
    {
        long claim = Volatile.Read(ref round.Claims[block]);
        if (claim >= round.Number || Interlocked.CompareExchange(ref round.Claims[block], round.Number, claim) != claim)
            return;

        // An exception must not end a worker's thread, or the next barrier would wait for ever.
        try
        {
            RunBlock(round.Passes, block, worker);
        }
#pragma warning disable CA1031 // every exception is thrown again on the thread that called Run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_errorLock)
                _error ??= ExceptionDispatchInfo.Capture(exception);
        }

        Interlocked.Increment(ref _done);
    }

    private static void RunBlock(BlockPass[] passes, int block, int worker)
    {
        foreach (BlockPass pass in passes)
            pass(block, worker);
    }

    private readonly record struct Round(long Number, BlockPass[] Passes, long[] Claims, int Blocks);
}
