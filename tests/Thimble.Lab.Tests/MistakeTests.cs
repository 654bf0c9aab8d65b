namespace Thimble.Lab.Tests;

/// <summary>The worst mistakes, kept with their images.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_worst_come_first_and_right_ones_not_at_all()
    {
        IReadOnlyList<Mistake> worst = Worst();

        Assert.Equal([2, 0], worst.Select(mistake => mistake.Index));
        Assert.Equal([0, 2, 1], worst[0].Opinions.Select(opinion => opinion.Class));
        Assert.Equal(1, worst[0].Opinions.Sum(opinion => opinion.Probability), 6);
        Assert.Equal([9, 10, 11, 12], worst[0].Pixels);
        Assert.Single(Mistake.Worst(Logits, Images, Prediction.All(Logits, Images), count: 1));
    }

    [Fact]
    public void They_are_read_back_as_they_were_written()
    {
        MistakeFile.Write(_path, Worst());

        IReadOnlyList<Mistake> read = MistakeFile.Read(_path);

        Assert.Equal(Worst().Select(mistake => (mistake.Index, mistake.Label, mistake.Loss, mistake.Shape)), read.Select(mistake => (mistake.Index, mistake.Label, mistake.Loss, mistake.Shape)));
        Assert.Equal(Worst()[1].Opinions, read[1].Opinions);
        Assert.Equal(Worst()[1].Pixels, read[1].Pixels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("""[{"index":1,"label":2,"loss":1,"opinions":[{"class":3,"probability":1}],"shape":[1,2,2],"pixels":"AAAA"}]""")]
    [InlineData("""[{"index":1,"label":2,"loss":1,"opinions":[{"class":3,"probability":1}],"shape":[1,99999,99999],"pixels":"AAAA"}]""")]
    [InlineData("""[{"index":1,"label":2,"loss":1,"opinions":[],"shape":[1,1,3],"pixels":"AAAA"}]""")]
    public void Damage_is_reported_in_one_line(string text)
    {
        File.WriteAllText(_path, text);

        string message = Assert.Throws<InvalidInputException>(() => MistakeFile.Read(_path)).Message;
        Assert.StartsWith($"{_path}: damaged (", message);
        Assert.DoesNotContain('\n', message);
    }

    private static float[] Logits => [1, 2, 0, 0, 5, 0, 9, 0, 1];

    private static ImageDataset Images => new("mine", "test", new(1, 2, 2), 3, [.. Enumerable.Range(1, 12).Select(value => (byte)value)], [0, 1, 1]);

    private static IReadOnlyList<Mistake> Worst() => Mistake.Worst(Logits, Images, Prediction.All(Logits, Images));
}
