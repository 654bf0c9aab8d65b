using System.Runtime.InteropServices;
using Thimble.Engine;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>The same seed gives the same bits, whatever the processor and however many threads.</summary>
public sealed class ReproducibilityTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 150, testCount: 40, seed: 5);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Any_number_of_threads_trains_the_same_weights(int threads)
    {
        (byte[] weights, double[] losses) = Train(seed: 3, threads: 1);
        (byte[] otherWeights, double[] otherLosses) = Train(seed: 3, threads);

        Assert.Equal(losses, otherLosses);
        Assert.Equal(weights, otherWeights);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Any_number_of_threads_trains_the_same_weights_on_mixed_pictures(int threads)
    {
        AugmentationOptions pictures = new(RotationDegrees: 5)
        {
            HorizontalFlip = true,
            CropBorder = 3,
            Brightness = 0.3f,
            Contrast = 0.3f,
            Cutout = 5,
            Mixup = 0.3f,
            Cutmix = 1,
        };
        (byte[] weights, double[] losses) = Train(seed: 3, threads: 1, pictures);
        (byte[] otherWeights, double[] otherLosses) = Train(seed: 3, threads, pictures);

        Assert.NotEqual(Train(seed: 3, threads).Losses, losses);
        Assert.Equal(losses, otherLosses);
        Assert.Equal(weights, otherWeights);
    }

    [Fact]
    public void Another_seed_trains_other_weights() => Assert.NotEqual(Train(seed: 3, threads: 2).Losses, Train(seed: 4, threads: 2).Losses);

    [Fact]
    public void Every_register_width_gives_the_same_gradients()
    {
        using var workers = new WorkerPool(2);
        foreach (GoldenCase golden in GoldenCase.Load("layers").Values)
        {
            byte[] expected = Gradients(golden, KernelSets.Widths.First(), workers);
            foreach (int bits in KernelSets.Widths)
                Assert.True(Gradients(golden, bits, workers).AsSpan().SequenceEqual(expected), $"{golden.Name} at {bits} bits");
        }
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("dscnn")]
    public void A_step_of_a_network_of_MLPerf_Tiny_has_the_same_bits_on_any_number_of_threads(string name)
    {
        byte[] expected = Step(GoldenCase.Load(name)[name], threads: 1);
        Assert.Equal(expected, Step(GoldenCase.Load(name)[name], threads: 2));
        Assert.Equal(expected, Step(GoldenCase.Load(name)[name], threads: 7));
    }

    // Weights and running statistics after one step: 24 images are more than a block, so that threads share them.
    private static byte[] Step(GoldenCase golden, int threads)
    {
        using var workers = new WorkerPool(threads);
        Network network = golden.BuildNetwork();
        var options = new SgdOptions { LearningRate = 0.05, Momentum = 0.9f, Nesterov = true, WeightDecay = 5e-4f };
        Optimizer optimizer = options.Create(network);
        var pass = new TrainingPass(network, batchSize: 24, golden.LabelSmoothing, golden.Seed, workers);
        byte[] before = Bytes(network.Values);
        pass.Run(new GoldenBatch(golden, firstSample: 0, 24), golden.Epoch);
        optimizer.Step(pass.Gradients, options.LearningRate);
        Assert.NotEqual(before, Bytes(network.Values));
        return [.. Bytes(network.Values), .. Bytes(network.BufferValues)];
    }

    private static byte[] Gradients(GoldenCase golden, int bits, WorkerPool workers)
    {
        var pass = new TrainingPass(
            golden.BuildNetwork(), golden.Batch, golden.LabelSmoothing, golden.Seed, workers, KernelSets.OfWidth(bits));
        pass.Run(golden.BuildBatch(), golden.Epoch);
        return Bytes(pass.Gradients);
    }

    // Every source of randomness, every kind of sum over a batch, and a last batch that is smaller than the others.
    private static (byte[] Weights, double[] Losses) Train(ulong seed, int threads, AugmentationOptions? augmentation = null)
    {
        var network = new Network(
            new NetworkDefinition(
                new Shape(1, 28, 28),
                new Conv2d(6, 3, padding: 1), new ReLU(), new BatchNorm2d(), new Dropout2d(0.1f), new MaxPool2d(2),
                new Residual(new Conv2d(6, 3, padding: 1, groups: 6), new BatchNorm2d(), new ReLU()),
                // Enough channels for Winograd.
                new Conv2d(32, 3, padding: 1), new ReLU(), new Conv2d(32, 3), new ReLU(),
                new Conv2d(10, 3, stride: 2), new ReLU(), new AvgPool2d(2), new Dropout(0.1f), new AdaptiveAvgPool2d(),
                new Flatten(), new Linear(10)),
            seed);
        var recipe = new Recipe
        {
            Epochs = 2,
            BatchSize = 40,
            Optimizer = new SgdOptions { LearningRate = 0.05, Momentum = 0.9f, WeightDecay = 1e-4f },
            Schedule = new OneCycleLR(),
            Augmentation = augmentation ?? new AugmentationOptions(RotationDegrees: 10, ShiftPixels: 1),
            LabelSmoothing = 0.1f,
        };
        using var trainer = new Trainer(network, recipe, Digits, new TrainerOptions(seed, threads));
        TrainingResult result = trainer.Run();

        Assert.Equal(TrainingStatus.Completed, result.Status);
        return ([.. Bytes(network.Values), .. Bytes(network.BufferValues)], [.. result.Epochs.SelectMany(one => new[] { one.Training.Loss, one.Evaluated.Loss })]);
    }

    private static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();
}
