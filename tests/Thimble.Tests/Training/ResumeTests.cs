using System.Runtime.InteropServices;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>A run that continues after a checkpoint gives the bits of one that was never stopped.</summary>
public sealed class ResumeTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 100, testCount: 40, seed: 5);

    private static readonly NetworkDefinition Definition = new(
        new Shape(1, 28, 28),
        new Conv2d(4, 5, stride: 2), new BatchNorm2d(), new ReLU(), new Dropout2d(0.2f), new Conv2d(8, 3, stride: 2), new BatchNorm2d(), new ReLU(),
        new Flatten(), new Linear(10));

    public static TheoryData<OptimizerOptions, double?> Ways => new()
    {
        { new SgdOptions { LearningRate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3 }, null },
        { new AdamWOptions { LearningRate = 0.01, WeightDecay = 0.01 }, 0.9 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Wherever_it_was_stopped_the_bits_are_the_same(OptimizerOptions optimizer, double? average)
    {
        Recipe recipe = RecipeOf(optimizer) with { WeightAverageDecay = average };
        var whole = new Network(Definition, seed: 2);
        var keeper = new CheckpointKeeper();
        TrainingResult uninterrupted = Train(whole, recipe, keeper);
        Assert.Equal(4, keeper.Checkpoints.Count);

        foreach (TrainingCheckpoint checkpoint in keeper.Checkpoints)
        {
            // Other weights, to see that all of them are replaced.
            var resumed = new Network(Definition, seed: 3);
            TrainingResult result = Train(resumed, recipe, new CheckpointKeeper(), checkpoint, uninterrupted.Epochs);

            Assert.Equal(TrainingStatus.Completed, result.Status);
            Assert.Equal(uninterrupted.Epochs.Select(Figures), result.Epochs.Select(Figures));
            Assert.Equal(Bits(whole), Bits(resumed));
            Assert.Equal(whole.BatchesTracked, resumed.BatchesTracked);
        }
    }

    [Fact]
    public void Stopped_again_before_an_epoch_is_over_it_holds_what_was_evaluated()
    {
        Recipe recipe = RecipeOf(new SgdOptions { LearningRate = 0.05 }) with { WeightAverageDecay = 0.9 };
        var network = new Network(Definition, seed: 2);
        var keeper = new CheckpointKeeper();
        TrainingResult first = Train(network, recipe with { Epochs = 1 }, keeper);
        byte[] evaluated = Bits(network);

        var resumed = new Network(Definition, seed: 3);
        TrainingResult stopped = Train(resumed, recipe, null, keeper.Checkpoints[0], first.Epochs, new CancellationToken(canceled: true));

        Assert.Equal((TrainingStatus.Cancelled, 1), (stopped.Status, stopped.Epochs.Count));
        Assert.Equal(evaluated, Bits(resumed));
    }

    [Fact]
    public void What_belongs_to_another_run_is_refused()
    {
        Recipe sgd = RecipeOf(new SgdOptions { LearningRate = 0.05 });
        var keeper = new CheckpointKeeper();
        TrainingResult result = Train(new Network(Definition, seed: 2), sgd, keeper);
        var other = new NetworkDefinition(new Shape(1, 28, 28), new Flatten(), new Linear(10));

        Refused(new Network(other, seed: 2), sgd, keeper.Checkpoints[1], result.Epochs);
        Refused(new Network(Definition, seed: 2), RecipeOf(new AdamOptions { LearningRate = 0.05 }), keeper.Checkpoints[1], result.Epochs);
        Refused(new Network(Definition, seed: 2), sgd with { WeightAverageDecay = 0.9 }, keeper.Checkpoints[1], result.Epochs);
        Refused(new Network(Definition, seed: 2), sgd with { Epochs = 1 }, keeper.Checkpoints[1], result.Epochs);
    }

    private static void Refused(Network network, Recipe recipe, TrainingCheckpoint checkpoint, IReadOnlyList<EpochResult> epochs) => Assert.StartsWith(
        "the checkpoint is of another network, recipe or number of epochs",
        Assert.Throws<InvalidInputException>(() => Train(network, recipe, null, checkpoint, epochs)).Message,
        StringComparison.Ordinal);

    private static Recipe RecipeOf(OptimizerOptions optimizer) => new()
    {
        Epochs = 4,
        BatchSize = 32,
        Optimizer = optimizer,
        Schedule = new OneCycleLR(),
        Augmentation = new AugmentationOptions(RotationDegrees: 10, ShiftPixels: 1),
    };

    private static TrainingResult Train(
        Network network, Recipe recipe, ITrainingObserver? observer, TrainingCheckpoint? from = null, IReadOnlyList<EpochResult>? epochs = null,
        CancellationToken cancellation = default)
    {
        using var trainer = new Trainer(network, recipe, Digits, new TrainerOptions(Seed: 2, Threads: 1));
        if (from is not null)
            trainer.Resume(from, [.. epochs!.Take(from.Epoch)]);
        return trainer.Run(observer, cancellation);
    }

    private static (int Epoch, double Training, double Test) Figures(EpochResult epoch) => (epoch.Epoch, epoch.Training.Loss, epoch.Evaluated.Loss);

    private static byte[] Bits(Network network) =>
        [.. MemoryMarshal.AsBytes(network.Values), .. MemoryMarshal.AsBytes(network.BufferValues)];

    private sealed class CheckpointKeeper : ITrainingObserver
    {
        public List<TrainingCheckpoint> Checkpoints { get; } = [];

        public void OnCheckpoint(TrainingCheckpoint checkpoint) => Checkpoints.Add(checkpoint);
    }
}
