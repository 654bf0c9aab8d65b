namespace Thimble.Cli.Display;

/// <summary>A bar of a given width, as markup.</summary>
internal static class ProgressBar
{
    /// <summary>A bar filled from the left.</summary>
    /// <param name="share">How much of it is filled, 0 to 1.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="isUnicode">Whether the terminal shows more than ASCII.</param>
    public static string Markup(double share, int width, bool isUnicode)
    {
        int filled = (int)(Math.Clamp(share, 0, 1) * width);
        char full = isUnicode ? '━' : '#';
        char empty = isUnicode ? '─' : '-';
        return $"[green]{new string(full, filled)}[/][grey42]{new string(empty, width - filled)}[/]";
    }
}
