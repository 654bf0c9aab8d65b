namespace Thimble.Tests.Data;

public sealed class StratifiedSplitTests
{
    [Fact]
    public void Each_class_keeps_its_share()
    {
        ImageDataset images = Images([.. Enumerable.Repeat((byte)0, 100), .. Enumerable.Repeat((byte)1, 50), .. Enumerable.Repeat((byte)2, 10)]);
        (ImageDataset train, ImageDataset validation) = StratifiedSplit.Of(images, 0.2, 1);
        Assert.Equal([20, 10, 2], Counts(validation));
        Assert.Equal([80, 40, 8], Counts(train));
        Assert.Equal(("own", "train", "validation"), (train.Name, train.Split, validation.Split));
    }

    [Fact]
    public void Every_image_is_in_exactly_one_split_with_its_label_and_in_order()
    {
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 7 % 3))];
        (ImageDataset train, ImageDataset validation) = StratifiedSplit.Of(Images(labels), 0.3, 5);
        int[] trainIndices = Indices(train);
        int[] validationIndices = Indices(validation);
        Assert.Equal(Enumerable.Range(0, 200), trainIndices.Concat(validationIndices).Order());
        Assert.Equal(trainIndices.Order(), trainIndices);
        Assert.Equal(validationIndices.Order(), validationIndices);
        Assert.All(Enumerable.Range(0, validation.Count), i => Assert.Equal(labels[validationIndices[i]], validation.Label(i)));
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        ImageDataset images = Images([.. Enumerable.Range(0, 200).Select(i => (byte)(i % 3))]);
        Assert.Equal(StratifiedSplit.Of(images, 0.1, 3).Validation.ContentHash, StratifiedSplit.Of(images, 0.1, 3).Validation.ContentHash);
        Assert.NotEqual(StratifiedSplit.Of(images, 0.1, 3).Validation.ContentHash, StratifiedSplit.Of(images, 0.1, 4).Validation.ContentHash);
    }

    [Fact]
    public void A_class_of_two_is_in_both_splits_and_a_single_image_trains()
    {
        (ImageDataset train, ImageDataset validation) = StratifiedSplit.Of(Images([0, 0, 1]), 0.01, 1);
        Assert.Equal([1, 1, 0], Counts(train));
        Assert.Equal([1, 0, 0], Counts(validation));
        Assert.Equal([1, 1, 0], Counts(StratifiedSplit.Of(Images([0, 0, 1]), 0.99, 1).Train));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_fraction_out_of_range_is_refused(double fraction) =>
        OneLine.Thrown<InvalidInputException>(() => StratifiedSplit.Of(Images([0, 0, 1, 1]), fraction, 1), "validation", $"{fraction}", "give");

    [Fact]
    public void Single_images_cannot_be_split() =>
        OneLine.Thrown<InvalidInputException>(() => StratifiedSplit.Of(Images([0, 1, 2]), 0.5, 1), "two images", "add images");

    [Theory]
    [InlineData(100, 50, 10, 32, 20, 10, 2)]
    [InlineData(100, 50, 10, 33, 21, 10, 2)]
    [InlineData(5, 5, 5, 12, 4, 4, 4)]
    [InlineData(98, 1, 1, 97, 97, 0, 0)]
    [InlineData(4, 0, 0, 1, 1, 0, 0)]
    [InlineData(4, 0, 0, 3, 3, 0, 0)]
    [InlineData(10, 7, 3, 9, 5, 3, 1)]
    [InlineData(9, 8, 3, 7, 3, 3, 1)]
    public void An_exact_number_is_held_out_by_largest_remainders(int first, int second, int third, int count, params int[] expected)
    {
        byte[] labels = [.. Enumerable.Repeat((byte)0, first), .. Enumerable.Repeat((byte)1, second), .. Enumerable.Repeat((byte)2, third)];
        (ImageDataset train, ImageDataset validation) = StratifiedSplit.OfCount(Images(labels), count, seed: 1);

        Assert.Equal(expected, Counts(validation));
        Assert.Equal(labels.Length - count, train.Count);
        Assert.Equal(Enumerable.Range(0, labels.Length), Indices(train).Concat(Indices(validation)).Order());
        Assert.Equal(validation.ContentHash, StratifiedSplit.OfCount(Images(labels), count, seed: 1).Validation.ContentHash);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void More_than_can_be_spared_is_refused(int count) =>
        OneLine.Thrown<InvalidInputException>(() => StratifiedSplit.OfCount(Images([0, 0, 0, 1, 1]), count, 1), "cannot be held out", "give 1 to 3");

    /// <summary>Images of two pixels that hold their own index.</summary>
    private static ImageDataset Images(byte[] labels) => new(
        "own", "train", new Shape(1, 1, 2), 3, [.. Enumerable.Range(0, labels.Length).SelectMany(i => new[] { (byte)(i / 256), (byte)i })], labels);

    private static int[] Indices(ImageDataset images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => (images.Pixels(i)[0] * 256) + images.Pixels(i)[1])];

    private static int[] Counts(ImageDataset images) =>
        [.. Enumerable.Range(0, 3).Select(label => images.Labels.Count((byte)label))];
}
