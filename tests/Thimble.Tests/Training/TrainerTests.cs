using Thimble.Diagnosis.Probes;
using Thimble.Engine;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 200, testCount: 60, seed: 9);

    private static readonly NetworkDefinition Definition = new(
        new Shape(1, 28, 28),
        new Conv2d(6, 3, stride: 2), new ReLU(), new BatchNorm2d(), new Dropout2d(0.1f), new MaxPool2d(2),
        new Conv2d(8, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));

    [Fact]
    public void Training_learns_and_every_epoch_presents_every_image_once()
    {
        var network = new Network(Definition, seed: 1);

        TrainingResult result = Train(network, Recipe(epochs: 8, rate: 0.05));

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.Equal(8, result.Epochs.Count);
        Assert.All(result.Epochs, epoch => Assert.Equal(200, epoch.Training.Count));
        Assert.All(result.Epochs, epoch => Assert.Equal(6, epoch.LastBatch));
        Assert.True(result.Final!.Training.Loss < result.Epochs[0].Training.Loss - 0.2);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_says_where_and_keeps_the_last_good_weights()
    {
        var network = new Network(Definition, seed: 1);
        var good = new LastWeights();
        var poisoned = Recipe(epochs: 5, rate: 0.01) with { Schedule = new ExplodingSchedule(FromStep: 10) };

        TrainingResult result = Train(network, poisoned, good);

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Single(result.Epochs);
        Assert.Matches(@"^the loss was \S+ in epoch 2, batch \d; the weights of epoch 1 are kept; try a lower learning rate$", result.Reason);
        Assert.Equal(good.Values, network.Values.ToArray());
        Assert.All(network.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.All(network.BufferValues.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(2, 0.9)]
    public void An_evaluation_that_is_not_finite_ends_the_run_with_the_weights_before_it(int epoch, double? average)
    {
        var network = new Network(Definition, seed: 1);
        float[] first = network.Values.ToArray();
        var good = new LastWeights();
        // The last step of the epoch: no further batch shows what it did.
        Recipe poisoned = Recipe(epochs: 3, rate: 0.01) with { Schedule = new ExplodingSchedule((7 * epoch) - 1), WeightAverageDecay = average };

        TrainingResult result = Train(network, poisoned, good);

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Equal(epoch - 1, result.Epochs.Count);
        string kept = epoch > 1 ? $"the weights of epoch {epoch - 1} are kept" : "no epoch was completed";
        Assert.Equal($"the loss on the test images was NaN after epoch {epoch}; {kept}; try a lower learning rate", result.Reason);
        Assert.Equal(epoch > 1 ? good.Values : first, network.Values.ToArray());
    }

    [Theory]
    [InlineData("0.bias", float.NegativeInfinity, "the weights were not all finite")]
    [InlineData("2.running_var", float.PositiveInfinity, "the running statistics were not all finite")]
    [InlineData("2.running_var", float.NaN, "the loss on the test images was NaN")]
    public void A_number_that_is_not_finite_ends_the_run_though_no_output_may_show_it(string tensor, float value, string problem)
    {
        var network = new Network(Definition, seed: 1);

        // −∞ before a ReLU becomes 0, and so does what is divided by ∞.
        TrainingResult result = Train(network, Recipe(epochs: 1, rate: 1e-6), new Poison(network, tensor, value));

        Assert.Equal($"{problem} after epoch 1; no epoch was completed; try a lower learning rate", result.Reason);
        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.All(network.Values.ToArray().Concat(network.BufferValues.ToArray()), number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public void A_cancelled_run_keeps_the_last_epochs_weights()
    {
        using var cancellation = new CancellationTokenSource();
        var network = new Network(Definition, seed: 1);
        var good = new LastWeights { CancelIn = (Epoch: 2, Batch: 3, cancellation) };

        TrainingResult result = Train(network, Recipe(epochs: 5, rate: 0.05), good, cancellation.Token);

        Assert.Equal(TrainingStatus.Cancelled, result.Status);
        Assert.Equal("stopped in epoch 2, after 128 images; the weights of epoch 1 are kept", result.Reason);
        Assert.Equal(good.Values, network.Values.ToArray());
    }

    [Fact]
    public void An_average_of_the_weights_is_evaluated_and_kept_in_their_place()
    {
        Recipe recipe = Recipe(epochs: 3, rate: 0.05);
        var plain = new Network(Definition, seed: 1);
        var averaged = new Network(Definition, seed: 1);

        TrainingResult plainResult = Train(plain, recipe);
        TrainingResult averagedResult = Train(averaged, recipe with { WeightAverageDecay = 0.9 });

        // The training itself is the same; what is evaluated is not.
        Assert.Equal(plainResult.Final!.Training, averagedResult.Final!.Training);
        Assert.NotEqual(plain.Values.ToArray(), averaged.Values.ToArray());
        using var evaluator = new Evaluator(averaged, threads: 1);
        Assert.Equal(averagedResult.Final.Evaluated, evaluator.Evaluate(Digits.Evaluated, Digits.Normalization));
    }

    [Fact]
    public void An_average_mixes_by_its_decay_and_swaps_back()
    {
        var network = new Network(Definition, seed: 1);
        network.Values.Fill(1);
        var average = new WeightAverage(network, decay: 0.5f);
        network.Values.Fill(2);
        average.Update(); // decay (1 + 1) / (10 + 1) is less than 0.5
        double expected = (2.0 / 11) + (2 * 9.0 / 11);

        average.Swap();
        Assert.All(network.Values.ToArray(), value => Assert.Equal(expected, value, tolerance: 1e-6));
        average.Swap();
        Assert.All(network.Values.ToArray(), value => Assert.Equal(2, value));
    }

    [Fact]
    public void The_last_epoch_shows_the_images_as_they_are_where_nothing_is_left_of_the_augmentation()
    {
        Recipe recipe = Recipe(epochs: 3, rate: 0.05) with { Augmentation = new(RotationDegrees: 20, FinalShare: 0) };
        var batches = new ShuffledBatches(Digits.Train, Digits.Normalization, recipe, seed: 1);

        Assert.False(ShowsPlainImage(1));
        Assert.False(ShowsPlainImage(2));
        Assert.True(ShowsPlainImage(3));

        unsafe bool ShowsPlainImage(int epoch)
        {
            float[] shown = new float[Digits.Train.ImageShape.Size];
            float[] plain = new float[shown.Length];
            batches.StartEpoch(epoch);
            batches.MoveTo(0);
            fixed (float* shownPointer = shown, plainPointer = plain)
            {
                batches.WriteImage(0, shownPointer, stride: 1);
                new NormalizedPixels(Digits.Normalization, Digits.Train.ImageShape).Write(Digits.Train.Pixels(batches.SampleIndex(0)), plainPointer, stride: 1);
            }

            return shown.Zip(plain).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5f);
        }
    }

    public static TheoryData<AugmentationOptions> Augmentations =>
    [
        new AugmentationOptions(7, 1, 0.1f, 3),
        new AugmentationOptions { HorizontalFlip = true, CropBorder = 2, Cutout = 4 },
        new AugmentationOptions(7) { Brightness = 0.2f, Contrast = 0.2f, Mixup = 0.2f, Cutmix = 1 },
    ];

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void A_warm_step_allocates_nothing(AugmentationOptions augmentation)
    {
        var network = new Network(Definition, seed: 1);
        Recipe recipe = Recipe(epochs: 1, rate: 0.05) with { Augmentation = augmentation };
        // One worker: then all the work is on this thread, whose allocations can be told from other tests'.
        using var workers = new WorkerPool(1);
        var pass = new TrainingPass(network, recipe.BatchSize, labelSmoothing: 0.1f, seed: 1, workers);
        var optimizer = recipe.Optimizer.Create(network);
        var batches = new ShuffledBatches(Digits.Train, Digits.Normalization, recipe, seed: 1);
        var average = new WeightAverage(network, decay: 0.9f);

        void Step(int batch)
        {
            batches.MoveTo(batch);
            pass.Run(batches, epoch: 1);
            optimizer.Step(pass.Gradients, 0.05);
            average.Update();
        }

        batches.StartEpoch(1);
        for (int i = 0; i < batches.BatchCount; i++)
            Step(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < batches.BatchCount; i++)
            Step(i);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Memory_is_reserved_for_the_images_that_there_are_whatever_the_batch()
    {
        Assert.InRange(Reserved(batchSize: 65_536), 1, Reserved(Digits.Train.Count) * 1.1);

        static long Reserved(int batchSize)
        {
            Recipe recipe = Recipe(epochs: 1, rate: 0.1) with { BatchSize = batchSize };
            var options = new TrainerOptions(Threads: 1);
            using var worker = new WorkerPool(1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            using var trainer = new Trainer(new Network(Definition, seed: 1), recipe, Digits, options);
            UpdateProbe.Measure(new Network(Definition, seed: 1), recipe, Digits.Train, Digits.Normalization, worker);
            BatchStatisticsProbe.Measure(new Network(Definition, seed: 1), batchSize, Digits.Train, Digits.Normalization, worker);
            LearningRateFinder.Find(Definition, recipe, Digits, options, new() { Steps = LearningRateFinderOptions.FewestSteps });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Data_that_does_not_fit_the_network_is_refused()
    {
        var small = new NetworkDefinition(new Shape(1, 14, 14), new Flatten(), new Linear(10));
        var few = new NetworkDefinition(new Shape(1, 28, 28), new Flatten(), new Linear(4));

        Assert.Contains("images of [-1, 1, 14, 14]", Refused(small).Message, StringComparison.Ordinal);
        Assert.Contains("outputs 4 classes", Refused(few).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_too_large_for_memory_is_refused_by_name()
    {
        var wide = new NetworkDefinition(new Shape(1, 28, 28), new Conv2d(1000, 1), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));
        var network = new Network(wide, seed: 1);
        using var workers = new WorkerPool(1);

        var refused = Assert.Throws<InvalidInputException>(
            () => new TrainingPass(network, batchSize: 100_000, labelSmoothing: 0, seed: 1, workers));

        Assert.Contains("a batch of 100,000 images is too large for this network", refused.Message, StringComparison.Ordinal);
    }

    private static InvalidInputException Refused(NetworkDefinition definition) =>
        Assert.Throws<InvalidInputException>(() => Train(new Network(definition, seed: 1), Recipe(epochs: 1, rate: 0.1)));

    private static Recipe Recipe(int epochs, double rate) => new()
    {
        Epochs = epochs,
        BatchSize = 32,
        Optimizer = new SgdOptions { LearningRate = rate, Momentum = 0.9 },
    };

    private static TrainingResult Train(
        Network network, Recipe recipe, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        using var trainer = new Trainer(network, recipe, Digits, new TrainerOptions(Seed: 1, Threads: 2));
        return trainer.Run(observer, cancellation);
    }

    private sealed record ExplodingSchedule(int FromStep) : Schedule
    {
        public override double LearningRate(ScheduleStep step, double baseRate) => step.Step < FromStep ? baseRate : 1e30;
    }

    // Puts a number into a tensor after the last batch of an epoch.
    private sealed class Poison(Network network, string tensor, float value) : ITrainingObserver
    {
        public void OnBatch(in BatchProgress progress)
        {
            if (progress.Batch < progress.BatchCount - 1)
                return;
            if (network.Parameters.FirstOrDefault(parameter => parameter.Name == tensor) is { } parameter)
                network.ValuesOf(parameter)[0] = value;
            else
                network.ValuesOf(network.Buffers.First(buffer => buffer.Name == tensor))[0] = value;
        }
    }

    private sealed class LastWeights : ITrainingObserver
    {
        public float[] Values { get; private set; } = [];

        public (int Epoch, int Batch, CancellationTokenSource Source)? CancelIn { get; init; }

        public void OnBatch(in BatchProgress progress)
        {
            if (CancelIn is { } cancel && progress.Epoch == cancel.Epoch && progress.Batch == cancel.Batch)
                cancel.Source.Cancel();
        }

        public void OnEpoch(EpochResult epoch, Network network) => Values = network.Values.ToArray();
    }
}
