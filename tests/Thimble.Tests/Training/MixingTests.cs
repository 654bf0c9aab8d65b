using Thimble.Engine;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>Mixup and CutMix within a batch: partners, targets, loss and what counts as correct.</summary>
public sealed unsafe class MixingTests
{
    private static readonly Shape Digit = new(1, 28, 28);
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 50, testCount: 10, seed: 5);

    [Fact]
    public void Loss_and_gradient_of_mixed_targets_agree_with_PyTorch()
    {
        foreach (GoldenLoss golden in GoldenAugmentation.Losses())
        {
            int samples = golden.Targets.Length;
            int classes = golden.Logits.Length / samples;
            AlignedArray<float> gradient = Block.Dirty(classes);
            double[] losses = new double[samples];
            CrossEntropy.Compute(
                Block.Of(Logits(golden.Logits, samples), unused: 5).Pointer, classes, golden.Targets, golden.Smoothing, scale: 1f / samples,
                gradient.Pointer, losses, new int[samples]);

            Assert.All(golden.Losses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Closeness.AssertClose(golden.Gradient, Block.Samples(gradient, samples), 1e-6, "gradient");
        }
    }

    [Fact]
    public void Each_image_is_mixed_with_the_one_before_it_and_the_first_with_the_last()
    {
        ShuffledBatches batches = Batches(new() { Mixup = 1 }, batchSize: 8, epoch: 1);
        batches.MoveTo(0);
        for (int i = 0; i < 8; i++)
        {
            int partner = (i + 7) % 8;
            var target = ((IBatchSource)batches).TargetOf(i);
            Assert.Equal((batches.Label(i), batches.Label(partner)), (target.Label, target.Other));
            float[] own = Written(batches, i, mixed: false);
            float[] other = Written(batches, partner, mixed: false);
            float[] result = Written(batches, i, mixed: true);
            for (int p = 0; p < result.Length; p++)
                Assert.Equal((own[p] * target.Share) + (other[p] * (1 - target.Share)), result[p], 1e-6f);
        }
    }

    [Fact]
    public void A_rectangle_of_the_partner_is_as_large_as_its_part_of_the_target()
    {
        ShuffledBatches batches = Batches(new() { Cutmix = 1 }, batchSize: 50, epoch: 2);
        batches.MoveTo(0);
        for (int i = 0; i < 50; i++)
        {
            MixDraw mix = batches.MixOf(i);
            PixelBox box = mix.Pasted!.Value;
            float[] own = Written(batches, i, mixed: false);
            float[] other = Written(batches, batches.PartnerOf(i), mixed: false);
            float[] result = Written(batches, i, mixed: true);
            int pasted = 0;
            for (int p = 0; p < result.Length; p++)
            {
                bool isInside = p % 28 >= box.Left && p % 28 < box.Left + box.Width && p / 28 >= box.Top && p / 28 < box.Top + box.Height;
                pasted += isInside ? 1 : 0;
                Assert.Equal(isInside ? other[p] : own[p], result[p]);
            }

            Assert.Equal(1 - (pasted / 784.0), batches.TargetOf(i).Share, 1e-6);
        }
    }

    [Fact]
    public void The_only_image_of_a_batch_stays_as_it_is()
    {
        ShuffledBatches batches = Batches(new() { Mixup = 1 }, batchSize: 7, epoch: 1);
        batches.MoveTo(7);
        Assert.Equal(1, batches.Count);
        Assert.Equal(Target.Of(batches.Label(0)), batches.TargetOf(0));
        Assert.Equal(Written(batches, 0, mixed: false), Written(batches, 0, mixed: true));
    }

    [Fact]
    public void Fewer_images_are_mixed_towards_the_end_where_the_final_share_is_low()
    {
        AugmentationOptions options = new AugmentationOptions(FinalShare: 0.25f) { Mixup = 0.5f, Cutmix = 0.5f };
        int[] mixed = [.. Enumerable.Range(1, 4).Select(epoch => Enumerable.Range(0, 4000).Count(sample =>
            !MixDraw.Of(options.AtEpoch(epoch, 4), new(1, epoch, sample, RandomPlace.Mixing), Digit).IsNone))];

        // 3 to 4 of 100 draws give λ = 1, or a rectangle of no pixels.
        Assert.All(mixed.Zip([1, 0.75, 0.5, 0.25]), pair => Assert.InRange(pair.First, 4000 * pair.Second * 0.9, 4000 * pair.Second * 1.03));
    }

    [Fact]
    public void With_both_each_image_draws_one_of_the_two()
    {
        AugmentationOptions options = new() { Mixup = 1, Cutmix = 1 };
        int pasted = Enumerable.Range(0, 4000).Count(sample => MixDraw.Of(options, new(1, 1, sample, RandomPlace.Mixing), Digit).Pasted is not null);
        Assert.InRange(pasted, 1880, 2120);
    }

    /// <summary>Beta(α, α) has mean ½ and variance 1 / (4 (2 α + 1)); of α = ½ its distribution is the arcsine's.</summary>
    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.2f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void Shares_follow_the_beta_distribution(float alpha)
    {
        double[] drawn = [.. Enumerable.Range(0, 20_000).Select(sample => (double)BetaDraw.Of(alpha, new(7, 1, sample, RandomPlace.Mixing), first: 4))];
        double variance = 1 / (4 * ((2 * alpha) + 1));

        Assert.All(drawn, share => Assert.InRange(share, 0, 1));
        Assert.Equal(0.5, drawn.Average(), 4 * Math.Sqrt(variance / drawn.Length));
        Assert.Equal(variance, drawn.Average(share => (share - 0.5) * (share - 0.5)), 0.003);
        if (alpha is 1 or 0.5f)
        {
            double[] sorted = [.. drawn.Order()];
            double distance = sorted.Select((share, rank) => Math.Abs(Distribution(share) - ((rank + 0.5) / sorted.Length))).Max();
            Assert.InRange(distance, 0, 1.63 / Math.Sqrt(sorted.Length)); // Kolmogorov and Smirnov, at 1%
        }

        double Distribution(double share) => alpha == 1 ? share : 2 / Math.PI * Math.Asin(Math.Sqrt(share));
    }

    [Fact]
    public void The_label_with_the_larger_share_counts_as_correct()
    {
        Assert.Equal(3, new Target(3, 5, 0.5f).Main);
        Assert.Equal(3, new Target(3, 5, 0.9f).Main);
        Assert.Equal(5, new Target(3, 5, 0.4f).Main);

        var definition = new NetworkDefinition(Digit, new Flatten(), new Linear(10));
        using var workers = new WorkerPool(1);
        ShuffledBatches batches = Batches(new() { Mixup = 1, Cutmix = 1 }, batchSize: 50, epoch: 1);
        batches.MoveTo(0);
        var pass = new TrainingPass(new Network(definition, seed: 1), batchSize: 50, labelSmoothing: 0, seed: 1, workers);
        BatchResult result = pass.Run(batches, epoch: 1);
        float[][] logits = [.. pass.Logits().Chunk(10)];
        int expected = Enumerable.Range(0, 50).Count(i => CrossEntropy.IndexOfLargest(logits[i]) == batches.TargetOf(i).Main);

        Assert.Equal(expected, result.Correct);
        Assert.Contains(Enumerable.Range(0, 50), i => batches.TargetOf(i).Main != batches.Label(i));
    }

    [Fact]
    public void An_infinite_loss_of_one_label_stays_infinite()
    {
        double[] losses = new double[1];
        AlignedArray<float> logits = Block.Of(Logits([0, double.NegativeInfinity], samples: 1), unused: 0);
        CrossEntropy.Compute(logits.Pointer, 2, [Target.Of(1)], smoothing: 0.1f, scale: 1, gradient: null, losses, new int[1]);
        Assert.Equal(double.PositiveInfinity, losses[0]);
    }

    private static Tensor4 Logits(double[] values, int samples)
    {
        var tensor = new Tensor4(samples, values.Length / samples, 1, 1);
        values.CopyTo(tensor.Values, 0);
        return tensor;
    }

    private static ShuffledBatches Batches(AugmentationOptions options, int batchSize, int epoch)
    {
        var recipe = new Recipe { Epochs = 4, BatchSize = batchSize, Optimizer = new SgdOptions { LearningRate = 0.1 }, Augmentation = options };
        var batches = new ShuffledBatches(Digits.Train, Digits.Normalization, recipe, seed: 1);
        batches.StartEpoch(epoch);
        return batches;
    }

    private static float[] Written(ShuffledBatches batches, int i, bool mixed)
    {
        float[] image = new float[784];
        fixed (float* pointer = image)
        {
            if (mixed)
                batches.WriteImage(i, pointer, stride: 1);
            else
                batches.WriteUnmixed(i, pointer, stride: 1);
        }

        return image;
    }
}
