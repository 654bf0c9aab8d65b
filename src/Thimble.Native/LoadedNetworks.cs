using System.Collections.Concurrent;

namespace Thimble.Native;

/// <summary>
/// The networks that the caller holds, by number. A number and not a pointer: one that was freed, or that never was, is an error and not a crash.
/// </summary>
internal static class LoadedNetworks
{
    private static readonly ConcurrentDictionary<long, Classifier> Networks = new();
    private static long _last;

    /// <summary>Keeps a network.</summary>
    /// <returns>Its number, at least 1 and never given again.</returns>
    public static long Add(Classifier network)
    {
        long number = Interlocked.Increment(ref _last);
        Networks[number] = network;
        return number;
    }

    /// <summary>The network of a number; null if there is none.</summary>
    public static Classifier? Find(long number) => Networks.GetValueOrDefault(number);

    /// <summary>Lets go of a network and ends its threads, if there is one of that number.</summary>
    public static void Remove(long number)
    {
        if (Networks.TryRemove(number, out Classifier? network))
            network.Dispose();
    }
}
