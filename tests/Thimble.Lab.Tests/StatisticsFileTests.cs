using Thimble.Diagnosis;

namespace Thimble.Lab.Tests;

/// <summary>What a probe measured, kept in the run's folder.</summary>
public sealed class StatisticsFileTests : IDisposable
{
    private static readonly TrainingStatistics Statistics = new(
        [new("ReLU-2", "ReLU", [new(0.1, 0.25, 0.5), new(0, 0, 1)]), new("BatchNorm2d-3", "BatchNorm2d", [new(-1, 1, 0)])],
        [new("Conv2d-1 weight", IsWeight: true, 0.1, 1e-3, 5e-5), new("Conv2d-1 bias", IsWeight: false, 0, 0, 0)],
        new(0.1, 98, 100), new(0.2, 97, 100), new(0.3, 96, 100))
    {
        Data = new([198, 2], [99, 1], [98, 0], "test", new(2, 1, 1, [new(3, 4), new(5, 6)]))
        {
            Near = new(3, 1, 2, [new("a/1.png", "b/2.png"), new("4", "17")]),
            Suspects = new(1, [new("a/3.png", 0, 1)]) { LateEpochs = 5 },
        },
    };

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_is_read_back_as_it_was_written()
    {
        TrainingStatistics read = WrittenAndRead(Statistics);

        Assert.Equal(Statistics.Layers.Select(layer => (layer.Name, layer.Kind)), read.Layers.Select(layer => (layer.Name, layer.Kind)));
        Assert.Equal(Statistics.Layers.SelectMany(layer => layer.Channels), read.Layers.SelectMany(layer => layer.Channels));
        Assert.Equal(Statistics.Tensors, read.Tensors);
        Assert.Equal(
            (Statistics.TrainingImages, Statistics.RunningStatistics, Statistics.BatchStatistics),
            (read.TrainingImages, read.RunningStatistics, read.BatchStatistics));
        Assert.Equivalent(Statistics.Data, read.Data, strict: true);
    }

    [Fact]
    public void Statistics_that_were_kept_before_those_of_the_data_are_read() => Assert.Null(WrittenAndRead(Statistics with { Data = null }).Data);

    [Fact]
    public void What_is_no_number_or_not_there_stays_so()
    {
        TrainingStatistics read = WrittenAndRead(Statistics with
        {
            BatchStatistics = null,
            Tensors = [new("Conv2d-1 weight", IsWeight: true, 0.1, double.PositiveInfinity, double.NaN)],
        });

        Assert.Null(read.BatchStatistics);
        Assert.Equal((double.NaN, double.NaN), (read.Tensors[0].Gradient, read.Tensors[0].Update));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"layers":[],"tensors":[{"tensor":"a","is_weight":1,"weight":1,"gradient":1,"update":1}]}""")]
    [InlineData("""{"layers":[],"tensors":[],"training_images":{"loss":0,"correct":3,"count":2}}""")]
    [InlineData("""{"layers":[null],"tensors":[],"training_images":{"loss":0,"correct":1,"count":2},"running_statistics":{"loss":0,"correct":1,"count":2},"batch_statistics":null}""")]
    [InlineData("""{"layers":[],"tensors":[null],"training_images":{"loss":0,"correct":1,"count":2},"running_statistics":{"loss":0,"correct":1,"count":2},"batch_statistics":null}""")]
    [InlineData("""{"layers":[],"tensors":[],"training_images":{"loss":0,"correct":1,"count":2},"running_statistics":{"loss":0,"correct":1,"count":2},"batch_statistics":null,"data":{"training":[1,2],"evaluated":[1],"correct":null,"split":"test","repeated":{"count":0,"other_label":0,"correct":null,"first":[]}}}""")]
    [InlineData("""{"layers":[],"tensors":[],"training_images":{"loss":0,"correct":1,"count":2},"running_statistics":{"loss":0,"correct":1,"count":2},"batch_statistics":null,"data":{"training":[1,2],"evaluated":[1,1],"correct":[2,0],"split":"test","repeated":{"count":0,"other_label":0,"correct":null,"first":[]}}}""")]
    [InlineData("""{"layers":[],"tensors":[],"training_images":{"loss":0,"correct":1,"count":2},"running_statistics":{"loss":0,"correct":1,"count":2},"batch_statistics":null,"data":{"training":null,"evaluated":[1,1],"correct":[0,0],"split":"test","repeated":{"count":0,"other_label":0,"correct":null,"first":[]}}}""")]
    public void Damage_is_reported_in_one_line(string text)
    {
        File.WriteAllText(_path, text);

        string message = Assert.Throws<InvalidInputException>(() => StatisticsFile.Read(_path)).Message;
        Assert.StartsWith($"{_path}: damaged (", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void More_near_copies_than_images_or_late_epochs_that_cannot_be_are_damage()
    {
        DataStatistics data = Statistics.Data!;
        foreach (DataStatistics wrong in (DataStatistics[])[
            data with { Near = data.Near! with { Count = 99 } }, data with { Near = data.Near! with { Correct = 4 } }, data with { Near = data.Near! with { OtherLabel = 4 } },
            data with { Suspects = data.Suspects! with { LateEpochs = 0 } }])
        {
            StatisticsFile.Write(_path, Statistics with { Data = wrong });
            Assert.StartsWith($"{_path}: damaged (", Assert.Throws<InvalidInputException>(() => StatisticsFile.Read(_path)).Message);
        }
    }

    private TrainingStatistics WrittenAndRead(TrainingStatistics statistics)
    {
        StatisticsFile.Write(_path, statistics);
        return StatisticsFile.Read(_path);
    }
}
