using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Diagnosis;

/// <summary>How often dropout wipes out a whole image, and what that leaves of the training accuracy.</summary>
public class ErasureTests
{
    [Fact]
    public void Part_2_loses_19_of_100_images_and_cannot_exceed_82_9_percent()
    {
        var erasure = Erasure.In(AssignmentNetworks.Part2);

        Assert.Equal(["Dropout2d", "Dropout2d"], erasure.Bottlenecks.Where(bottleneck => bottleneck.Units == 1).SelectMany(bottleneck => bottleneck.Dropouts).Select(layer => layer.Layer.Kind));
        Assert.Equal([16, 29], erasure.Bottlenecks.SelectMany(bottleneck => bottleneck.Dropouts).Select(layer => layer.Place));
        Assert.Equal(0.19, erasure.Probability, 6);
        Assert.Equal(0.829, erasure.AccuracyCeiling, 6);
    }

    [Fact]
    public void Parts_1_and_3_lose_none()
    {
        Assert.Equal(1, Erasure.In(AssignmentNetworks.Part1).AccuracyCeiling);
        Assert.Empty(Erasure.In(AssignmentNetworks.Part3).Bottlenecks);
    }

    [Theory]
    [InlineData(1, 0.5f, 0.5)]
    [InlineData(2, 0.5f, 0.25)]
    [InlineData(3, 0.2f, 0.008)]
    public void All_channels_have_to_fall(int channels, float rate, double expected) =>
        Assert.Equal(expected, Erased(new Conv2d(channels, 1), new Dropout2d(rate), new Conv2d(10, 1)), 6);

    [Fact]
    public void Dropouts_on_the_same_channels_add_up_before_they_are_raised() =>
        Assert.Equal(Math.Pow(1 - (0.5 * 0.8), 2), Erased(new Conv2d(2, 1), new Dropout2d(0.5f), new ReLU(), new Dropout2d(0.2f), new Conv2d(10, 1)), 6);

    [Fact]
    public void Dropouts_with_weights_between_them_are_independent() =>
        Assert.Equal(1 - (0.75 * 0.96), Erased(new Conv2d(2, 1), new Dropout2d(0.5f), new Conv2d(2, 1), new Dropout2d(0.2f), new Conv2d(10, 1)), 6);

    [Fact]
    public void Single_numbers_are_dropped_each_for_itself()
    {
        Assert.Equal(0.25, Erased(new AdaptiveAvgPool2d(), new Flatten(), new Linear(2), new Dropout(0.5f), new Linear(10)), 6);
        // 16 numbers, not one channel.
        Assert.Equal(Math.Pow(0.5, 16), Erased(new Conv2d(1, 1), new Dropout(0.5f), new Conv2d(10, 4)), 6);
    }

    [Fact]
    public void A_skip_goes_around_what_its_branch_drops()
    {
        Assert.Equal(0, Erased(new Conv2d(1, 1), new Residual(new Conv2d(1, 1), new Dropout2d(0.5f)), new Conv2d(10, 1)));
        Assert.Equal(0.5, Erased(new Conv2d(1, 1), new Dropout2d(0.5f), new Residual(new Conv2d(1, 1)), new Conv2d(10, 1)), 6);
    }

    private static double Erased(params Layer[] layers) => Erasure.In(new NetworkDefinition(new Shape(1, 4, 4), layers)).Probability;
}
