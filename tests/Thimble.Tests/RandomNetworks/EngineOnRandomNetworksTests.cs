using Thimble.Engine;
using Thimble.Engine.Images;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Tests.Kernels;

namespace Thimble.Tests.RandomNetworks;

/// <summary>The engine on random networks, against the definition and against itself.</summary>
public sealed class EngineOnRandomNetworksTests : IDisposable
{
    private readonly WorkerPool _workers = new(2);

    // Every rule, none, and all but one.
    private static IEnumerable<(string Name, IReadOnlyList<Fusion> Rules)> Plans =>
    [
        ("all fusions", Fusions.All),
        ("no fusion", []),
        .. Fusions.All.Select(one => ($"without {one.Name}", (IReadOnlyList<Fusion>)[.. Fusions.All.Where(other => other != one)])),
    ];

    public void Dispose() => _workers.Dispose();

    [Fact]
    public void Training_computes_what_the_definition_says_whatever_is_fused()
    {
        int loose = 0;
        int skipped = NetworkSet.Check(random =>
        {
            bool isSaid = TrainsByDefinition(random, out bool isLoose);
            loose += isLoose ? 1 : 0;
            return isSaid;
        });

        // A decision on the edge of rounding is rare; and a tolerance that forgives everything would be no test.
        Assert.InRange(skipped, 0, Math.Max(2, NetworkSet.Count / 10));
        Assert.InRange(loose, 0, Math.Max(2, NetworkSet.Count / 10));
    }

    [Fact]
    public void Evaluation_computes_what_the_definition_says_to_the_same_bits_whatever_is_fused()
    {
        // The definition is slow, and what a block does with its lanes is the other tests' business.
        const int FewImages = 4;
        int loose = 0;
        NetworkSet.Check(random =>
        {
            Network network = random.Build();
            RandomBatch batch = (random with { Batch = Math.Min(random.Batch, 18) }).Samples(network.Definition);
            RandomBatch few = (random with { Batch = Math.Min(random.Batch, FewImages) }).Samples(network.Definition);
            float[] fused = Logits(network, batch, KernelSet.Best, Fusions.All);
            var oracle = RoundingOracle.OfEvaluation(network, few);
            oracle.AssertClose("logits", fused.AsSpan(0, few.Count * network.Definition.ClassCount), "evaluation");
            loose += oracle.IsLoose ? 1 : 0;
            // Each rule moves work to another step, which does the same arithmetic.
            foreach ((string name, IReadOnlyList<Fusion> rules) in Plans)
                TrainedBatch.AssertSame(fused, Logits(network, batch, KernelSet.Best, rules), name);
        });

        Assert.InRange(loose, 0, NetworkSet.Count / 10);
    }

    [Fact]
    public void One_image_alone_has_the_bits_that_it_has_in_a_block() => NetworkSet.Check(random => AssertAlone(random, KernelSet.Best));

    [Fact]
    public void Register_widths_and_threads_change_no_bit()
    {
        using var one = new WorkerPool(1);
        using var seven = new WorkerPool(7);
        NetworkSet.Check(
            random =>
            {
                TrainedBatch expected = TrainedBatch.Of(random, one);
                expected.AssertSame(TrainedBatch.Of(random, _workers), "two threads");
                expected.AssertSame(TrainedBatch.Of(random, seven), "seven threads");
                foreach (int bits in KernelSets.Widths)
                {
                    expected.AssertSame(TrainedBatch.Of(random, one, KernelSets.OfWidth(bits)), $"{bits} bits");
                    AssertAlone(random, KernelSets.OfWidth(bits));
                }
            },
            // Odd, and no multiple of 3: what a network is drawn with goes by its number's remainders by 2, 3 and 4.
            every: 5);
    }

    [Fact]
    public void Some_networks_use_Winograd_forward_and_for_the_weight_gradient()
    {
        (Convolution Operation, Shape Padded)[] convolutions =
        [
            .. NetworkSet.All().Select(random => random.Definition().Graph)
                .SelectMany(graph => graph.Nodes.Where(node => node.Operation is Convolution).Select(node => ((Convolution)node.Operation, graph.ShapeOf(node.Inputs[0]))))
                .Select(one => (one.Item1, one.Item1.Window.Padded(one.Item2))),
        ];

        Assert.Contains(convolutions, one => WinogradChoice.ForConvolution(one.Operation, one.Padded, one.Operation.OutChannels) is not null);
        Assert.Contains(convolutions, one => WinogradChoice.ForWeightGradient(one.Operation, one.Padded) is not null);
    }

