namespace Thimble.Lab.Tests;

/// <summary>Predictions on disk.</summary>
public sealed class PredictionTableTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Predictions_are_read_back_as_they_were_written()
    {
        Prediction[] written = [new(0, 7, 7, 0.75) { Loss = 0.25 }, new(1, 2, 3, 0.5) { Loss = 0.0009765625 }];

        PredictionTable.Write(_path, written);

        Assert.Equal("index,label,predicted,probability,loss\n0,7,7,0.75,0.25\n1,2,3,0.5,0.0009765625\n", File.ReadAllText(_path));
        Assert.Equal(written, PredictionTable.Read(_path));
    }

    [Theory]
    [InlineData("", ":1: these are no predictions")]
    [InlineData("index,label\n", ":1: these are no predictions")]
    [InlineData("index,label,predicted,probability,loss\n0,7,7,0.75,0.25\n1,2", ":3: damaged")]
    [InlineData("index,label,predicted,probability,loss\n1,7,7,0.75,0.25\n", ":2: damaged")]
    public void Damage_is_reported_in_one_line_that_names_the_place(string text, string expected)
    {
        File.WriteAllText(_path, text);

        string message = Assert.Throws<InvalidInputException>(() => PredictionTable.Read(_path)).Message;
        Assert.StartsWith($"{_path}{expected}", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_file_says_what_to_do() =>
        Assert.Contains("train again", Assert.Throws<InvalidInputException>(() => PredictionTable.Read(_path + ".gone")).Message);
}
