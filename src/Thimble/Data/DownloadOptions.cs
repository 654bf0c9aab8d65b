namespace Thimble.Data;

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>The longest wait for a connection to a mirror; 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init => field = Positive(value, nameof(ConnectTimeout)); } = TimeSpan.FromSeconds(10);

    /// <summary>The longest silence of a mirror once it is connected; 20 seconds by default.</summary>
    public TimeSpan IdleTimeout { get; init => field = Positive(value, nameof(IdleTimeout)); } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest time for a whole data set, with the wait for another process that downloads it; 10 minutes by
    /// default.
    /// </summary>
    public TimeSpan TotalTimeout { get; init => field = Positive(value, nameof(TotalTimeout)); } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a mirror on this machine may speak plain http, for tests; false by default: https only.</summary>
    public bool AllowHttpOnLoopback { get; init; }

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
        ? value
        : throw new InvalidInputException($"{name} is {value}; give a time above zero and up to one day.");
}
