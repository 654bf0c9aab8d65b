using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>How many pictures have been read: a line that moves on a terminal, nothing elsewhere.</summary>
internal sealed class PictureProgress(CommandEnvironment environment, int count) : IProgress<int>, IDisposable
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly Lock _lock = new();
    private readonly LiveLine _line = new(environment.Console);
    private long _lastDrawing;

    /// <inheritdoc/>
    public void Report(int value)
    {
        if (!environment.IsTerminal)
            return;
        lock (_lock)
        {
            if (environment.Time.GetElapsedTime(_lastDrawing) < Pause)
                return;
            _lastDrawing = environment.Time.GetTimestamp();
            string text = $"Reading pictures  {value:N0} of {count:N0}  ";
            bool hasBar = text.Length + BarWidth <= _line.Width;
            _line.Draw(Markup.Escape(text) + (hasBar ? ProgressBar.Markup((double)value / count, BarWidth, environment.Console.Profile.Capabilities.Unicode) : ""));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (environment.IsTerminal)
            _line.Clear();
    }
}
