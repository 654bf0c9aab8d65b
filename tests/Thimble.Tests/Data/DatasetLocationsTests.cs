namespace Thimble.Tests.Data;

public sealed class DatasetLocationsTests
{
    [Theory]
    [InlineData("/caches", "/caches")]
    [InlineData(null, "/home/ada/.cache")]
    [InlineData("", "/home/ada/.cache")]
    [InlineData("relative", "/home/ada/.cache")]
    public void A_relative_XDG_CACHE_HOME_is_ignored(string? variable, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix paths");
        Assert.Equal(expected, DatasetLocations.UnixCaches(variable, "/home/ada"));
    }

    [Fact]
    public void An_empty_cache_folder_is_refused() =>
        OneLine.Thrown<InvalidInputException>(() => _ = new DatasetLocations(null, " "), "cache folder", "name a folder");

    [Fact]
    public void An_empty_THIMBLE_DATA_counts_as_unset() =>
        Assert.Null(new DatasetLocations("", "/cache").EnvironmentFolder);

    [Fact]
    public void The_environment_gives_a_cache_folder_of_our_own() =>
        Assert.Equal("thimble", Path.GetFileName(DatasetLocations.FromEnvironment().CacheFolder));
}
