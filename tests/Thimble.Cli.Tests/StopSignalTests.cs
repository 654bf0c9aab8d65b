using System.Diagnostics;

namespace Thimble.Cli.Tests;

/// <summary>A signal is never lost: what is being done stops, or the command ends after it.</summary>
public sealed class StopSignalTests
{
    [Fact]
    public void A_signal_that_the_work_did_not_look_for_ends_the_command_after_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGHUP to send.");
        bool isDone = false;

        Assert.Throws<OperationCanceledException>(() => StopSignal.During(cancellation =>
        {
            using (Process kill = Process.Start("kill", ["-HUP", $"{Environment.ProcessId}"]))
                kill.WaitForExit();
            Assert.True(cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
            return isDone = true;
        }));

        Assert.True(isDone);
    }

    [Fact]
    public void Work_that_nothing_stops_brings_its_result() => Assert.Equal(7, StopSignal.During(_ => 7));
}
