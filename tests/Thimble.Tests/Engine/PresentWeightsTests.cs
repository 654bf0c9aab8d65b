using Thimble.Engine;
using Thimble.Layers;

namespace Thimble.Tests.Engine;

public class PresentWeightsTests
{
    [Fact]
    public void They_have_changed_once_for_each_change_to_the_bit()
    {
        var network = new Network(new NetworkDefinition(new(1, 4, 4), new BatchNorm2d(), new Flatten(), new Linear(2)), seed: 1);
        var weights = new PresentWeights(new TensorMemory(network, blocks: 0));
        network.Values[0] = 0;

        Assert.True(weights.HaveChanged());
        Assert.False(weights.HaveChanged());
        network.Values[0] = -0f;
        Assert.True(weights.HaveChanged());
        Assert.False(weights.HaveChanged());
        network.BufferValues[^1] += 1;
        Assert.True(weights.HaveChanged());
        Assert.False(weights.HaveChanged());
    }

    [Fact]
    public void An_evaluator_sees_later_changes()
    {
        var network = new Network(new NetworkDefinition(new(1, 2, 2), new Residual(new Conv2d(1, 1)), new Flatten(), new Linear(2)), seed: 1);
        var image = new Thimble.ImageDataset("grey", "test", new(1, 2, 2), 2, [1, 2, 3, 4], [0]);
        using var evaluator = new Evaluator(network, threads: 1);
        float[] before = evaluator.Logits(image, Thimble.Normalization.Mnist);

        network.Values[0] += 1;

        Assert.NotEqual(before, evaluator.Logits(image, Thimble.Normalization.Mnist));
    }
}
