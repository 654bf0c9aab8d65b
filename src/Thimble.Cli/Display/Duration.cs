namespace Thimble.Cli.Display;

/// <summary>Spans of time for people.</summary>
internal static class Duration
{
    /// <summary>Seconds with a tenth below a minute, then as on a clock: <c>5.2s</c>, <c>3:07</c>, <c>1:03:07</c>.</summary>
    public static string Short(TimeSpan time) => time.TotalSeconds < 59.95
        ? $"{time.TotalSeconds:0.0}s"
        : Clock(time);

    /// <summary>Minutes and seconds, with hours if there are any: <c>0:05</c>, <c>1:03:07</c>.</summary>
    public static string Clock(TimeSpan time) =>
        time.TotalHours < 1 ? time.ToString(@"m\:ss") : $"{(int)time.TotalHours}:{time:mm\\:ss}";
}
