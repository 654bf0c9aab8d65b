namespace Thimble;

/// <summary>Where data sets are looked for when no folder is named.</summary>
internal sealed record DatasetLocations
{
    /// <summary>The environment variable that names a folder of data sets.</summary>
    public const string VariableName = "THIMBLE_DATA";

    /// <summary>Takes the places as they are.</summary>
    /// <param name="environmentFolder">The folder that THIMBLE_DATA names; null or empty if it is not set.</param>
    /// <param name="cacheFolder">The folder that downloads go to, one subfolder a data set.</param>
    /// <exception cref="InvalidInputException">The cache folder is empty.</exception>
    public DatasetLocations(string? environmentFolder, string cacheFolder)
    {
        if (string.IsNullOrWhiteSpace(cacheFolder))
            throw new InvalidInputException("The cache folder for data sets is empty; name a folder.");
        EnvironmentFolder = string.IsNullOrWhiteSpace(environmentFolder) ? null : Path.GetFullPath(environmentFolder);
        CacheFolder = Path.GetFullPath(cacheFolder);
    }

    /// <summary>The folder that THIMBLE_DATA names; null if it is not set.</summary>
    public string? EnvironmentFolder { get; }

    /// <summary>The folder that downloads go to, one subfolder a data set.</summary>
    public string CacheFolder { get; }

    /// <summary>
    /// The places of this user: THIMBLE_DATA, and thimble in $XDG_CACHE_HOME or ~/.cache (Linux), ~/Library/Caches
    /// (macOS) or %LOCALAPPDATA% (Windows).
    /// </summary>
    public static DatasetLocations FromEnvironment()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : UnixCaches(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), home);
        // An account without a home still has a temporary folder; content is hashed wherever it is.
        if (!Path.IsPathFullyQualified(caches))
            caches = Path.GetTempPath();
        return new(Environment.GetEnvironmentVariable(VariableName), Path.Combine(caches, "thimble"));
    }

    /// <summary>The XDG base directory rule: a relative XDG_CACHE_HOME is ignored.</summary>
    internal static string UnixCaches(string? xdgCacheHome, string home) =>
        Path.IsPathFullyQualified(xdgCacheHome ?? "") ? xdgCacheHome! : Path.Combine(home, ".cache");
}
