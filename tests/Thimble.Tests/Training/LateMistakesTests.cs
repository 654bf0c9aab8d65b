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

    private static Recipe Recipe(int epochs, AugmentationOptions augmentation) => new() { Epochs = epochs, Optimizer = new SgdOptions { LearningRate = 0.1 }, Augmentation = augmentation };
}
