namespace Thimble.Pictures;

/// <summary>
/// Bounds the pixels that are decoded at the same time. A progressive JPEG of 100 kB may claim 50 million pixels, which take about 600 MB while it is
/// decoded; one on each of many processors would be more than the machine has.
/// </summary>
/// <param name="most">The most pixels in flight; a picture that is larger is decoded alone.</param>
internal sealed class PixelBudget(long most = PixelBudget.MostInFlight)
{
    /// <summary>64 Mi pixels, at most about 800 MB: one picture of the largest size, or many of a camera's.</summary>
    public const long MostInFlight = 1L << 26;

    private readonly object _gate = new();
    private long _inFlight;

    /// <summary>The budget of all pictures that this process reads.</summary>
    public static PixelBudget Shared { get; } = new();

    /// <summary>Waits until there is room for a picture, and decodes it.</summary>
    /// <param name="pixels">The pixels that its header claims.</param>
    /// <param name="decode">Decodes and uses it.</param>
    public T Use<T>(long pixels, Func<T> decode)
    {
        long charged = Math.Clamp(pixels, 0, most);
        lock (_gate)
        {
            while (_inFlight + charged > most)
                Monitor.Wait(_gate);
            _inFlight += charged;
        }

        try
        {
            return decode();
        }
        finally
        {
            lock (_gate)
            {
                _inFlight -= charged;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
