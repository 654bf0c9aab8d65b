using Thimble.Graph;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.RandomNetworks;

/// <summary>
/// What a network computes by its definition in double precision, and how far rounding to single precision may lead from
/// it: the definition is run again with random errors of rounding's size after each operation, forward and backward, and
/// the distance to the exact run is the measure. (Monte Carlo arithmetic: Parker, 1997.)
/// </summary>
/// <remarks>
/// The errors follow each operation's own terms and not only its result, so what cancels is seen: the gradient of a bias
/// before a normalization is 0, and its tolerance is that of the sum of the numbers that cancel. A network in which an
/// error flips the sign in a ReLU or the winner of a maximum has no tolerance, and nothing is said of it.
/// </remarks>
internal sealed class RoundingOracle
{
    // A float is rounded by up to 2⁻²⁴. A sum of some hundred products, or Winograd's transforms, add up to some 16 of these.
    private const double Unit = 1.0 / (1 << 20);
    // Two runs estimate the error of a small tensor badly, and errors that all have one sign, as in a long sum of equal numbers,
    // do not average out as random ones do. A wrong formula is off by thousands of tolerances.
    private const double Allowance = 8;
    private const int Runs = 2;

    private readonly Dictionary<string, (double[] Exact, double Tolerance)> _values = new(StringComparer.Ordinal);

    private RoundingOracle(Dictionary<string, double[]> exact, IReadOnlyList<Dictionary<string, double[]>> noisy)
    {
        foreach ((string name, double[] numbers) in exact)
        {
            double distance = noisy.Max(run => Distance(numbers, run[name]));
            _values.Add(name, (numbers, Allowance * (distance + (Unit * Closeness.Norm(numbers)))));
        }
    }

    /// <summary>Whether most compared tensors have a tolerance of more than a hundredth of their norm: such a check says little.</summary>
    public bool IsLoose => 2 * _values.Values.Count(one => one.Tolerance > 0.01 * Closeness.Norm(one.Exact)) > _values.Count;

    /// <summary>Runs a batch in training; null if a decision is too close.</summary>
    public static RoundingOracle? OfTraining(Network network, RandomBatch batch, ulong seed, float labelSmoothing) =>
        Of(noise => Train(network, batch, seed, labelSmoothing, noise));

    /// <summary>Runs a batch in evaluation.</summary>
    public static RoundingOracle OfEvaluation(Network network, RandomBatch batch)
    {
        // Without a gradient a decision that flips changes nothing by more than the error that flips it.
        Dictionary<string, double[]> Run(int noise)
        {
            DefinitionNumbers numbers = Numbers(network, isTraining: false, seed: 0, []);
            return new() { ["logits"] = new NoisyGraph(network.Definition.Graph, numbers, noise).Forward(Input(network, batch)).Values };
        }

        return new(Run(0), [.. Enumerable.Range(1, Runs).Select(Run)]);
    }

    /// <summary>Asserts that numbers are the exact ones but for rounding.</summary>
    public void AssertClose(string name, ReadOnlySpan<float> actual, string what)
    {
        (double[] exact, double tolerance) = _values[name];
        double error = Distance(exact, Closeness.Widen(actual));
        Assert.True(error <= tolerance, $"{what}: {name} is off by {error:e2}, where rounding explains {tolerance:e2}; its norm is {Closeness.Norm(exact):e2}");
    }

    /// <summary>Asserts that every gradient and running statistic is the exact one but for rounding.</summary>
    public void AssertTraining(Network network, ReadOnlySpan<float> gradients, ReadOnlySpan<float> statistics, string what)
    {
        foreach (GraphTensor tensor in network.Definition.Graph.Tensors)
        {
            ReadOnlySpan<float> numbers = (tensor.IsStatistic ? statistics : gradients).Slice(network.OffsetOf(tensor), tensor.Count);
            AssertClose(tensor.Name, numbers, what);
        }
    }

    private static RoundingOracle? Of(Func<int, (Dictionary<string, double[]> Values, NoisyGraph Graph)> run)
    {
        (Dictionary<string, double[]> exact, NoisyGraph graph) = run(0);
        var noisy = new List<Dictionary<string, double[]>>();
        for (int i = 1; i <= Runs; i++)
        {
            (Dictionary<string, double[]> values, NoisyGraph other) = run(i);
            if (!other.DecidesLike(graph))
                return null;
            noisy.Add(values);
        }

        return new(exact, noisy);
    }

