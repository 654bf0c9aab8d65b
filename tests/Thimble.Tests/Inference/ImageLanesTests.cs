using Thimble.Layers;

namespace Thimble.Tests.Inference;

public class ImageLanesTests
{
    [Fact]
    public void However_many_callers_there_are_the_same_lanes_come_back()
    {
        var network = new Network(new NetworkDefinition(new(1, 4, 4), new Flatten(), new Linear(2)), seed: 1);
        var lanes = new ImageLanes(network, Normalization.Mnist);
        ImageLane[] Hold() => [.. Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ => lanes.Take())];

        ImageLane[] first = Hold();
        foreach (ImageLane lane in first)
            lanes.Return(lane);
        ImageLane[] second = Hold();

        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(first.ToHashSet(), second.ToHashSet());
    }
}
