using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Tests.Kernels;
using Thimble.Training;

namespace Thimble.Tests.Golden;

/// <summary>The engine against PyTorch.</summary>
public sealed class EngineTests
{
    private const double Tolerance = 1e-4;
    private const string Part3Trace = "part 3 Nesterov";

    public static TheoryData<string> Layers => [.. GoldenCase.Load("layers").Keys];

    public static TheoryData<string> SmallTraces => [.. GoldenCase.Load("traces").Keys.Where(name => name != Part3Trace)];

    [Fact]
    public void PyTorch_has_computed_every_kind_of_layer()
    {
        HashSet<Type> there = [.. GoldenCase.Load("layers").Values.SelectMany(golden => golden.Definition.AllLayers()).Select(layer => layer.Layer.GetType())];
        Assert.Equal([], LayerKinds.All.Schemas.Where(schema => !there.Contains(schema.Type)).Select(schema => schema.Kind));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_kind_of_layer_computes_what_PyTorch_computes_at_every_register_width(string name)
    {
        GoldenCase golden = GoldenCase.Load("layers")[name];
        foreach (int bits in KernelSets.Widths)
            AssertAgrees(golden, KernelSets.OfWidth(bits), golden.Batch);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_batch_smaller_than_the_one_before_it_leaves_no_trace_of_it(string name) =>
        AssertAgrees(GoldenCase.Load("layers")[name], KernelSet.Best, batchSize: 64);

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_kind_of_layer_computes_the_same_whichever_steps_are_fused(string name)
    {
        GoldenCase golden = GoldenCase.Load("layers")[name];
        AssertAgrees(golden, KernelSet.Best, fusions: []);
        foreach (Fusion left in Fusions.All)
            AssertAgrees(golden, KernelSet.Best, fusions: [.. Fusions.All.Where(fusion => fusion != left)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_networks_of_the_assignment_compute_what_PyTorch_computes(int part) =>
        AssertAgrees(GoldenCase.Load($"part{part}")[$"part {part}"], KernelSet.Best);

    [Theory]
    [InlineData("resnet8")]
    [InlineData("dscnn")]
    public void The_networks_of_MLPerf_Tiny_compute_what_PyTorch_computes(string name) => AssertAgrees(GoldenCase.Load(name)[name], KernelSet.Best);

    [Theory]
    [MemberData(nameof(SmallTraces))]
    public void Ten_steps_of_every_optimizer_are_those_of_PyTorch(string name)
    {
        GoldenCase golden = GoldenCase.Load("traces")[name];
        Network network = golden.BuildNetwork();
        TrainAlong(golden, network);

        new GoldenFigures(golden, Tolerance).AssertParameters("weights", network, Closeness.Widen(network.Values));
    }

    [Fact]
    public void Ten_steps_of_Part_3_are_those_of_PyTorch()
    {
        GoldenCase golden = GoldenCase.Load("traces")[Part3Trace];
        Network network = golden.BuildNetwork();
        double[] start = Closeness.Widen(network.Values);
        double[] expected = new GoldenFigures(golden, Tolerance).Parameters("weights", network);
        TrainAlong(golden, network);

        // Tensor by tensor a ReLU that hangs on the last bit would show: see tests/golden/README.md.
        double[] actual = Closeness.Widen(network.Values);
        double error = Distance(actual, expected);
        Assert.True(error <= Tolerance * Closeness.Norm(expected), $"the weights are off by {error / Closeness.Norm(expected):e1} of their norm");
        Assert.True(error <= 0.05 * Distance(expected, start), $"their change is off by {error / Distance(expected, start):e1}");
    }

    // Holds every step's loss, and the running statistics at the end, to PyTorch's.
    private static void TrainAlong(GoldenCase golden, Network network)
    {
        var figures = new GoldenFigures(golden, Tolerance);
        OptimizerOptions options = new GoldenOptimizer(golden).Options();
        Optimizer optimizer = options.Create(network);
        using var workers = new WorkerPool(2);
        var pass = new TrainingPass(network, golden.Batch, golden.LabelSmoothing, golden.Seed, workers);
        int steps = golden.Description.GetProperty("steps").GetInt32();
        Schedule schedule = golden.Name.StartsWith("one cycle", StringComparison.Ordinal) ? new OneCycleLR() : new ConstantSchedule();
        for (int i = 0; i < steps; i++)
        {
            figures.AssertLoss(i, pass.Run(golden.BuildBatch(3 * golden.Batch * i), golden.Epoch).Loss);
            var step = new ScheduleStep(i, steps, Epochs: 1);
            optimizer.Step(pass.Gradients, schedule.LearningRate(step, options.LearningRate), schedule.Momentum(step));
        }

        figures.AssertStatistics(network, Closeness.Widen(network.BufferValues));
    }

    private static double Distance(double[] a, double[] b) => Closeness.Norm([.. a.Zip(b, (x, y) => x - y)]);

    private static void AssertAgrees(GoldenCase golden, KernelSet kernels, int? batchSize = null, IReadOnlyList<Fusion>? fusions = null)
    {
        Network network = golden.BuildNetwork();
        var figures = new GoldenFigures(golden, Tolerance);
        GoldenBatch batch = golden.BuildBatch();
        using var workers = new WorkerPool(2);
        var pass = new TrainingPass(network, batchSize ?? golden.Batch, golden.LabelSmoothing, golden.Seed, workers, kernels, fusions);
        if (batchSize > golden.Batch)
            RunOther(pass, network, golden, batchSize.Value);

        BatchResult result = pass.Run(batch, golden.Epoch);
        figures.AssertLoss(result.Loss);
        Assert.Equal(golden.Description.GetProperty("correct").GetInt32(), result.Correct);
        figures.AssertTensor("logits", Closeness.Widen(pass.Logits()));
        figures.AssertParameters("gradient", network, Closeness.Widen(pass.Gradients));
        figures.AssertStatistics(network, Closeness.Widen(network.BufferValues));

        using var evaluator = new Evaluator(network.Definition.Graph, new TensorMemory(network, blocks: 0), workers, kernels, fusions ?? Fusions.All);
        figures.AssertTensor("evaluation", Closeness.Widen(evaluator.Logits(batch)));
    }

    // A full batch fills every lane and block with numbers of its own; the running statistics are then put back.
    private static void RunOther(TrainingPass pass, Network network, GoldenCase golden, int batchSize)
    {
        float[] statistics = network.BufferValues.ToArray();
        pass.Run(new GoldenBatch(golden, firstSample: 50_000, batchSize), golden.Epoch);
        statistics.CopyTo(network.BufferValues);
    }
}
