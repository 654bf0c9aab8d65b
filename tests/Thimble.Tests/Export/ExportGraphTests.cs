using Thimble.Export;
using Thimble.Export.C;
using Thimble.Export.Onnx;
using Thimble.Graph;
using Thimble.Layers;
using Thimble.Tests.Golden;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Export;

public class ExportGraphTests
{
    public static TheoryData<string> Networks => [.. ExportedNetworks.Names];

    [Fact]
    public void The_networks_have_every_kind_of_layer() => Assert.Equal([], ExportedNetworks.KindsMissing);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_graph_computes_what_the_engine_computes_folded_or_not(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, 5);
        float[] logits = ExportedNetworks.Logits(trained, images);
        NetworkGraph graph = ExportGraph.Of(trained.Network);

        AssertClose(logits, Run(graph, trained, images));
        AssertClose(logits, Run(NormalizationFolding.Fold(graph, forward: false), trained, images));
        AssertClose(logits, Run(NormalizationFolding.Fold(graph, forward: true), trained, images));
    }

    [Theory]
    [InlineData("part 3", false, 9)]
    [InlineData("part 3", true, 4)]
    [InlineData("convolution, normalization, ReLU", false, 0)]
    [InlineData("residuals in residuals", true, 2)]
    [InlineData("shared", false, 1)]
    public void Normalizations_are_folded_where_nothing_changes_by_it(string name, bool forward, int remaining)
    {
        NetworkGraph folded = NormalizationFolding.Fold(ExportGraph.Of(ExportedNetworks.Create(name).Network), forward);

        Assert.Equal(remaining, folded.Nodes.Count(node => node.Operation is BatchNormalization));
    }

    [Fact]
    public void A_negative_factor_does_not_pass_a_maximum()
    {
        var definition = new NetworkDefinition(new(1, 6, 6), new Conv2d(2, 3), new ReLU(), new BatchNorm2d(), new MaxPool2d(2), new Conv2d(3, 2));
        var network = new Network(definition, seed: 1);

        Assert.Equal(0, Remaining());
        network.ValuesOf(network.Parameters.First(parameter => parameter.Name == "2.weight"))[1] = -1;
        Assert.Equal(1, Remaining());

        int Remaining() => NormalizationFolding.Fold(ExportGraph.Of(network), forward: true).Nodes
            .Count(node => node.Operation is BatchNormalization);
    }

    /// <summary>All numbers of the network are finite, but what a normalization comes to in single precision is not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_becomes_infinite_in_an_export_is_refused(bool isFolded)
    {
        Layer[] layers = isFolded ? [new Conv2d(2, 3), new BatchNorm2d(), new ReLU()] : [new MaxPool2d(2), new BatchNorm2d(), new ReLU()];
        var definition = new NetworkDefinition(new(isFolded ? 1 : 2, 6, 6), [.. layers, new Flatten(), new Linear(3)]);
        var network = new Network(definition, seed: 1);
        network.ValuesOf(network.Parameters.First(parameter => parameter.Name == "1.weight")).Fill(3e38f);
        network.ValuesOf(network.Buffers.First(buffer => buffer.Name == "1.running_var")).Clear();
        var trained = new TrainedNetwork(network, new NetworkDescription(definition, new(0, 1), "files", ["a", "b", "c"]));
        string folder = Directory.CreateTempSubdirectory("thimble-").FullName;
        try
        {
            Refused(() => CFiles.Write(trained, folder, new("net")));
            Refused(() => CFiles.Write(trained, folder, new("net", [new byte[definition.Input.Size], [.. Enumerable.Repeat((byte)9, definition.Input.Size)]])));
            if (isFolded)
                Refused(() => OnnxFile.Write(trained, Path.Combine(folder, "net.onnx"), new(Fold: true)));
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static void Refused(Func<object> export) => Assert.Contains("not finite", Assert.Throws<InvalidInputException>(export).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_tensor_is_one_instance_and_a_folded_one_is_not()
    {
        NetworkGraph graph = ExportGraph.Of(ExportedNetworks.Create("shared").Network);
        GraphTensor[] weights = [.. graph.Nodes.Select(node => node.Operation).OfType<Convolution>().Select(one => one.Weight)];

        Assert.Same(weights[1], weights[2]);
        Assert.Same(weights[1], weights[3]);
        Assert.NotSame(weights[0], weights[1]);
        GraphTensor[] folded =
        [
            .. NormalizationFolding.Fold(graph, forward: false).Nodes.Select(node => node.Operation)
                .OfType<Convolution>().Select(one => one.Weight),
        ];
        Assert.Equal(4, folded.Select(tensor => tensor.Name).Distinct().Count());
        Assert.Same(weights[3], folded[3]);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_step_writes_where_a_later_one_still_reads(string name)
    {
        var program = CPlan.Of(ExportGraph.Of(ExportedNetworks.Create(name).Network));
        // Which value each number of the block belongs to, as the steps run.
        int?[] owners = new int?[program.MemorySize];
        Own(NetworkGraph.InputValue);
        foreach (CStep step in program.Steps)
        {
            Assert.All(step.Inputs, input => Assert.True(Owns(program.Unflattened(input)), $"{step.Name} reads {input}"));
            Own(step.Value);
        }

        void Own(int value) => Array.Fill(owners, value, program.PlaceOf(value), program.Graph.ShapeOf(value).Size);
        bool Owns(int value) => owners.AsSpan(program.PlaceOf(value), program.Graph.ShapeOf(value).Size).IndexOfAnyExcept(value) < 0;
    }

    [Fact]
    public void Memory_is_that_of_the_two_largest_neighbours() => Assert.Equal(
        (10 + 16) * 28 * 28, CPlan.Of(ExportGraph.Of(new Network(AssignmentNetworks.Part3, seed: 1))).MemorySize);

    // The sum and its ReLU take the place of the branch's output: there is never a third image of this size.
    [Fact]
    public void A_sum_and_what_follows_it_are_done_in_place()
    {
        var definition = new NetworkDefinition(
            new(4, 8, 8), new Residual(new Conv2d(4, 3, padding: 1)), new BatchNorm2d(), new ReLU(), new AdaptiveAvgPool2d(), new Flatten());

        Assert.Equal(2 * 4 * 8 * 8, CPlan.Of(ExportGraph.Of(new Network(definition, seed: 1))).MemorySize);
    }

    private static float[] Run(NetworkGraph graph, TrainedNetwork trained, ImageDataset images)
    {
        var numbers = new DefinitionNumbers(isTraining: false, seed: 0, epoch: 0, []);
        foreach (GraphTensor tensor in graph.Tensors)
            numbers[tensor] = Closeness.Widen(tensor.Values);
        var input = new Tensor4(images.Count, graph.Input.Channels, graph.Input.Height, graph.Input.Width)
        {
            Values = [.. ExportedNetworks.Normalized(trained, images).SelectMany(image => image).Select(pixel => (double)pixel)],
        };
        return [.. new GraphDefinition(graph, numbers).Forward(input).Values.Select(logit => (float)logit)];
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        float size = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second - pair.First, -1e-5f * size, 1e-5f * size));
    }
}
