using System.Diagnostics;

namespace Thimble.Bench;

/// <summary>The same work on several threads at the same time.</summary>
internal static class Together
{
    /// <summary>The shortest time from the start of the first thread to the end of the last.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="repetitions">Tries, after one that does not count.</param>
    /// <param name="work">Is told its thread's number.</param>
    public static double BestSeconds(int threads, int repetitions, Action<int> work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i <= repetitions; i++)
        {
            double seconds = Seconds(threads, work);
            if (i > 0)
                best = Math.Min(best, seconds);
        }

        return best;
    }

    private static double Seconds(int threads, Action<int> work)
    {
        using var barrier = new Barrier(threads);
        long[] starts = new long[threads];
        long[] ends = new long[threads];
        var running = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            barrier.SignalAndWait();
            starts[thread] = Stopwatch.GetTimestamp();
            work(thread);
            ends[thread] = Stopwatch.GetTimestamp();
        })).ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        return Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalSeconds;
    }
}