    private static (Dictionary<string, double[]> Values, NoisyGraph Graph) Train(
        Network network, RandomBatch batch, ulong seed, float labelSmoothing, int noise)
    {
        DefinitionNumbers numbers = Numbers(network, isTraining: true, seed, batch.Indices);
        var graph = new NoisyGraph(network.Definition.Graph, numbers, noise);
        Tensor4 output = graph.Forward(Input(network, batch));
        graph.Backward(output with { Values = CrossEntropyReference.Gradient(output.Values, batch.Labels, labelSmoothing) });
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["logits"] = output.Values,
            ["loss"] = [CrossEntropyReference.Loss(output.Values, batch.Labels, labelSmoothing)],
        };
        foreach (GraphTensor tensor in network.Definition.Graph.Tensors)
            values.Add(tensor.Name, tensor.IsStatistic ? numbers[tensor] : numbers.GradientOf(tensor));
        return (values, graph);
    }

    private static Tensor4 Input(Network network, RandomBatch batch)
    {
        Shape shape = network.Definition.Input;
        return new(batch.Count, shape.Channels, shape.Height, shape.Width)
        {
            Values = [.. Enumerable.Range(0, batch.Count).SelectMany(batch.Image).Select(pixel => (double)pixel)],
        };
    }

    private static DefinitionNumbers Numbers(Network network, bool isTraining, ulong seed, int[] samples)
    {
        var numbers = new DefinitionNumbers(isTraining, seed, epoch: 1, samples);
        foreach (GraphTensor tensor in network.Definition.Graph.Tensors)
            numbers[tensor] = Closeness.Widen(network.ValuesOf(tensor));
        return numbers;
    }

    private static double Distance(double[] first, double[] second)
    {
        Assert.Equal(first.Length, second.Length);
        double squares = 0;
        for (int i = 0; i < first.Length; i++)
            squares += (first[i] - second[i]) * (first[i] - second[i]);
        return double.IsNaN(squares) ? double.PositiveInfinity : Math.Sqrt(squares);
    }

    /// <summary>A graph computed by its operations' definitions, each result with an error of rounding's size.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="numbers">The tensors' numbers.</param>
    /// <param name="noise">Which errors; 0 for none.</param>
    private sealed class NoisyGraph(NetworkGraph graph, DefinitionNumbers numbers, int noise)
    {
        private readonly Tensor4[] _values = new Tensor4[graph.Nodes.Count];
        private readonly List<double[]> _decisions = [];
        private Tensor4? _image;

        public Tensor4 Forward(Tensor4 image)
        {
            _image = image;
            for (int i = 0; i < _values.Length; i++)
            {
                Operation operation = graph.Nodes[i].Operation;
                Tensor4[] inputs = InputsOf(i);
                _values[i] = Rounded(i, operation.Forward(numbers, inputs), operation, inputs);
                if (DecisionsOf(operation, inputs[0], _values[i]) is { } decisions)
                    _decisions.Add(decisions);
            }

            return graph.Result == NetworkGraph.InputValue ? image : _values[graph.Result];
        }

        public void Backward(Tensor4 outputGradient)
        {
            double smallest = 1.0 / outputGradient.Samples;
            var gradients = new Dictionary<int, Tensor4> { [graph.Result] = Noisy(-1, outputGradient, _ => smallest) };
            for (int i = _values.Length - 1; i >= 0; i--)
            {
                if (!gradients.TryGetValue(i, out Tensor4? gradient))
                    continue;
                Operation operation = graph.Nodes[i].Operation;
                Tensor4[] inputs = InputsOf(i);
                IReadOnlyList<Tensor4> parts = operation.Backward(numbers, inputs, gradient);
                for (int part = 0; part < parts.Count; part++)
                {
                    Tensor4 rounded = RoundedGradient(i, parts[part], operation, inputs[0], gradient);
                    int to = graph.Nodes[i].Inputs[part];
                    gradients[to] = gradients.TryGetValue(to, out Tensor4? sum) ? sum.Plus(rounded) : rounded;
                }
            }
        }

        /// <summary>Whether every ReLU and every maximum decides as another run's.</summary>
        public bool DecidesLike(NoisyGraph other) =>
            _decisions.Zip(other._decisions).All(pair => pair.First.Zip(pair.Second).All(two => Math.Abs(two.First - two.Second) < 1e-3));

        private Tensor4[] InputsOf(int node) => [.. graph.Nodes[node].Inputs.Select(value => value == NetworkGraph.InputValue ? _image! : _values[value])];

        // The slope where a function bends; for a maximum, a number that tells who won.
        private static double[]? DecisionsOf(Operation operation, Tensor4 input, Tensor4 output) => operation switch
        {
            Pointwise { Function: var function } => [.. (function.IsDerivativeOfOutput ? output : input).Values.Select(function.Derivative)],
            MaximumPool { Window: var window } => MaximumPoolDefinition.Backward(
                input, window, output with { Values = [.. Enumerable.Range(0, output.Values.Length).Select(i => 1.0 + i)] }).Values,
            _ => null,
        };

        private Tensor4 Rounded(int node, Tensor4 value, Operation operation, Tensor4[] inputs)
        {
            switch (operation)
            {
                case Reshape or MaximumPool or Pointwise { Function: Rectifier or NegativePart }:
                    return value;
                case Mask or Pointwise { Function: LeakyRectifier }:
                    return Noisy(node, value, _ => 0);
                case BatchNormalization one:
                    (double[] mean, double[] factors) = MapOf(one, inputs[0]);
                    return Noisy(node, value, i =>
                    {
                        int channel = i / value.PlaneSize % value.Channels;
                        return ((Math.Abs(inputs[0].Values[i]) + Math.Abs(mean[channel])) * Math.Abs(factors[channel])) + Math.Abs(numbers[one.Shift][channel]);
                    });
                default:
                    double size = Closeness.Norm(value.Values) / Math.Sqrt(value.Values.Length);
                    return Noisy(node, value, _ => size);
            }
        }

        private Tensor4 RoundedGradient(int node, Tensor4 part, Operation operation, Tensor4 input, Tensor4 outputGradient)
        {
            int key = node + _values.Length;
            switch (operation)
            {
                case Reshape or Add or Pointwise { Function: Rectifier or NegativePart }:
                    return part;
                case Mask or Pointwise { Function: LeakyRectifier }:
                    return Noisy(key, part, _ => 0);
                case BatchNormalization one:
                    // factor · (g − Σ g / n − x̂ · Σ g·x̂ / n): three terms that may cancel, where there are few numbers altogether.
                    (double[] mean, double[] factors) = MapOf(one, input);
                    double[] inverses = [.. factors.Select((factor, channel) => factor / numbers[one.Scale][channel])];
                    Tensor4 normalized = input.Select((x, channel) => (x - mean[channel]) * inverses[channel]);
                    double count = (double)input.Samples * input.PlaneSize;
                    double[] sums = outputGradient.ChannelSums();
                    double[] products = outputGradient.Times(normalized).ChannelSums();
                    return Noisy(
                        key,
                        part,
                        i =>
                        {
                            int channel = i / part.PlaneSize % part.Channels;
                            return Math.Abs(factors[channel])
                                * (Math.Abs(outputGradient.Values[i]) + ((Math.Abs(sums[channel]) + Math.Abs(normalized.Values[i] * products[channel])) / count));
                        },
                        keepsZeros: false);
                default:
                    double size = Closeness.Norm(part.Values) / Math.Sqrt(part.Values.Length);
                    return Noisy(key, part, _ => size);
            }
        }

        private (double[] Mean, double[] Factors) MapOf(BatchNormalization operation, Tensor4 input)
        {
            (double[] mean, double[] variance) = numbers.IsTraining
                ? NormalizationDefinition.Statistics(input)
                : (numbers[operation.Mean], numbers[operation.Variance]);
            return (mean, [.. variance.Select((one, channel) => numbers[operation.Scale][channel] / Math.Sqrt(one + operation.Eps))]);
        }

        // Forward, equal numbers have equal errors: what is computed from the same numbers stays a tie. 0 has none, as a sum of zeros.
        private Tensor4 Noisy(int key, Tensor4 value, Func<int, double> terms, bool keepsZeros = true)
        {
            if (noise == 0)
                return value;
            var random = new KeyedRandom((ulong)noise, epoch: 0, key + 1, place: 0);
            double[] values = new double[value.Values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                double number = value.Values[i];
                int draw = key >= 0 && key < _values.Length ? number.GetHashCode() : i;
                values[i] = keepsZeros && number == 0 ? 0 : number + (Unit * (Math.Abs(number) + terms(i)) * random.Uniform(draw, -1, 1));
            }

            return value with { Values = values };
        }
    }
}
