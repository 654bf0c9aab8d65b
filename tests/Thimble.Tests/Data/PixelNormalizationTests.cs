using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Data;

public sealed unsafe class PixelNormalizationTests
{
    private static readonly Normalization Three = new([0.5f, 0.25f, 0], [0.5f, 0.25f, 1]);

    [Fact]
    public void Each_channel_is_measured_by_itself()
    {
        // Three channels of two pixels: one half black and half white, one of a single value, one white in a quarter.
        byte[] pixels = [0, 255, 51, 51, 0, 0, 255, 0, 51, 51, 0, 255];
        var images = new ImageDataset("a test's", "train", new(3, 1, 2), 2, pixels, [0, 1]);

        var measured = Normalization.Of(images);

        Assert.Equal([0.5f, 0.2f, 0.25f], measured.Means);
        Assert.Equal([0.5f, 1f, (float)Math.Sqrt(0.1875)], measured.StandardDeviations);
    }

    [Fact]
    public void More_channels_than_there_may_be_pairs_are_measured_together()
    {
        byte[] pixels = [.. Enumerable.Range(0, 65).Select(channel => (byte)(channel < 13 ? 255 : 0))];

        var measured = Normalization.Of(new ImageDataset("a test's", "train", new(65, 1, 1), 2, pixels, [0]));

        Assert.Equal(new Normalization(0.2f, 0.4f), measured);
    }

    [Fact]
    public void Normalizations_of_the_same_numbers_are_equal()
    {
        var same = new Normalization([0.5f, 0.25f, 0], new List<float> { 0.5f, 0.25f, 1 });

        Assert.Equal(Three, same);
        Assert.True(Three == same);
        Assert.Equal(Three.GetHashCode(), same.GetHashCode());
        Assert.Equal(new Normalization(0.5f, 0.25f), new Normalization([0.5f], [0.25f]));
        Assert.NotEqual(Three, new Normalization([0.5f, 0.25f, 0], [0.5f, 0.25f, 2]));
        Assert.NotEqual(Three, new Normalization([0.5f, 0.25f, 0.1f], [0.5f, 0.25f, 1]));
        Assert.NotEqual(new Normalization(0.5f, 0.25f), new Normalization([0.5f, 0.5f], [0.25f, 0.25f]));
        Assert.Equal("mean [0.5, 0.25, 0], standard deviation [0.5, 0.25, 1]", Three.ToString());
        Assert.Equal("mean 0.1307, standard deviation 0.3081", Normalization.Mnist.ToString());
    }

    [Fact]
    public void Lists_that_are_changed_afterwards_change_nothing()
    {
        float[] means = [0.5f, 0.25f];
        var normalization = new Normalization(means, [1, 1]);

        means[0] = 7;

        Assert.Equal(0.5f, normalization.Means[0]);
    }

    [Theory]
    [InlineData(new float[0], new float[0])]
    [InlineData(new float[] { 0, 0 }, new float[] { 1 })]
    [InlineData(new float[] { 0, float.NaN }, new float[] { 1, 1 })]
    [InlineData(new float[] { float.PositiveInfinity }, new float[] { 1 })]
    [InlineData(new float[] { 0, 0 }, new float[] { 1, 0 })]
    [InlineData(new float[] { 0 }, new float[] { -1 })]
    [InlineData(new float[] { 0 }, new float[] { float.NaN })]
    [InlineData(new float[] { 0 }, new float[] { float.PositiveInfinity })]
    public void Numbers_that_cannot_normalize_are_refused(float[] means, float[] deviations) =>
        Assert.Throws<ArgumentException>(() => new Normalization(means, deviations));

    [Fact]
    public void There_may_be_64_pairs_and_no_more()
    {
        Assert.Equal(64, new Normalization(new float[64], [.. Enumerable.Repeat(1f, 64)]).Means.Count);
        Assert.Throws<ArgumentException>(() => new Normalization(new float[65], [.. Enumerable.Repeat(1f, 65)]));
        Assert.Throws<ArgumentException>(() => new Normalization(0, 0));
    }

    // By hand: (pixel / 255 − mean) / deviation, with pixels whose shares have no remainder.
    [Fact]
    public void A_pixel_is_normalized_by_its_own_channel()
    {
        byte[] pixels = [0, 255, 51, 255, 0, 102];
        float[] expected = [-1, 1, -0.2f, 3, 0, 0.4f];
        var images = new ImageDataset("a test's", "train", new(3, 1, 2), 2, pixels, [0]);
        float[] written = new float[12];
        float[] augmented = new float[6];

        fixed (float* first = written)
            new DatasetBatch(images, Three).WriteImage(0, first, stride: 2);
        new Augmentation(AugmentationOptions.None, new(3, 1, 2), Three).Write(pixels, new KeyedRandom(1, 1, 0, 0), augmented);

        Assert.Equal(expected, written.Where((_, i) => i % 2 == 0), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(written.Where((_, i) => i % 2 == 1), between => Assert.Equal(0, between));
        Assert.Equal(expected, augmented, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_moved_image_has_the_background_of_each_channel()
    {
        var shape = new Shape(3, 2, 2);
        byte[] source = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120];
        float[] moved = new float[12];

        // One pixel to the right: the left column is background.
        fixed (float* first = moved)
            new AffineWarp(shape).Write(source, new AffineDraw(0, 1, 0, 1, 0).Inverse(shape), PixelScale.Of(Three, 3), first, stride: 1);

        for (int channel = 0; channel < 3; channel++)
        {
            for (int row = 0; row < 2; row++)
            {
                int place = (channel * 4) + (row * 2);
                Assert.Equal(-Three.Means[channel] / Three.StandardDeviations[channel], moved[place], 1e-6f);
                Assert.Equal(((source[place] / 255f) - Three.Means[channel]) / Three.StandardDeviations[channel], moved[place + 1], 1e-6f);
            }
        }
    }

    [Fact]
    public void Images_of_another_number_of_channels_are_refused_in_one_line()
    {
        const string Problem = "the normalization has 3 means and deviations, but the images have 2 channels; give one of each for all channels, or one for each channel";
        var definition = new NetworkDefinition(new(2, 4, 4), new Flatten(), new Linear(3));
        var network = new Network(definition, seed: 1);
        var images = new ImageDataset("a test's", "train", definition.Input, 3, new byte[64], [0, 1]);
        var data = new Dataset(images, images, Three, "a test");
        var recipe = new Recipe { Epochs = 1, Optimizer = new SgdOptions { LearningRate = 0.1 } };
        using var evaluator = new Evaluator(network, threads: 1);

        OneLine.Thrown<InvalidInputException>(() => new Trainer(network, recipe, data).Dispose(), Problem);
        OneLine.Thrown<InvalidInputException>(() => evaluator.Evaluate(images, Three), Problem);
        OneLine.Thrown<InvalidInputException>(() => LearningRateFinder.Find(definition, recipe, data, new()), Problem);
        Assert.StartsWith(Problem, Assert.Throws<ArgumentException>(() => new NetworkDescription(definition, Three, "")).Message, StringComparison.Ordinal);
    }
}
