using System.Text.Json;
using Thimble.Layers;
using Thimble.Tests.Kernels.Reference;
using Thimble.Training;

namespace Thimble.Tests.Golden;

/// <summary>The optimizer of a trace: as options for the engine, and as references.</summary>
/// <param name="trace">The trace.</param>
internal sealed class GoldenOptimizer(GoldenCase trace)
{
    private readonly JsonElement _options = trace.Description.GetProperty("optimizer").GetProperty("options");
    private readonly string _kind = trace.Description.GetProperty("optimizer").GetProperty("kind").GetString()!;

    public double LearningRate => Option("lr", 0);

    private bool DecayEverything => trace.Description.GetProperty("decay_everything").GetBoolean();

    public OptimizerOptions Options() => _kind switch
    {
        "SGD" => new SgdOptions
        {
            LearningRate = (float)LearningRate,
            WeightDecay = (float)Option("weight_decay", 0),
            DecayBiases = DecayEverything,
            DecayNormalization = DecayEverything,
            Momentum = (float)Option("momentum", 0),
            Nesterov = Nesterov,
        },
        "Adam" => Adam(new AdamOptions { LearningRate = (float)LearningRate }),
        "AdamW" => Adam(new AdamWOptions { LearningRate = (float)LearningRate }),
        _ => throw new NotSupportedException($"no optimizer is called {_kind}"),
    };

    /// <summary>One step of the reference on one parameter: weights, gradients, rate.</summary>
    public Action<double[], double[], double> Reference(Parameter parameter)
    {
        double decay = DecayEverything || parameter.Kind == ParameterKind.Weight ? Option("weight_decay", DefaultDecay) : 0;
        return _kind == "SGD"
            ? new SgdReference(Option("momentum", 0), decay, Nesterov).Step
            : new AdamReference(Beta(0, 0.9), Beta(1, 0.999), Option("eps", 1e-8), decay, decoupled: _kind == "AdamW").Step;
    }

    private bool Nesterov => _options.TryGetProperty("nesterov", out JsonElement value) && value.GetBoolean();

    private double DefaultDecay => _kind == "AdamW" ? 0.01 : 0;

    private AdamOptions Adam(AdamOptions options) => options with
    {
        WeightDecay = (float)Option("weight_decay", DefaultDecay),
        DecayBiases = DecayEverything,
        DecayNormalization = DecayEverything,
        Beta1 = (float)Beta(0, 0.9),
        Beta2 = (float)Beta(1, 0.999),
        Eps = (float)Option("eps", 1e-8),
    };

    private double Option(string name, double otherwise) =>
        _options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private double Beta(int index, double otherwise) =>
        _options.TryGetProperty("betas", out JsonElement value) ? value[index].GetDouble() : otherwise;
}
