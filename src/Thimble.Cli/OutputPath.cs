namespace Thimble.Cli;

/// <summary>
/// Places that the command line names for a result. They are tried before the work begins: a training is not worth less for a folder
/// that is mistyped, but it is lost.
/// </summary>
internal static class OutputPath
{
    /// <summary>Refuses a file that cannot be written.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    public static void CheckFile(string? path)
    {
        if (path is null || IsDevice(path))
            return;
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path}: this is a folder; name a file");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"{path}: there is no folder {folder}; make it, or choose another");
        Try(folder, path);
    }

    /// <summary>Refuses a folder that is not there and cannot be made, or that cannot be written to.</summary>
    /// <param name="path">The folder; null for none.</param>
    /// <exception cref="InvalidInputException">Nothing can be written there.</exception>
    public static void CheckFolder(string? path)
    {
        if (path is null)
            return;
        string? there = Path.GetFullPath(path);
        while (there is not null && !Directory.Exists(there) && !File.Exists(there))
            there = Path.GetDirectoryName(there);
        if (there is null || File.Exists(there))
            throw new InvalidInputException($"{path}: {there} is a file and no folder; choose another folder");
        Try(there, path);
    }

    // Rights and disks have more ways to refuse than can be asked for, so a file is made and taken away again.
    private static void Try(string folder, string path)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".{Environment.ProcessId}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be written ({exception.Message}); choose a place that you may write to", exception);
        }
    }

    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path) is var full && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal));
}
