namespace Thimble.Lab.Tests;

/// <summary>Reading back where and on what a run ran.</summary>
public sealed class RunEnvironmentFileTests : IDisposable
{
    private static readonly RunEnvironment Written = new()
    {
        ThimbleVersion = "0.1.0",
        Runtime = ".NET 10",
        OperatingSystem = "an \"odd\" one",
        Processor = "slow",
        Cores = 2,
        Vectors = "no vectors",
        Threads = 1,
        Seed = ulong.MaxValue,
        DataName = "files",
        DataSource = "/mine",
        Train = new(60_000, "aa"),
        Evaluated = new(10_000, "bb"),
        CommandLine = ["train", "my experiment"],
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
    };

    private readonly string _path = Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("test")]
    [InlineData("validation")]
    public void It_reads_back_what_was_written(string split)
    {
        RunEnvironment written = Written with { EvaluatedSplit = split, Preparation = split == "test" ? PicturePreparation.Digit : null };
        RunEnvironmentFile.Write(_path, written);

        RunEnvironment read = RunEnvironmentFile.Read(_path);

        Assert.Equal(Written.CommandLine, read.CommandLine);
        Assert.Equal(written, read with { CommandLine = Written.CommandLine });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"data\": 1}")]
    [InlineData("{\"thimble\": 1, \"data\": {}}")]
    [InlineData("{\"data\": {\"preparation\": {\"kind\": \"InsideOut\"}}}")]
    [InlineData("{\"data\": {\"preparation\": 1}}")]
    public void Damage_is_reported_in_one_line_that_names_the_file(string text)
    {
        File.WriteAllText(_path, text);

        string message = Assert.Throws<InvalidInputException>(() => RunEnvironmentFile.Read(_path)).Message;
        Assert.StartsWith($"{_path}: damaged (", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_command_line_with_a_word_that_is_null_is_damage()
    {
        RunEnvironmentFile.Write(_path, Written);
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("\"my experiment\"", "null", StringComparison.Ordinal));

        Assert.Equal($"{_path}: damaged (an item of a list is null); train again", Assert.Throws<InvalidInputException>(() => RunEnvironmentFile.Read(_path)).Message);
    }

    [Fact]
    public void A_missing_file_says_so() =>
        Assert.Contains(": this file of the run is missing; put it back, or train again", Assert.Throws<InvalidInputException>(() => RunEnvironmentFile.Read(_path + ".gone")).Message);
}
