using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>
/// Follows the advice of findings: for each, a network or recipe that shows it and the same one mended, trained on the same images from the same
/// seeds. Prints whether the finding is there before and gone after, and what the advice is worth in test accuracy.
/// </summary>
internal static class AdviceExperiments
{
    private const double Target = 0.99;
    private static readonly Shape Image = new(1, 28, 28);

    public static void Run(int seeds, string only)
    {
        Console.WriteLine($"Synthetic digits, {seeds} seeds; test accuracy in %, difference in points with its standard error");
        Console.WriteLine();
        Console.WriteLine("| finding | advice followed | found before, after | before | after | difference |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Advice advice in All.Where(advice => advice.Id.Contains(only, StringComparison.Ordinal)))
        {
            Trained[] before = [.. Enumerable.Range(1, seeds).Select(seed => Train(advice.Before, advice.Id, seed))];
            Trained[] after = [.. Enumerable.Range(1, seeds).Select(seed => Train(advice.After, advice.Id, seed))];
            var difference = new SampleStatistics([.. after.Zip(before, (one, other) => 100 * (one.Accuracy - other.Accuracy))]);
            string error = difference.StandardDeviation is { } deviation ? $" ± {deviation / Math.Sqrt(seeds):0.00}" : "";
            Console.WriteLine(
                $"| {advice.Id} | {advice.Change} | {before.Count(run => run.IsFound)} of {seeds}, {after.Count(run => run.IsFound)} of {seeds} | "
                + $"{100 * before.Average(run => run.Accuracy):0.00} | {100 * after.Average(run => run.Accuracy):0.00} | {difference.Mean:+0.00;−0.00;0.00}{error} |");
        }
    }

    private static IEnumerable<Advice> All
    {
        get
        {
            Plan plain = new(Network(Convolution(8), Convolution(16)));
            Plan few = plain with { TrainingImages = 300, Epochs = 20 };
            yield return new("rate-never-falls", "a cosine, 6 epochs", plain, plain with { Schedule = new CosineAnnealingLR() });
            yield return new("rate-never-falls", "a cosine, 20 epochs", plain with { Epochs = 20 }, plain with { Epochs = 20, Schedule = new CosineAnnealingLR() });
            yield return new("rate-never-falls", "a cosine, 20 epochs, batches of 8", plain with { Epochs = 20, Batch = 8 }, plain with { Epochs = 20, Batch = 8, Schedule = new CosineAnnealingLR() });
            yield return new("learning-rate-low", "rate 0.02, not 0.0002", plain with { Rate = 0.0002 }, plain);
            yield return new("learning-rate-high", "rate 0.02, not 0.8", plain with { Rate = 0.8 }, plain);
            yield return new("rate-too-high", "a rate that falls to 0", plain with { Rate = 0.03, Batch = 8, Epochs = 12 }, plain with { Rate = 0.03, Batch = 8, Epochs = 12, Schedule = new CosineAnnealingLR() });
            yield return new("schedule-never-steps", "step after 4 of 6 epochs", plain with { Schedule = new StepLR(10) }, plain with { Schedule = new StepLR(4) });
            yield return new("rate-falls-early", "steps after 3 and 5 epochs, not 1 and 2", plain with { Schedule = new MultiStepLR([1, 2], 0.05) }, plain with { Schedule = new MultiStepLR([3, 5], 0.05) });
            yield return new("rate-peak-missed", "warm-up of 1 epoch, not 60", plain with { Schedule = new LinearLR(WarmupEpochs: 60) }, plain with { Schedule = new LinearLR(WarmupEpochs: 1) });
            yield return new("still-improving", "18 epochs instead of 6", plain with { Rate = 0.0005, Epochs = 6 }, plain with { Rate = 0.0005, Epochs = 18 });
            yield return new("under-fitting", "four times the channels", new(Network(Convolution(1), Convolution(2))), new(Network(Convolution(4), Convolution(8))));
            yield return new("over-fitting", "augmented images", few, few with { Augmentation = new(RotationDegrees: 10, ShiftPixels: 2, ScaleFraction: 0.1f) });
            yield return new("over-fitting", "2,000 training images, not 300", few, few with { TrainingImages = 2000, Epochs = 3 });
            yield return new("missing-normalization", "batch normalization after each convolution", new(Deep(normalized: false)), new(Deep(normalized: true)));
            yield return new("small-batch", "batches of 25, not 2", plain with { Batch = 2 }, plain);
            yield return new("variance-shift", "dropout after the last normalization", new(Network(Convolution(8), [new Conv2d(16, 3, bias: false), new Dropout2d(0.3f), new BatchNorm2d(), new ReLU(), new MaxPool2d(2)])), new(Network(Convolution(8), [new Conv2d(16, 3, bias: false), new BatchNorm2d(), new ReLU(), new MaxPool2d(2), new Dropout2d(0.3f)])));
            yield return new("missing-nonlinearity", "a ReLU between the two", new(Network(Convolution(8), [new Conv2d(16, 3, padding: 1), new Conv2d(16, 3), new ReLU()])) { Rate = 0.005 }, new(Network(Convolution(8), [new Conv2d(16, 3, padding: 1), new ReLU(), new Conv2d(16, 3), new ReLU()])) { Rate = 0.005 });
            yield return new("rectified-scores", "no ReLU after the last layer", new(Network(Convolution(8), Convolution(16), new ReLU())), plain);
            yield return new("dropped-scores", "no dropout after the last layer", new(Network(Convolution(8), Convolution(16), new Dropout(0.2f))), plain);
            yield return new("erasing-bottleneck", "dropout removed", new(Network(Convolution(8), [.. Convolution(1), new Dropout2d(0.3f), .. Convolution(16)])), new(Network(Convolution(8), [.. Convolution(1), .. Convolution(16)])));
            yield return new("early-pool", "a convolution first", new(new(Image, [new MaxPool2d(4), .. Convolution(8), .. Convolution(16), new Flatten(), new Linear(10)])), new(new(Image, [.. Convolution(8), new MaxPool2d(4), .. Convolution(16), new Flatten(), new Linear(10)])));
            Plan bare = new(Network(Bare(8), Bare(16))) { Rate = 0.1 };
            yield return new("dead-units", "rate 0.01, not 0.1", bare, bare with { Rate = 0.01 });
            yield return new("dead-units", "batch normalization", bare, plain with { Rate = 0.1 });
            yield return new("uneven-gradients", "batch normalization after each convolution", new(Deep(normalized: false)) { Epochs = 1 }, new(Deep(normalized: true)) { Epochs = 1 });
            yield return new("large-updates", "rate 0.03, not 0.5", plain with { Rate = 0.5 }, plain with { Rate = 0.03 });
            yield return new("stale-statistics", "18 epochs, not 1", plain with { TrainingImages = 250, Epochs = 1 }, plain with { TrainingImages = 250, Epochs = 18 });
            yield return new("stale-statistics", "momentum 0.1, not 0.001", new(Network(Normalized(8, 0.001f), Normalized(16, 0.001f))), plain);
            Plan long20 = plain with { Rate = 0.1, Batch = 8, Epochs = 20 };
            yield return new("stepped-late", "a step after 6 of 20 epochs, not 17", long20 with { Schedule = new MultiStepLR([17]) }, long20 with { Schedule = new MultiStepLR([6]) });
            yield return new("stepped-early", "a step after 5 of 8 epochs, not 2", plain with { Rate = 0.005, Epochs = 8, Schedule = new MultiStepLR([2], 0.05) }, plain with { Rate = 0.005, Epochs = 8, Schedule = new MultiStepLR([5], 0.05) });
            yield return new("unstable-finish", "averaged weights", plain with { Epochs = 12 }, plain with { Epochs = 12, WeightAverage = 0.98 });
            yield return new("unstable-finish", "a rate that falls to 0", plain with { Epochs = 12 }, plain with { Epochs = 12, Schedule = new CosineAnnealingLR() });
            yield return new("normalization-order", "batch normalization before ReLU, no bias", new(Network(Reversed(8), Reversed(16))), plain);
            yield return new("decayed-normalization", "scales and biases exempt from a decay of 0.01", plain with { Decay = 0.01 }, plain with { Decay = 0.01, DecaysNormalization = false });
            yield return new("redundant-bias", "`bias: false`", new(Network([new Conv2d(8, 3, padding: 1), new BatchNorm2d(), new ReLU(), new MaxPool2d(2)], Convolution(16))), plain);
        }
    }

    private static Trained Train(Plan plan, string id, int seed)
    {
        Dataset data = SyntheticDigits.Create(plan.TrainingImages, 2000);
        var recipe = new Recipe
        {
            Epochs = plan.Epochs,
            BatchSize = plan.Batch,
            Optimizer = new SgdOptions
            {
                LearningRate = plan.Rate,
                Momentum = 0.9,
                WeightDecay = plan.Decay,
                DecayBiases = plan.DecaysNormalization,
                DecayNormalization = plan.DecaysNormalization,
            },
            Schedule = plan.Schedule,
            Augmentation = plan.Augmentation,
            WeightAverageDecay = plan.WeightAverage,
        };
        var budget = new Budget(Accuracy: Target);
        var network = new Network(plan.Network, (ulong)seed);
        TrainingResult result;
        using (var trainer = new Trainer(network, recipe, data, new TrainerOptions((ulong)seed)))
            result = trainer.Run();
        // Without an epoch there is no accuracy to compare: what is as good as guessing.
        if (result.Epochs.Count == 0)
            return new(0.1, IsFound: false);
        TrainingStatistics statistics = NetworkProbe.Measure(network, recipe, data);
        var run = new TrainedRun(plan.Network, recipe, budget, result.Epochs, statistics)
        {
            Divergence = result.Status == TrainingStatus.Diverged ? result.Reason : null,
        };
        IReadOnlyList<Finding> findings = RunDiagnosis.Of(run, new(plan.Network, recipe, budget, statistics.Data));
        return new(result.Epochs[^1].Evaluated.Accuracy, findings.Any(finding => finding.Id == id));
    }

    private static NetworkDefinition Network(IReadOnlyList<Layer> first, IReadOnlyList<Layer> second, params Layer[] last) =>
        new(Image, [.. first, .. second, new Flatten(), new Linear(10), .. last]);

    private static Layer[] Convolution(int channels) => [new Conv2d(channels, 3, stride: 1, padding: 1, bias: false), new BatchNorm2d(), new ReLU(), new MaxPool2d(2)];

    private static Layer[] Normalized(int channels, float momentum) =>
        [new Conv2d(channels, 3, stride: 1, padding: 1, bias: false), new BatchNorm2d(momentum: momentum), new ReLU(), new MaxPool2d(2)];

    private static Layer[] Reversed(int channels) => [new Conv2d(channels, 3, stride: 1, padding: 1), new ReLU(), new BatchNorm2d(), new MaxPool2d(2)];

    private static Layer[] Bare(int channels) => [new Conv2d(channels, 3, stride: 1, padding: 1), new ReLU(), new MaxPool2d(2)];

    private static NetworkDefinition Deep(bool normalized)
    {
        IEnumerable<Layer> Part() => normalized ? [new Conv2d(8, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU()] : [new Conv2d(8, 3, padding: 1), new ReLU()];
        return new(Image, [.. Part(), new MaxPool2d(4), .. Enumerable.Range(0, 6).SelectMany(_ => Part()), new Flatten(), new Linear(10)]);
    }

    private sealed record Advice(string Id, string Change, Plan Before, Plan After);

    private sealed record Trained(double Accuracy, bool IsFound);

    private sealed record Plan(NetworkDefinition Network)
    {
        public int Epochs { get; init; } = 6;

        public int Batch { get; init; } = 25;

        public int TrainingImages { get; init; } = 1000;

        public double Rate { get; init; } = 0.02;

        public double Decay { get; init; }

        public bool DecaysNormalization { get; init; } = true;

        public double? WeightAverage { get; init; }

        public Schedule Schedule { get; init; } = new ConstantSchedule();

        public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;
    }
}
