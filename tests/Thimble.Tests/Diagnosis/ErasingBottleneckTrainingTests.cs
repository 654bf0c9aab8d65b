using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>The ceiling of an erasing bottleneck, held against trained networks.</summary>
public class ErasingBottleneckTrainingTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 3000, testCount: 500);

    private static readonly Recipe Recipe = new() { Epochs = 4, BatchSize = 50, Optimizer = new AdamOptions { LearningRate = 0.01 } };

    [Fact]
    public void A_network_stays_under_its_ceiling_and_without_the_dropout_goes_above_it()
    {
        NetworkDefinition erasing = Waisted(dropout: 0.5f);
        NetworkDefinition repaired = Waisted(dropout: 0);
        double ceiling = Erasure.In(erasing).AccuracyCeiling;
        Assert.Equal(0.55, ceiling, 6);
        Assert.Equal(1, Erasure.In(repaired).AccuracyCeiling);

        TrainedRun held = Train(erasing);
        TrainedRun freed = Train(repaired);

        // Three standard errors of an accuracy on 3,000 images.
        Assert.All(held.Epochs, epoch => Assert.InRange(epoch.Training.Accuracy, 0, ceiling + 0.027));
        Assert.True(freed.Epochs[^1].Training.Accuracy > ceiling + 0.2, $"{freed.Epochs[^1].Training}");
        Assert.Single(held.Find("at-erasing-ceiling"));
        Assert.Empty(freed.Find("at-erasing-ceiling"));
    }

    private static NetworkDefinition Waisted(float dropout) => new(
        new Shape(1, 28, 28),
        new Conv2d(8, 5, stride: 2), new BatchNorm2d(), new ReLU(), new Conv2d(1, 1), new BatchNorm2d(), new Dropout2d(dropout),
        new Conv2d(16, 3, stride: 2), new BatchNorm2d(), new ReLU(), new Flatten(), new Linear(10));

    private static TrainedRun Train(NetworkDefinition definition)
    {
        using var trainer = new Trainer(new Network(definition, seed: 1), Recipe, Digits, new TrainerOptions(Threads: 1));
        return new(definition, Recipe, new Budget(), trainer.Run().Epochs);
    }
}
