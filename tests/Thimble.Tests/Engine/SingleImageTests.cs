using Thimble.Engine;
using Thimble.Engine.Images;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Engine;

/// <summary>One image at a time: the same logits as in blocks, to the bit.</summary>
public sealed class SingleImageTests
{
    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_kind_of_layer_gives_one_image_the_logits_that_it_has_in_a_block(int bits) =>
        Assert.All(GoldenCase.Load("layers").Values, golden => AssertSameInBlocks(golden, KernelSets.OfWidth(bits)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_networks_of_the_assignment_give_one_image_the_logits_that_it_has_in_a_block(int part) =>
        AssertSameInBlocks(GoldenCase.Load($"part{part}").Values.Single(), KernelSet.Best);

    [Fact]
    public void The_small_networks_of_the_assignment_use_direct_convolution_but_not_every_small_network_does()
    {
        var wide = new NetworkDefinition(
            new(1, 28, 28), new Conv2d(32, 3), new ReLU(), new Conv2d(32, 3), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));

        Assert.False(UsesWinograd(AssignmentNetworks.Part2));
        Assert.False(UsesWinograd(AssignmentNetworks.Part3));
        Assert.Equal(9_898, wide.ParameterCount);
        Assert.True(UsesWinograd(wide));
        Assert.True(UsesWinograd(AssignmentNetworks.Part1));
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
        SingleImagePass pass = SingleImagePass.Of(golden.BuildNetwork());
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

    private static void AssertSameInBlocks(GoldenCase golden, KernelSet kernels)
    {
        Network network = golden.BuildNetwork();
        SingleImagePass pass = SingleImagePass.Of(network, kernels);
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
            Assert.Equal(inBlocks[(i * classes)..((i + 1) * classes)], alone);
        }
    }

    private static bool UsesWinograd(NetworkDefinition network) => network.Graph.Nodes.Any(node => node.Operation is Convolution convolution
        && WinogradChoice.ForConvolution(convolution, convolution.Window.Padded(network.Graph.ShapeOf(node.Inputs[0])), convolution.OutChannels) is not null);
}
