namespace Thimble.Lab.Tests;

/// <summary>The figures of a run on disk.</summary>
public sealed class MetricsTableTests : IDisposable
{
    private const string Row = "1,0.5,0.9,0.25,9600,10000,0.96,0.1,2.000,0.500,30000\n";
    private readonly string _path = Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("test")]
    [InlineData("validation")]
    public void Epochs_are_read_back(string split)
    {
        File.WriteAllText(_path, $"{MetricsTable.HeaderFor(split)}\n{Row}");

        RecordedEpoch epoch = Assert.Single(MetricsTable.Read(_path));
        Assert.Equal((1, 0.5, 0.9, 0.1), (epoch.Epoch, epoch.TrainingLoss, epoch.TrainingAccuracy, epoch.LearningRate));
        Assert.Equal(new EvaluationResult(0.25, 9600, 10_000), epoch.Evaluation);
        Assert.Equal(TimeSpan.FromSeconds(2.5), epoch.Time);
    }

    [Fact]
    public void Half_a_line_at_the_end_is_no_epoch()
    {
        File.WriteAllText(_path, $"{MetricsTable.HeaderFor("test")}\n{Row}2,0.4,0.");

        Assert.Single(MetricsTable.Read(_path));
    }

    [Theory]
    [InlineData("1,2\n", ":2: damaged")]
    [InlineData("1,0.5,0.9,0.25,9600,10000,0.96,0.1,NaN,0.500,30000\n", ":2: damaged")]
    public void Damage_is_reported_in_one_line_that_names_the_place(string text, string expected)
    {
        File.WriteAllText(_path, $"{MetricsTable.HeaderFor("test")}\n{text}");

        Assert.StartsWith($"{_path}{expected}", Assert.Throws<InvalidInputException>(() => MetricsTable.Read(_path)).Message);
    }
}