    // Here the fused plan once took the sums of a flat vector's channels for those of the image.
    [Fact]
    public void A_bias_whose_vector_is_normalized_has_the_gradient_of_the_definition()
    {
        Layer[][] networks =
        [
            [new Conv2d(3, 3), new ReLU(), new Flatten(), new BatchNorm2d(), new Linear(4)],
            [new Conv2d(3, 3), new Flatten(), new ReLU(), new BatchNorm2d(), new Linear(4)],
            [new Conv2d(3, 3), new ReLU(), new Dropout(0), new Flatten(), new BatchNorm2d(), new Linear(4)],
            [new Conv2d(3, 3), new Flatten(), new Dropout(0), new ReLU(), new BatchNorm2d(), new Linear(4)],
            [new Conv2d(3, 3), new ReLU(), new Flatten(), new Dropout2d(0), new BatchNorm2d(), new Linear(4)],
            [new Conv2d(3, 3), new Flatten(), new BatchNorm2d(), new ReLU(), new Linear(4)],
            [new Conv2d(3, 3), new Flatten(), new Scale(), new ReLU(), new Linear(4)],
        ];
        foreach (Layer[] layers in networks)
        {
            var random = new RandomNetwork(Seed: 1, Number: 2, new(2, 6, 5), new(layers), Batch: 19);
            Assert.True(TrainsByDefinition(random, out bool isLoose), $"{random}: a decision is too close; take another seed");
            Assert.False(isLoose, $"{random}");
        }
    }

    private bool TrainsByDefinition(RandomNetwork random, out bool isLoose)
    {
        Network network = random.Build();
        isLoose = false;
        if (RoundingOracle.OfTraining(network, random.Samples(network.Definition), random.Seed, random.LabelSmoothing) is not { } oracle)
            return false;
        isLoose = oracle.IsLoose;
        TrainedBatch? fused = null;
        foreach ((string name, IReadOnlyList<Fusion> rules) in Plans)
        {
            TrainedBatch trained = TrainedBatch.Of(random, _workers, fusions: rules);
            oracle.AssertClose("logits", trained.Logits, name);
            oracle.AssertClose("loss", [(float)trained.Loss], name);
            oracle.AssertTraining(network, trained.Gradients, trained.Statistics, name);
            fused ??= trained;
            // A dropout's factor times scale and shift is rounded otherwise than its product with their result. All else is the same arithmetic.
            if (MasksInNormalizations(network, rules) == MasksInNormalizations(network, Fusions.All))
                TrainedBatch.AssertSame(fused.Logits, trained.Logits, name);
        }

        return true;
    }

    private static int MasksInNormalizations(Network network, IReadOnlyList<Fusion> rules) =>
        Plan.Of(network.Definition.Graph, isTraining: true, rules).Steps.Count(step => step.Epilogue.Mask is not null);

    private float[] Logits(Network network, RandomBatch batch, KernelSet kernels, IReadOnlyList<Fusion> rules)
    {
        using var evaluator = new Evaluator(network.Definition.Graph, new TensorMemory(network, blocks: 0), _workers, kernels, rules);
        return evaluator.Logits(batch);
    }

    private void AssertAlone(RandomNetwork random, KernelSet kernels)
    {
        Network network = random.Build();
        // Of one image the evaluator would make no block.
        RandomBatch batch = (random with { Batch = Math.Max(2, random.Batch) }).Samples(network.Definition);
        float[] inBlocks = Logits(network, batch, kernels, Fusions.All);
        var pass = SingleImagePass.Of(network, kernels);
        float[] alone = new float[network.Definition.ClassCount];
        pass.Prepare();
        for (int i = 0; i < Math.Min(batch.Count, 18); i++)
        {
            pass.Run(batch, i, alone);
            TrainedBatch.AssertSame(inBlocks.AsSpan(i * alone.Length, alone.Length), alone, $"image {i} alone");
        }
    }
}
