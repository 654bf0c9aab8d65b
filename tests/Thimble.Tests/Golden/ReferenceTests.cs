namespace Thimble.Tests.Golden;

/// <summary>The references against PyTorch: both compute in double precision, so they agree far below the engine's tolerance.</summary>
public sealed class ReferenceTests
{
    // The figures are kept in single precision.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Layers => [.. GoldenCase.Load("layers").Keys];

    // Part 3 takes the references too long, and they know no schedule.
    public static TheoryData<string> Traces => [.. GoldenCase.Load("traces").Keys.Where(name =>
        !name.StartsWith("part", StringComparison.Ordinal) && !name.StartsWith("one cycle", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_kind_of_layer_computes_what_PyTorch_computes(string name) => AssertAgrees(GoldenCase.Load("layers")[name]);

    [Theory]
    [MemberData(nameof(Traces))]
    public void Ten_steps_of_every_optimizer_are_those_of_PyTorch(string name)
    {
        GoldenCase golden = GoldenCase.Load("traces")[name];
        Network network = golden.BuildNetwork();
        var reference = new DefinitionNetwork(network, golden.Seed);
        var figures = new GoldenFigures(golden, Tolerance);
        var optimizer = new GoldenOptimizer(golden);
        var steps = network.Parameters.ToDictionary(parameter => parameter, optimizer.Reference);

        for (int i = 0; i < golden.Description.GetProperty("steps").GetInt32(); i++)
        {
            figures.AssertLoss(i, reference.Run(golden.BuildBatch(3 * golden.Batch * i), golden.Epoch, golden.LabelSmoothing));
            foreach ((Parameter parameter, Action<double[], double[], double> step) in steps)
            {
                var range = new Range(parameter.Offset, parameter.Offset + parameter.Count);
                double[] weights = reference.Values[range];
                step(weights, reference.Gradients[range], optimizer.LearningRate);
                weights.CopyTo(reference.Values, parameter.Offset);
            }
        }

        figures.AssertParameters("weights", network, reference.Values);
        figures.AssertStatistics(network, reference.Statistics);
    }

    private static void AssertAgrees(GoldenCase golden)
    {
        Network network = golden.BuildNetwork();
        var reference = new DefinitionNetwork(network, golden.Seed);
        var figures = new GoldenFigures(golden, Tolerance);
        GoldenBatch batch = golden.BuildBatch();

        figures.AssertLoss(reference.Run(batch, golden.Epoch, golden.LabelSmoothing));
        figures.AssertTensor("logits", reference.Logits);
        figures.AssertParameters("gradient", network, reference.Gradients);
        figures.AssertStatistics(network, reference.Statistics);
        figures.AssertTensor("evaluation", reference.Evaluate(batch));
    }
}
