using Thimble.Engine;
using Thimble.Engine.Images;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels;
using Thimble.Training;

namespace Thimble.Tests.Engine;

/// <summary>Whole networks with F(4×4, 3×3) where it pays: the same bits everywhere, and the figures of direct convolution but for rounding.</summary>
public sealed class TilesOfFourTests
{
    // Winograd4Tests has what one convolution rounds: some 1e-6 of the norm. Here it goes through up to eleven of them, each with
    // a normalization that makes the mean's digits the rounding's: Part 2's of one channel keep the least.
    private const double Tolerance = 5e-5;

    // Without ReLUs and maxima, which decide.
    private const double SmoothTolerance = 2e-5;

    // A decision that hangs on the last bits falls the other way in one of the 40 images, and so does all that follows from it: the
    // same happens with direct convolution when pixels are off by 1e-6 (docs/performance.md).
    private const double ToleranceOfDecisions = 2e-2;

    public static TheoryData<string> Networks => ["part 2", "part 3", "resnet8", "under10k"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_computes_what_it_computes_with_direct_convolution(string name)
    {
        GoldenCase golden = Case(name);
        Step direct = Step.Of(golden, Definition(name), Kernels(KernelSet.Best.RegisterBits, allowed: false), threads: 2);
        Step tiles = Step.Of(golden, Definition(name), Kernels(KernelSet.Best.RegisterBits, allowed: true), threads: 2);

        Assert.NotEqual(direct.Gradients, tiles.Gradients);
        Closeness.AssertClose(Closeness.Widen(direct.Logits), Closeness.Widen(tiles.Logits), Tolerance, "logits");
        Closeness.AssertClose(Closeness.Widen(direct.Evaluated), Closeness.Widen(tiles.Evaluated), Tolerance, "logits in evaluation");
        Closeness.AssertClose(Closeness.Widen(direct.Gradients), Closeness.Widen(tiles.Gradients), ToleranceOfDecisions, "gradients");
    }

    [Theory]
    [InlineData("part 2")]
    [InlineData("part 3")]
    [InlineData("under10k")]
    public void Without_ReLUs_and_maxima_every_gradient_is_that_of_direct_convolution(string name)
    {
        NetworkDefinition definition = Definition(name);
        var smooth = new NetworkDefinition(definition.Input, [.. definition.Layers.Select(one => Smooth(one.Layer))]);
        Step direct = Step.Of(Case(name), smooth, Kernels(KernelSet.Best.RegisterBits, allowed: false), threads: 2);
        Step tiles = Step.Of(Case(name), smooth, Kernels(KernelSet.Best.RegisterBits, allowed: true), threads: 2);

        Assert.NotEqual(direct.Gradients, tiles.Gradients);
        foreach (Parameter weight in new Network(smooth, seed: 3).Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight))
        {
            var range = new Range(weight.Offset, weight.Offset + weight.Count);
            Closeness.AssertClose(Closeness.Widen(direct.Gradients[range]), Closeness.Widen(tiles.Gradients[range]), SmoothTolerance, weight.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Any_register_width_and_number_of_threads_gives_the_same_bits(string name)
    {
        GoldenCase golden = Case(name);
        int widest = KernelSet.Best.RegisterBits;
        Step expected = Step.Of(golden, Definition(name), Kernels(widest, allowed: true), threads: 1);
        foreach ((int bits, int threads) in new[] { (widest, 2), (widest, 7), (128, 2) })
        {
            Step other = Step.Of(golden, Definition(name), Kernels(bits, allowed: true), threads);
            Assert.Equal(expected.Logits, other.Logits);
            Assert.Equal(expected.Gradients, other.Gradients);
            Assert.Equal(expected.Evaluated, other.Evaluated);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void One_image_alone_has_the_bits_that_it_has_in_a_block(string name)
    {
        GoldenCase golden = Case(name);
        var network = new Network(Definition(name), seed: 3);
        KernelSet kernels = Kernels(KernelSet.Best.RegisterBits, allowed: true);
        using var workers = new WorkerPool(1);
        using var evaluator = new Evaluator(network, workers, kernels);
        SingleImagePass alone = SingleImagePass.Of(network, kernels);
        var batch = new GoldenBatch(golden, firstSample: 0, count: 20);
        float[] inBlocks = evaluator.Logits(batch);
        float[] logits = new float[evaluator.Classes];
        alone.Prepare();
        for (int i = 0; i < batch.Count; i++)
        {
            alone.Run(batch, i, logits);
            Assert.Equal(inBlocks[(i * logits.Length)..((i + 1) * logits.Length)], logits);
        }
    }

    [Theory]
    [InlineData(8, 8, 28, 1, true, true)]
    [InlineData(7, 8, 28, 1, false, false)] // too few channels to pay for the transforms
    [InlineData(8, 7, 28, 1, false, false)]
    [InlineData(16, 16, 6, 0, true, false)] // one whole tile
    [InlineData(16, 16, 7, 0, false, false)] // 5×5: four tiles, of which little is needed
    [InlineData(16, 16, 11, 1, true, false)] // too few tiles for the weight gradient
    [InlineData(16, 16, 5, 0, false, false)] // smaller than a tile
    public void Tiles_of_four_are_used_where_they_were_measured_to_pay(int inputs, int outputs, int side, int padding, bool forward, bool weightGradient)
    {
        var definition = new NetworkDefinition(new Shape(inputs, side, side), new Conv2d(outputs, 3, padding: padding), new Flatten(), new Linear(10));
        Convolution convolution = definition.Graph.Nodes.Select(node => node.Operation).OfType<Convolution>().First();
        KernelSet allowed = Kernels(KernelSet.Best.RegisterBits, allowed: true);
        KernelSet direct = Kernels(KernelSet.Best.RegisterBits, allowed: false);

        Assert.Equal(forward, WinogradChoice.TilesOfFour(allowed, convolution, definition.Input, padding, outputs) is not null);
        Assert.Equal(weightGradient, WinogradChoice.TilesOfFourForWeightGradient(allowed, convolution, definition.Input) is not null);
        Assert.Null(WinogradChoice.TilesOfFour(direct, convolution, definition.Input, padding, outputs));
        Assert.Null(WinogradChoice.TilesOfFourForWeightGradient(direct, convolution, definition.Input));
    }

    private static KernelSet Kernels(int bits, bool allowed) => KernelSets.New(bits, allowed);

    // What it is fed with is another network's, whose images have the same shape.
    private static GoldenCase Case(string name) => name switch
    {
        "resnet8" => GoldenCase.Load("resnet8")["resnet8"],
        "part 2" => GoldenCase.Load("part2")["part 2"],
        _ => GoldenCase.Load("part3")["part 3"],
    };

    private static NetworkDefinition Definition(string name) => name == "under10k" ? Under10k : Case(name).Definition;

    private static Layer Smooth(Layer layer) => layer switch
    {
        ReLU => new SiLU(),
        MaxPool2d pool => new AvgPool2d(pool.KernelSize, pool.Stride, pool.Padding),
        _ => layer,
    };

    // As experiments/under10k.yaml has it: convolutions that are not padded, and a ReLU after the normalization.
    private static NetworkDefinition Under10k { get; } = new(
        new Shape(1, 28, 28),
        [
            .. Unbiased(10, padding: 0), .. Unbiased(12, padding: 0), new MaxPool2d(2),
            .. Unbiased(14, padding: 1), .. Unbiased(16, padding: 1), new MaxPool2d(2),
            .. Unbiased(16, padding: 0), .. Unbiased(18, padding: 0), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10),
        ]);

    private static Layer[] Unbiased(int channels, int padding) =>
        [new Conv2d(channels, 3, padding: padding, bias: false), new BatchNorm2d(), new ReLU()];

    // A training step of more than a block, so that threads share it, and the same images in evaluation.
    private sealed record Step(float[] Logits, float[] Gradients, float[] Evaluated)
    {
        public static Step Of(GoldenCase golden, NetworkDefinition definition, KernelSet kernels, int threads)
        {
            using var workers = new WorkerPool(threads);
            var network = new Network(definition, seed: 3);
            var pass = new TrainingPass(network, batchSize: 40, labelSmoothing: 0, seed: 3, workers, kernels);
            var batch = new GoldenBatch(golden, firstSample: 0, count: 40);
            pass.Run(batch, epoch: 1);
            using var evaluator = new Evaluator(network, workers, kernels);
            return new(pass.Logits(), pass.Gradients.ToArray(), evaluator.Logits(batch));
        }
    }
}
