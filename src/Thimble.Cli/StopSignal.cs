using System.Runtime.InteropServices;

namespace Thimble.Cli;

/// <summary>Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) as a flag: the work in hand ends cleanly. A second Ctrl-C or SIGTERM ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Left alone, the second signal does what it does to any process. A terminal that is closed sends SIGHUP and its shell sends another,
        // which is nobody's wish to hurry.
        if (_source.IsCancellationRequested && context.Signal != PosixSignal.SIGHUP)
            return;
        context.Cancel = true;
        _source.Cancel();
    }
}
