using System.Runtime.ExceptionServices;

namespace Thimble.Execution;

/// <summary>
/// Threads that share the blocks of a batch. Block b belongs to worker b mod N: which worker does a block changes
/// neither what is computed nor the order in which sums over blocks are taken, so N does not change a bit.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    // A barrier comes every few tens of microseconds, far sooner than a sleeping thread wakes: spin a while first.
    private const int SpinsBeforeSleep = 20_000;

    private readonly Thread[] _threads;
    private readonly Lock _errorLock = new();
    private readonly object _gate = new();
    private BlockPass[] _passes = [];
    private int _blocks;
    private int _round;
    private int _remaining;
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
        _passes = passes;
        _blocks = blocks;
        if (Count == 1 || blocks == 1)
        {
            RunShare(worker: 0, workers: 1);
            return;
        }

        Volatile.Write(ref _remaining, _threads.Length);
        lock (_gate)
        {
            _round++;
            Monitor.PulseAll(_gate);
        }

        Guard(worker: 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _remaining) > 0)
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
        int seen = 0;
        while (true)
        {
            seen = WaitForRound(seen);
            if (_stopping)
                return;
            Guard(worker);
            Interlocked.Decrement(ref _remaining);
        }
    }

    private int WaitForRound(int seen)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            int round = Volatile.Read(ref _round);
            if (round != seen)
                return round;
            Thread.SpinWait(1);
        }

        lock (_gate)
        {
            while (_round == seen)
                Monitor.Wait(_gate);
            return _round;
        }
    }

    // An exception must not end a worker's thread, or the next barrier would wait for ever.
    private void Guard(int worker)
    {
        try
        {
            RunShare(worker, Count);
        }
#pragma warning disable CA1031 // every exception is thrown again on the thread that called Run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_errorLock)
                _error ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void RunShare(int worker, int workers)
    {
        for (int block = worker; block < _blocks; block += workers)
        {
            foreach (BlockPass pass in _passes)
                pass(block, worker);
        }
    }
}
