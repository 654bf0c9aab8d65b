using System.Text.Json;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>Images of three channels, each with a mean and a deviation of its own, against PyTorch's figures.</summary>
public sealed class ColourTrainingTests
{
    private const int Count = 8;
    private static readonly JsonElement PyTorch = GoldenFile.Json("colours");
    private static readonly Normalization Normalization = new([0.49f, 0.3f, 0.75f], [0.25f, 0.5f, 0.125f]);
    private static readonly NetworkDefinition Definition = new(
        new(3, 6, 5), new Conv2d(4, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(3));

    [Fact]
    public void A_step_has_the_loss_the_weights_and_the_logits_of_PyTorch()
    {
        var network = new Network(Definition, seed: 6);

        TrainingResult result = Train(network);

        using var evaluator = new Evaluator(network, threads: 1);
        Assert.Equal(PyTorch.GetProperty("loss").GetDouble(), result.Final!.Training.Loss, 1e-5);
        AssertClose("weights", network.Values.ToArray());
        AssertClose("logits", evaluator.Logits(Images(), Normalization));
    }

    [Fact]
    public void One_image_alone_has_the_logits_that_it_has_in_a_batch()
    {
        var network = new Network(Definition, seed: 6);
        using var evaluator = new Evaluator(network, threads: 2);
        var lane = new ImageLane(network, Normalization);
        ImageDataset images = Images();

        float[] together = evaluator.Logits(images, Normalization);

        for (int i = 0; i < Count; i++)
            Assert.Equal(together.AsSpan(i * 3, 3), lane.Logits(images.Pixels(i)));
    }

    private static TrainingResult Train(Network network)
    {
        ImageDataset images = Images();
        var recipe = new Recipe { Epochs = 1, BatchSize = Count, Optimizer = new SgdOptions { LearningRate = 0.1 } };
        using var trainer = new Trainer(network, recipe, new(images, images, Normalization, "a test"), new() { Threads = 1 });
        return trainer.Run();
    }

    // As tests/golden/make_colours.py draws them.
    private static ImageDataset Images()
    {
        var random = new KeyedRandom(seed: 6, epoch: 0, sample: 0, place: 1);
        byte[] pixels = [.. Enumerable.Range(0, Count * Definition.Input.Size).Select(i => (byte)random.Below(i, 256))];
        return new("noise", "train", Definition.Input, 3, pixels, [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 3))]);
    }

    private static void AssertClose(string what, float[] numbers) => Closeness.AssertClose(
        [.. PyTorch.GetProperty(what).EnumerateArray().Select(number => number.GetDouble())], Closeness.Widen(numbers), 1e-5, what);
}
