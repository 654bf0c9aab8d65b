using System.Runtime.InteropServices;
using Thimble.Export.Onnx;

namespace Thimble.Tests.Export.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public static TheoryData<string> Names => [.. ExportedNetworks.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_has_a_maker_a_reader_and_a_shape(string name)
    {
        foreach (OnnxOptions options in (OnnxOptions[])[new(), new(Fold: true, NormalizesPixels: false)])
        {
            ProtobufMessage model = Write(ExportedNetworks.Create(name), options);
            ProtobufMessage graph = model.Message(7);
            ProtobufMessage[] nodes = [.. graph.Messages(1)];
            string[] tensors = [.. graph.Messages(5).Select(tensor => tensor.Text(8))];
            string input = graph.Message(11).Text(1);
            Assert.Equal(options.NormalizesPixels ? "pixels" : "image", input);
            Assert.Equal("logits", graph.Message(12).Text(1));

            var known = new HashSet<string>([input, .. tensors]);
            Assert.Equal(tensors.Length + 1, known.Count);
            foreach (ProtobufMessage node in nodes)
            {
                Assert.All(node.Texts(1), value => Assert.Contains(value, known));
                Assert.True(known.Add(node.Text(2)), node.Text(2));
            }

            string[] read = [.. nodes.SelectMany(node => node.Texts(1)), "logits"];
            Assert.Empty(known.Except(read));
            string[] shaped = [.. graph.Messages(13).Select(value => value.Text(1)), "logits"];
            Assert.Equal(nodes.Select(node => node.Text(2)), shaped);
            Assert.Equal(nodes.Length, nodes.Select(node => node.Text(3)).Distinct().Count());
        }
    }

    [Fact]
    public void The_file_says_its_versions_and_what_it_is()
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        ProtobufMessage model = Write(trained, new());

        Assert.Equal([8], model.Integers(1));
        Assert.Equal([17], model.Message(8).Integers(2));
        Assert.Equal("", model.Message(8).Text(1));
        Assert.Contains("classes=[\"0\", \"1\"", string.Join('\n', model.Messages(14).Select(entry => $"{entry.Text(1)}={entry.Text(2)}")), StringComparison.Ordinal);
        ProtobufMessage graph = model.Message(7);
        Assert.Equal("batch,1,28,28", ShapeOf(graph.Message(11)));
        Assert.Equal("batch,10", ShapeOf(graph.Message(12)));
        Assert.Equal("batch,10,1,1", ShapeOf(graph.Messages(13).Last()));
        Assert.DoesNotContain(graph.Messages(1), node => node.Text(4).Contains("Dropout", StringComparison.Ordinal));
    }

    [Fact]
    public void Tensors_are_the_networks_own_and_shared_ones_are_there_once()
    {
        TrainedNetwork trained = ExportedNetworks.Create("shared");
        Dictionary<string, ProtobufMessage> tensors = Write(trained, new(NormalizesPixels: false)).Message(7).Messages(5).ToDictionary(tensor => tensor.Text(8));

        Assert.Equal(
            trained.Network.Parameters.Select(parameter => parameter.Name).Concat(trained.Network.Buffers.Select(buffer => buffer.Name)).Order(),
            tensors.Keys.Order());
        foreach (Parameter parameter in trained.Network.Parameters)
        {
            ProtobufMessage tensor = tensors[parameter.Name];
            Assert.Equal(parameter.Dimensions.Select(dimension => (long)dimension), tensor.Integers(1));
            Assert.Equal([1], tensor.Integers(2));
            Assert.True(trained.Network.ValuesOf(parameter).SequenceEqual(MemoryMarshal.Cast<byte, float>(tensor.Bytes(9).Single())));
        }
    }

    [Fact]
    public void Operators_have_their_options()
    {
        ProtobufMessage[] nodes = [.. Write(ExportedNetworks.Create("every kind"), new()).Message(7).Messages(1)];

        Assert.Equal(
            [
                "Mul", "Add", "BatchNormalization", "Conv", "Relu", "BatchNormalization", "Conv", "BatchNormalization", "Relu", "Conv", "Add", "Relu",
                "MaxPool", "AveragePool", "BatchNormalization", "Relu", "Flatten", "Gemm", "Relu", "Gemm",
            ],
            nodes.Select(node => node.Text(4)));
        Assert.Equal(1e-3f, nodes[2].Message(5).Single(2));
        Assert.Equal("kernel_shape=3,3; strides=2,2; pads=1,1,1,1; group=2", OptionsOf(nodes[3]));
        Assert.Equal("kernel_shape=3,3; strides=2,2; pads=1,1,1,1", OptionsOf(nodes[12]));
        Assert.Equal("kernel_shape=2,2; strides=1,1; pads=1,1,1,1; count_include_pad=1", OptionsOf(nodes[13]));
        Assert.Equal("axis=1", OptionsOf(nodes[16]));
        Assert.Equal("transB=1", OptionsOf(nodes[17]));
        Assert.Equal(2, nodes[17].Texts(1).Count());
        Assert.Equal(3, nodes[19].Texts(1).Count());
    }

    [Theory]
    [InlineData("part 3", "", "0.4", "0.3")]
    [InlineData("three colours", "3,1,1", "[0.3, 0.43333334, 0.5666667]", "[0.2, 0.3, 0.4]")]
    public void Pixels_are_normalized_by_one_number_or_by_one_a_channel(string name, string dimensions, string mean, string deviation)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        Normalization normalization = trained.Description.Normalization;
        ProtobufMessage model = Write(trained, new());
        Dictionary<string, ProtobufMessage> tensors = model.Message(7).Messages(5).ToDictionary(tensor => tensor.Text(8));
        Dictionary<string, string> metadata = model.Messages(14).ToDictionary(entry => entry.Text(1), entry => entry.Text(2));

        Assert.Equal(dimensions, string.Join(',', tensors["normalization.factor"].Integers(1)));
        Assert.Equal(dimensions, string.Join(',', tensors["normalization.addend"].Integers(1)));
        Assert.Equal(normalization.StandardDeviations.Select(one => 1 / (255 * one)), Numbers("normalization.factor"));
        Assert.Equal(normalization.Means.Zip(normalization.StandardDeviations, (one, other) => -one / other), Numbers("normalization.addend"));
        Assert.Equal((mean, deviation), (metadata["mean"], metadata["standard_deviation"]));

        float[] Numbers(string tensor) => MemoryMarshal.Cast<byte, float>(tensors[tensor].Bytes(9).Single()).ToArray();
    }

    [Fact]
    public void It_says_how_many_normalizations_remain()
    {
        string path = Path.Combine(_folder, "a.onnx");

        OnnxSummary summary = OnnxFile.Write(ExportedNetworks.Create("part 3"), path, new(Fold: true));

        Assert.Equal(new(File.ReadAllBytes(path).Length, 9, 4), summary);
    }

    private ProtobufMessage Write(TrainedNetwork trained, OnnxOptions options)
    {
        string path = Path.Combine(_folder, "a.onnx");
        OnnxFile.Write(trained, path, options);
        return new(File.ReadAllBytes(path));
    }

    private static string ShapeOf(ProtobufMessage value) => string.Join(
        ',', value.Message(2).Message(1).Message(2).Messages(1).Select(dimension => dimension.Texts(2).SingleOrDefault() ?? $"{dimension.Integers(1).Single()}"));

    private static string OptionsOf(ProtobufMessage node) => string.Join("; ", node.Messages(5).Select(attribute =>
        $"{attribute.Text(1)}={string.Join(',', attribute.Integers(20).Single() == 7 ? attribute.Integers(8) : attribute.Integers(3))}"));
}
