using System.Runtime.ExceptionServices;

namespace Thimble.Engine;

/// <summary>
/// Threads that share the blocks of a batch. Which worker does a block changes neither what is computed nor the order in
/// which sums over blocks are taken, so neither their number nor their speed changes a bit.
/// </summary>
/// <remarks>
/// Block b goes to worker b mod N first, in whose cache it may still be. A worker that is done with its own takes what
/// others have not begun, and a round is over when all blocks are done: nobody waits for a thread that the system does
/// not let run, unless it has a block in hand. A worker that has to wait spins for a short while and then sleeps, so that a
/// processor that others want is theirs.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // A barrier comes every few tens of microseconds, far sooner than a sleeping thread wakes: spin a while first. About 0.7 ms.
    private const int SpinsBeforeSleep = 20_000;

    private readonly Thread[] _threads;
    private readonly Lock _errorLock = new();
    private readonly Lock _roundLock = new();
    private readonly object[] _beds;
    private readonly bool[] _asleep;
    private BlockPass[] _passes = [];
    private long[] _claims = [];
    private int _blocks;
    private int _workers;
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
        Active = threads;
        _asleep = new bool[threads];
        _beds = [.. Enumerable.Range(0, threads).Select(_ => new object())];
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

    /// <summary>The workers that get blocks, 1 to <see cref="Count"/>; the others sleep.</summary>
    public int Active { get; set; }

    /// <summary>Does every pass on every block and returns when all is done.</summary>
    internal void Run(BlockPass[] passes, int blocks)
    {
        int workers = Math.Min(Active, blocks);
        if (workers == 1)
        {
            for (int block = 0; block < blocks; block++)
                RunBlock(passes, block, worker: 0);
            return;
        }

        lock (_roundLock)
        {
            // Nobody is at work on the last round here, and a worker that still looks for a block of it finds its claims taken.
            if (_claims.Length < blocks)
                Array.Resize(ref _claims, blocks);
            _passes = passes;
            _blocks = blocks;
            _workers = workers;
            _done = 0;
            _round++;
        }

        for (int worker = 1; worker < workers; worker++)
            Wake(worker);
        RunShare(new(_round, passes, _claims, blocks, workers), worker: 0);
        WaitForOthers(blocks);
        if (_error is { } error)
        {
            _error = null;
            error.Throw();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_roundLock)
        {
            _stopping = true;
            _workers = Count;
            _round++;
        }

        for (int worker = 1; worker < Count; worker++)
            Wake(worker);
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(int worker)
    {
        long seen = 0;
        while (true)
        {
            WaitForRound(worker, seen);
            Round round;
            lock (_roundLock)
                round = new(_round, _passes, _claims, _blocks, _workers);
            if (_stopping)
                return;
            seen = round.Number;
            if (worker < round.Workers)
                RunShare(round, worker);
        }
    }

    private bool IsWanted(int worker, long seen) => Volatile.Read(ref _round) != seen && worker < Volatile.Read(ref _workers);

    private void WaitForRound(int worker, long seen)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (IsWanted(worker, seen))
                return;
            Thread.SpinWait(1);
        }

        lock (_beds[worker])
        {
            LieDown(worker);
            while (!IsWanted(worker, seen))
                Monitor.Wait(_beds[worker]);
            _asleep[worker] = false;
        }
    }

    private void WaitForOthers(int blocks)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (Volatile.Read(ref _done) == blocks)
                return;
            Thread.SpinWait(1);
        }

        lock (_beds[0])
        {
            LieDown(0);
            while (Volatile.Read(ref _done) < blocks)
                Monitor.Wait(_beds[0]);
            _asleep[0] = false;
        }
    }

    // Who sleeps says so before looking a last time; who wakes changes what is looked for before asking who sleeps.
    private void LieDown(int worker)
    {
        _asleep[worker] = true;
        Interlocked.MemoryBarrier();
    }

    private void Wake(int worker)
    {
        Interlocked.MemoryBarrier();
        if (!Volatile.Read(ref _asleep[worker]))
            return;
        lock (_beds[worker])
            Monitor.Pulse(_beds[worker]);
    }

    // First the blocks that are one's own, then any other.
    private void RunShare(in Round round, int worker)
    {
        for (int block = worker; block < round.Blocks; block += round.Workers)
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

        if (Interlocked.Increment(ref _done) == round.Blocks)
            Wake(0);
    }

    private static void RunBlock(BlockPass[] passes, int block, int worker)
    {
        foreach (BlockPass pass in passes)
            pass(block, worker);
    }

    private readonly record struct Round(long Number, BlockPass[] Passes, long[] Claims, int Blocks, int Workers);
}
