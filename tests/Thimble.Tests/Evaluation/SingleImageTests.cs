using Thimble.Data;
using Thimble.Evaluation;
using Thimble.Execution;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Networks;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Evaluation;

/// <summary>One image at a time, a lane a position: the same logits as in blocks, to the bit where no layer goes Winograd's way.</summary>
public sealed class SingleImageTests
{
    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_kind_of_layer_gives_one_image_the_logits_that_it_has_in_a_block(int bits)
    {
        int compared = GoldenCase.Load("layers").Values.Count(golden => IsSameInBlocks(golden, KernelSets.OfWidth(bits)));

        // Strided convolutions and residuals go the usual way.
        Assert.InRange(compared, 20, 42);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_networks_of_the_assignment_give_one_image_the_logits_that_it_has_in_a_block(int part) =>
        Assert.True(IsSameInBlocks(GoldenCase.Load($"part{part}").Values.Single(), KernelSet.Best));

    [Fact]
    public void The_small_networks_of_the_assignment_go_the_direct_way_but_not_every_small_network_does()
    {
        var wide = new NetworkDefinition(
            new(1, 28, 28), new Conv2d(32, 3), new ReLU(), new Conv2d(32, 3), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));

        Assert.DoesNotContain(AssignmentNetworks.Part2.AllLayers(), GoesWinogradsWay);
        Assert.DoesNotContain(AssignmentNetworks.Part3.AllLayers(), GoesWinogradsWay);
        Assert.Equal(9_898, wide.ParameterCount);
        Assert.Contains(wide.AllLayers(), GoesWinogradsWay);
    }

    [Fact]
    public void Weights_and_statistics_that_have_changed_are_seen()
    {
        Network network = GoldenCase.Load("part3").Values.Single().BuildNetwork();
        Dataset digits = SyntheticDigits.Create(trainCount: 10, testCount: 10);
        using var evaluator = new Evaluator(network, threads: 1);
        ImageDataset one = digits.Evaluated.Take(1);
        float[] before = evaluator.Logits(one, digits.Normalization);
        Assert.Equal(before, evaluator.Logits(one, digits.Normalization));

        network.Values[0] += 1;
        float[] otherWeights = evaluator.Logits(one, digits.Normalization);
        network.BufferValues[0] += 1;

        Assert.NotEqual(before, otherWeights);
        Assert.NotEqual(otherWeights, evaluator.Logits(one, digits.Normalization));
    }

    [Fact]
    public void An_image_allocates_nothing_once_the_pass_is_made()
    {
        GoldenCase golden = GoldenCase.Load("part3").Values.Single();
        SingleImagePass pass = SingleImagePass.Create(golden.BuildNetwork())!;
        Dataset digits = SyntheticDigits.Create(trainCount: 10, testCount: 10);
        var batch = new DatasetBatch(digits.Evaluated, digits.Normalization);
        float[] logits = new float[10];
        pass.Prepare();
        pass.Run(batch, sample: 0, logits);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            pass.Run(batch, sample: i, logits);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool IsSameInBlocks(GoldenCase golden, KernelSet kernels)
    {
        Network network = golden.BuildNetwork();
        if (SingleImagePass.Create(network, kernels) is not { } pass)
            return false;
        GoldenBatch batch = golden.BuildBatch();
        using var workers = new WorkerPool(1);
        using var evaluator = new Evaluator(network, workers, kernels);
        int classes = evaluator.Classes;
        float[] inBlocks = evaluator.Logits(batch);
        float[] alone = new float[classes];
        pass.Prepare();
        for (int i = 0; i < batch.Count; i++)
        {
            pass.Run(batch, i, alone);
            AssertSame(inBlocks[(i * classes)..((i + 1) * classes)], alone, exactly: !golden.Definition.AllLayers().Any(GoesWinogradsWay));
        }

        return true;
    }

    private static void AssertSame(float[] expected, float[] actual, bool exactly)
    {
        if (exactly)
            Assert.Equal(expected, actual);
        else
            Closeness.AssertClose(Closeness.Widen(expected), Closeness.Widen(actual), 1e-5, "logits");
    }

    private static bool GoesWinogradsWay(ResolvedLayer layer) =>
        layer.Layer is Conv2d convolution
        && WinogradChoice.ForConvolution(
            convolution,
            convolution.WindowOn(layer.Input).Padded(layer.Input),
            convolution.OutChannels) is not null;
}
