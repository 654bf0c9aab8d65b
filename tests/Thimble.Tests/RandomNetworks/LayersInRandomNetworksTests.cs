using System.Text.Json;
using Thimble.Diagnosis;
using Thimble.Graph;
using Thimble.Layers;
using Thimble.Options;
using Thimble.Tests.Golden;
using Thimble.Training;

namespace Thimble.Tests.RandomNetworks;

/// <summary>What is said of layers without computing them: files, shapes, costs, traits, tables, findings.</summary>
public sealed class LayersInRandomNetworksTests
{
    [Fact]
    public void Every_kind_of_layer_occurs_with_different_values_of_every_option()
    {
        ILookup<Type, Layer> layers = NetworkSet.All().SelectMany(network => Flattened(network.Layers)).ToLookup(layer => layer.GetType());
        foreach (OptionSchema<Layer> schema in LayerKinds.All.Schemas)
        {
            Layer[] all = [.. layers[schema.Type]];
            Assert.True(all.Length > 0, $"No random network has a {schema.Kind}.");
            foreach (Option option in schema.Options.Where(option => !option.IsFixed))
            {
                int values = all.Select(layer => ValueOf(schema, layer, option.Key)).Distinct().Count();
                Assert.True(values > 1, $"Every {schema.Kind} of the random networks has the same {option.Key}.");
            }
        }
    }

    [Fact]
    public void Structures_come_back_equal_from_a_weights_file() => NetworkSet.Check(random =>
    {
        NetworkDescription description = random.Trained().Description;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        NetworkDescriptionJson.AddTo(metadata, description);
        NetworkDescription back = NetworkDescriptionJson.FindIn(metadata)!;

        Assert.Equal(random.Input, back.Definition.Input);
        Assert.Equal(random.Layers, new LayerList([.. back.Definition.Layers.Select(layer => layer.Layer)]));
    });

    [Fact]
    public void A_layer_on_paper_is_the_layer_in_the_network() => NetworkSet.Check(random =>
    {
        NetworkDefinition definition = random.Definition();
        foreach (ResolvedLayer layer in definition.AllLayers())
        {
            Assert.Equal(layer.Output, layer.Layer.OutputShape(layer.Input));
            Assert.Equal(layer.Flattened().Sum(one => one.MultiplyAdds), layer.Layer.MultiplyAdds(layer.Input));
            Assert.Equal(layer.Output, definition.Graph.ShapeOf(layer.Value));
        }

        Assert.Equal(definition.MultiplyAdds, definition.Graph.Nodes.Sum(node => node.Operation.MultiplyAdds(definition.Graph.ShapeOf(node.Inputs[0]), node.Output)));
        Assert.Equal(definition.Output, definition.Graph.Output);
    });

    [Fact]
    public void What_traits_say_is_what_layers_compute() => NetworkSet.Check(random => AssertTraits(random), every: 3);

    [Fact]
    public void Findings_and_tables_can_be_made_of_any_network() => NetworkSet.Check(random =>
    {
        NetworkDefinition definition = random.Definition();
        var recipe = new Recipe { Epochs = 3, BatchSize = random.Batch, Optimizer = new SgdOptions { LearningRate = 0.1, WeightDecay = random.Number % 2 * 1e-3 } };
        Assert.All(NetworkDiagnosis.Of(definition, recipe, new Budget(0.99, 1000, 2)), finding => Assert.NotEmpty(finding.Title));
        int layers = definition.AllLayers().Count();
        foreach (bool wide in (bool[])[false, true])
        {
            string table = SummaryTable.Render(definition, wide);
            Assert.All(Enumerable.Range(1, layers), number => Assert.Contains($"-{number} ", table, StringComparison.Ordinal));
        }
    });

    private static IEnumerable<Layer> Flattened(IEnumerable<Layer> layers) =>
        layers.SelectMany(layer => layer.Parts.SelectMany(part => Flattened(part.Layers)).Append(layer));

    private static string ValueOf(OptionSchema<Layer> schema, Layer layer, string key)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            schema.Write(layer, new JsonOptionWriter(json), withDefaults: true);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.TryGetProperty(key, out JsonElement value) ? value.GetRawText() : "";
    }

    // Each layer by itself, with two inputs of its own and the middle between them.
    private static void AssertTraits(RandomNetwork random)
    {
        foreach (ResolvedLayer layer in random.Definition().AllLayers())
        {
            LayerTraits traits = layer.Traits;
            Layer alone = layer.Layer;
            Network network = (random with { Input = layer.Input, Layers = new(alone) }).Build();
            double[] first = Values(network, layer.Input, 1);
            double[] second = Values(network, layer.Input, 2);
            double[] middle = Values(network, layer.Input, between: true);
            double error = Closeness.Norm([.. middle.Select((value, i) => value - ((first[i] + second[i]) / 2))]);
            if (traits.IsLinear)
                Assert.True(error <= 1e-9 * (1 + Closeness.Norm(middle)), $"{alone} says that it is linear, but the middle of two inputs is off by {error:e1}");
            Assert.True(!traits.CutsAtZero || first.All(value => value >= 0), $"{alone} says that it cuts at zero");
            Assert.Equal(traits.HasBias, alone.Parameters(layer.Input).Any(parameter => parameter.Kind == ParameterKind.Bias) && traits.HasWeights);
            Assert.Equal(traits.Normalizes, alone.Buffers(layer.Input).Count > 0);
            if (traits.WhyRepeatingIsIdle is not null && !traits.Normalizes)
                AssertIdempotent(network, first);
        }
    }

    private static void AssertIdempotent(Network network, double[] once)
    {
        Shape shape = network.Definition.Output;
        double[] twice = Definition(network).Forward(Tensor(shape, once)).Values;
        Assert.Equal(once, twice);
    }

    private static double[] Values(Network network, Shape input, int which = 0, bool between = false)
    {
        double[] Draw(int place) => [.. Enumerable.Range(0, input.Size).Select(i => (double)new KeyedRandom(9, 0, 0, place).Uniform(i, -4, 4))];
        double[] values = between ? [.. Draw(1).Zip(Draw(2), (a, b) => (a + b) / 2)] : Draw(which);
        return Definition(network).Forward(Tensor(input, values)).Values;
    }

    private static GraphDefinition Definition(Network network)
    {
        var numbers = new DefinitionNumbers(isTraining: false, seed: 0, epoch: 0, []);
        foreach (GraphTensor tensor in network.Definition.Graph.Tensors)
            numbers[tensor] = Closeness.Widen(network.ValuesOf(tensor));
        return new(network.Definition.Graph, numbers);
    }

    private static Tensor4 Tensor(Shape shape, double[] values) => new(1, shape.Channels, shape.Height, shape.Width) { Values = values };
}
