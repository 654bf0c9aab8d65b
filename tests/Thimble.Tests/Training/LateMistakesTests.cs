using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

public class LateMistakesTests
{
    [Fact]
    public void An_image_stays_while_every_epoch_puts_it_into_the_same_other_class()
    {
        LateMistakes first = LateMistakes.After(null, [new(7, 1, 0.9f), new(2, 0, 0.8f), new(4, 2, 0.7f)]);
        LateMistakes second = LateMistakes.After(first, [new(4, 1, 0.99f), new(2, 0, 0.95f), new(7, 1, 0.6f), new(9, 1, 1)]);

        Assert.Equal([new(2, 0, 0.8f), new(4, 2, 0.7f), new(7, 1, 0.9f)], first.Images);
        Assert.Equal((2, true, false), (second.Epochs, second.IsEnough, first.IsEnough));
        // 4 was put into another class, 9 was right before; of 2 and 7 the lower confidence is kept.
        Assert.Equal([new(2, 0, 0.8f), new(7, 1, 0.6f)], second.Images);
    }

    [Theory]
    [InlineData(16, 12, 16)]
    [InlineData(100, 96, 100)]
    [InlineData(6, 5, 6)]
    [InlineData(5, 0, -1)]
    public void Late_is_the_last_third_and_at_most_five_epochs(int epochs, int first, int last)
    {
        Recipe recipe = Recipe(epochs, AugmentationOptions.None);

        int[] counted = [.. Enumerable.Range(1, epochs).Where(epoch => LateMistakes.Counts(epoch, recipe))];

        Assert.Equal(first == 0 ? [] : Enumerable.Range(first, last - first + 1), counted);
    }

    [Fact]
    public void An_epoch_that_mixes_images_does_not_count() =>
        Assert.DoesNotContain(Enumerable.Range(1, 12), epoch => LateMistakes.Counts(epoch, Recipe(12, AugmentationOptions.None with { Mixup = 0.2f })));

    [Fact]
    public void Flipped_labels_are_found_the_same_on_any_threads_and_after_a_stop()
    {
        Dataset digits = SyntheticDigits.Create(trainCount: 600, testCount: 40, seed: 5);
        // Every hundredth image is said to be of the next class.
        byte[] labels = [.. Enumerable.Range(0, 600).Select(i => (byte)((digits.Train.Label(i) + (i % 100 == 50 ? 1 : 0)) % 10))];
        byte[] pixels = [.. Enumerable.Range(0, 600).SelectMany(i => digits.Train.Pixels(i).ToArray())];
        Dataset data = digits with { Train = new("flipped", "train", digits.Train.ImageShape, 10, pixels, labels) };
        var keeper = new Keeper();

        TrainingResult whole = Train(data, threads: 1, keeper);
        LateMistakes late = whole.LateMistakes!;

        Assert.Equal(4, late.Epochs);
        Assert.Contains(late.Images, image => image.Index % 100 == 50 && image.Class == digits.Train.Label(image.Index));
        Assert.All(late.Images, image => Assert.InRange(image.Confidence, LateMistakes.LeastConfidence, 1));
        Assert.Equal(late.Images, Train(data, threads: 2, null).LateMistakes!.Images);
        Assert.Equal(late.Images, Train(data, threads: 7, null).LateMistakes!.Images);
        foreach (TrainingCheckpoint checkpoint in keeper.Checkpoints[7..])
            Assert.Equal(late.Images, Train(data, threads: 1, null, checkpoint, whole.Epochs).LateMistakes!.Images);
    }

    private static TrainingResult Train(Dataset data, int threads, ITrainingObserver? observer, TrainingCheckpoint? from = null, IReadOnlyList<EpochResult>? epochs = null)
    {
        var network = new Network(new(new(1, 28, 28), new Conv2d(8, 5, stride: 2), new BatchNorm2d(), new ReLU(), new Conv2d(8, 3, stride: 2), new ReLU(), new Flatten(), new Linear(10)), seed: 2);
        Recipe recipe = Recipe(12, new AugmentationOptions(RotationDegrees: 8, ShiftPixels: 2));
        using var trainer = new Trainer(network, recipe, data, new TrainerOptions(Seed: 2, Threads: threads));
        if (from is not null)
            trainer.Resume(from, [.. epochs!.Take(from.Epoch)]);
        return trainer.Run(observer);
    }

    private sealed class Keeper : ITrainingObserver
    {
        public List<TrainingCheckpoint> Checkpoints { get; } = [];

        public void OnCheckpoint(TrainingCheckpoint checkpoint) => Checkpoints.Add(checkpoint);
    }

    private static Recipe Recipe(int epochs, AugmentationOptions augmentation) => new() { Epochs = epochs, Optimizer = new SgdOptions { LearningRate = 0.1 }, Augmentation = augmentation };
}
