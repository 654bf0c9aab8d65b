using Thimble.Layers;

namespace Thimble.Tests.Evaluation;

/// <summary>What the public evaluator refuses; what it computes is held to definitions elsewhere.</summary>
public sealed class EvaluatorTests : IDisposable
{
    private readonly Evaluator _evaluator = new(new Network(new NetworkDefinition(new(1, 4, 4), new Flatten(), new Linear(3)), seed: 1), threads: 1);

    public void Dispose() => _evaluator.Dispose();

    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(1, 3, 4)]
    [InlineData(2, 4, 4)]
    public void Images_of_another_shape_are_refused(int channels, int height, int width)
    {
        ImageDataset images = Images(new(channels, height, width), classes: 3);

        Assert.StartsWith("the network takes images of", Assert.Throws<InvalidInputException>(() => _evaluator.Logits(images, Normalization.Mnist)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => _evaluator.Evaluate(images, Normalization.Mnist));
    }

    [Fact]
    public void Images_of_more_classes_are_refused() => Assert.Equal(
        "the network knows 3 classes, but the images have 4; use other images or another network",
        Assert.Throws<InvalidInputException>(() => _evaluator.Evaluate(Images(new(1, 4, 4), classes: 4), Normalization.Mnist)).Message);

    [Fact]
    public void Images_that_fit_are_evaluated() => Assert.Equal(20, _evaluator.Evaluate(Images(new(1, 4, 4), classes: 3), Normalization.Mnist).Count);

    private static ImageDataset Images(Shape shape, int classes) => new("zeros", "test", shape, classes, new byte[20 * shape.Size], new byte[20]);
}
