using System.Runtime.InteropServices;

namespace Thimble.Cli;

/// <summary>Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) as a flag: the work in hand ends cleanly. A second Ctrl-C or SIGTERM ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isDisposed;

    /// <summary>Starts to listen.</summary>
    public StopSignal()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>Set once a signal came.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>
    /// Listens during work that looks at the flag now and then, such as reading data: a signal that came too late to be seen there ends the command
    /// after it, since what follows does not listen.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <exception cref="OperationCanceledException">A signal came.</exception>
    public static T During<T>(Func<CancellationToken, T> work)
    {
        var stop = new StopSignal();
        T result;
        using (stop)
            result = work(stop.Token);
        return stop._source.IsCancellationRequested ? throw new OperationCanceledException() : result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _source.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        lock (_lock)
            Stop(context);
    }

    // The system calls it on a thread of its own, also when it is no longer registered.
    private void Stop(PosixSignalContext context)
    {
        if (_isDisposed)
            return;
        // Left alone, the second signal does what it does to any process. A terminal that is closed sends SIGHUP and its shell sends another,
        // which is nobody's wish to hurry.
        if (_source.IsCancellationRequested && context.Signal != PosixSignal.SIGHUP)
            return;
        context.Cancel = true;
        _source.Cancel();
    }
}
