using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>A download: a line that moves on a terminal, a plain line a file elsewhere.</summary>
internal sealed class DownloadDisplay(CommandEnvironment environment) : IProgress<DownloadProgress>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);
    private readonly LiveLine _line = new(environment.Console);
    private string _file = "";
    private long _lastDrawing;

    /// <summary>Says that something is going on, on a terminal: a mirror may take its time to answer.</summary>
    /// <param name="name">The data set.</param>
    public void LookingFor(string name)
    {
        if (environment.IsTerminal)
            _line.Draw($"[grey]Looking for {Markup.Escape(name)} …[/]");
    }

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        bool isNew = value.FileName + value.Mirror != _file;
        _file = value.FileName + value.Mirror;
        if (!environment.IsTerminal)
        {
            if (isNew)
                environment.Output.WriteLine($"Downloading {value.DatasetName}: {value.FileName} from {value.Mirror}");
            return;
        }

        if (!isNew && environment.Time.GetElapsedTime(_lastDrawing) < Pause)
            return;
        _lastDrawing = environment.Time.GetTimestamp();
        _line.Draw(LineOf(value));
    }

    /// <summary>Takes the moving line away.</summary>
    public void Dispose()
    {
        if (environment.IsTerminal)
            _line.Clear();
    }

    private string LineOf(DownloadProgress value)
    {
        const double Megabyte = 1e6;
        const int BarWidth = 20;
        string total = value.TotalBytes is { } bytes ? $" of {bytes / Megabyte:0.0}" : "";
        string text = $"Downloading {value.FileName}  {value.ReceivedBytes / Megabyte:0.0}{total} MB";
        bool hasBar = value.TotalBytes > 0 && text.Length + 2 + BarWidth <= _line.Width;
        string bar = hasBar
            ? "  " + ProgressBar.Markup((double)value.ReceivedBytes / value.TotalBytes!.Value, BarWidth, environment.Console.Profile.Capabilities.Unicode)
            : "";
        return Markup.Escape(text[..Math.Min(text.Length, _line.Width)]) + bar;
    }
}
