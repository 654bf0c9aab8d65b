using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Files;

public sealed class NetworkWeightsTests : IDisposable
{
    private static readonly NetworkDefinition Small = new(
        new(1, 4, 4), new Conv2d(2, 3, padding: 1), new ReLU(), new BatchNorm2d(), new Flatten(), new Linear(3));

    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    private string File => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tensors_have_PyTorchs_names_and_shapes()
    {
        NetworkWeights.Save(new Network(Small, seed: 1), File, new Dictionary<string, string> { ["thimble.epoch"] = "3" });

        SafetensorsFile file = SafetensorsFile.Read(File);

        Assert.Equal(
            [
                "2.num_batches_tracked I64 []", "0.weight F32 [2,1,3,3]", "0.bias F32 [2]", "2.weight F32 [2]", "2.bias F32 [2]",
                "4.weight F32 [3,32]", "4.bias F32 [3]", "2.running_mean F32 [2]", "2.running_var F32 [2]",
            ],
            file.Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(',', tensor.Shape)}]"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("3", file.Metadata["thimble.epoch"]);
    }

    [Fact]
    public void What_is_saved_is_loaded_to_the_bit()
    {
        var saved = new Network(AssignmentNetworks.Part3, seed: 1) { BatchesTracked = 938 };
        saved.BufferValues[3] = 0.25f;
        NetworkWeights.Save(saved, File);
        var loaded = new Network(AssignmentNetworks.Part3, seed: 2);

        NetworkWeights.Load(loaded, File);

        Assert.True(saved.Values.SequenceEqual(loaded.Values));
        Assert.True(saved.BufferValues.SequenceEqual(loaded.BufferValues));
        Assert.Equal(938, loaded.BatchesTracked);
    }

    [Fact]
    public void A_shared_tensor_is_saved_once_and_loaded_under_either_name()
    {
        var shared = new NetworkDefinition(
            new(2, 4, 4), new Conv2d(2, 3, padding: 1, share: "a"), new ReLU(), new Conv2d(2, 3, padding: 1, share: "a"), new Flatten(), new Linear(3));
        NetworkWeights.Save(new Network(shared, seed: 1), File);
        SafetensorsFile file = SafetensorsFile.Read(File);
        Assert.Equal(["0.weight", "0.bias", "4.weight", "4.bias"], file.Tensors.Select(tensor => tensor.Name));

        // As PyTorch's state dict has it: once a layer.
        SafetensorsTensor[] twice = [.. file.Tensors, file.Tensors[0] with { Name = "2.weight" }, file.Tensors[1] with { Name = "2.bias" }];
        SafetensorsFile.Write(File, twice, new Dictionary<string, string>());
        var loaded = new Network(shared, seed: 2);
        NetworkWeights.Load(loaded, File);
        Assert.True(loaded.Values.SequenceEqual(new Network(shared, seed: 1).Values));

        twice[4] = twice[4] with { Data = new byte[twice[4].Data.Length] };
        SafetensorsFile.Write(File, twice, new Dictionary<string, string>());
        Assert.Contains(
            "'2.weight' differs from '0.weight', which the network shares between the two layers",
            Assert.Throws<InvalidInputException>(() => NetworkWeights.Load(loaded, File)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_weights_give_the_same_bytes()
    {
        NetworkWeights.Save(new Network(Small, seed: 1), File);
        byte[] first = System.IO.File.ReadAllBytes(File);
        NetworkWeights.Save(new Network(Small, seed: 1), File);

        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Another_networks_weights_are_refused_and_change_nothing()
    {
        NetworkWeights.Save(new Network(Small, seed: 1), File);
        Assert.Equal(Refusal("'4.weight' is [3, 32] where the network has [4, 32]"), Load(new Conv2d(2, 3, padding: 1), new ReLU(), new BatchNorm2d(), new Flatten(), new Linear(4)));
        Assert.Equal(Refusal("it lacks the tensor '3.weight'"), Load(new Conv2d(2, 3, padding: 1), new ReLU(), new BatchNorm2d(), new Conv2d(3, 4)));
        Assert.Equal(Refusal("it has a tensor '4.weight' that the network does not have"), Load(new Conv2d(2, 3, padding: 1), new ReLU(), new BatchNorm2d()));
    }

    [Fact]
    public void Changed_numbers_are_noticed()
    {
        NetworkWeights.Save(new Network(Small, seed: 1), File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Equal(
            $"{File}: not a sound safetensors file: the numbers have changed since they were written; use another copy, or train again",
            Assert.Throws<InvalidInputException>(() => NetworkWeights.Load(new Network(Small, seed: 1), File)).Message);
    }

    [Theory]
    [InlineData("0.weight", float.NaN, "holds what is not a number")]
    [InlineData("4.bias", float.PositiveInfinity, "holds an infinite number")]
    [InlineData("2.running_mean", float.NegativeInfinity, "holds an infinite number")]
    [InlineData("2.running_var", -0.5f, "holds a variance below 0")]
    public void Numbers_that_nothing_can_be_computed_with_are_refused(string tensor, float number, string problem)
    {
        var network = new Network(Small, seed: 1);
        NetworkWeights.Save(network, File);
        SafetensorsFile sound = SafetensorsFile.Read(File);
        BinaryPrimitives.WriteSingleLittleEndian(MemoryMarshal.AsMemory(sound.Tensors.First(one => one.Name == tensor).Data).Span[^sizeof(float)..], number);
        SafetensorsFile.Write(File, sound.Tensors, new Dictionary<string, string>());
        var loaded = new Network(Small, seed: 2);
        string expected = $"{File}: '{tensor}' {problem}, with which nothing can be computed: the training that made it has diverged; train again, with a lower learning rate";

        Assert.Equal(expected, Assert.Throws<InvalidInputException>(() => NetworkWeights.Load(loaded, File)).Message);
        ValuesOf(network, tensor)[^1] = number;
        Assert.Equal(expected, Assert.Throws<InvalidInputException>(() => NetworkWeights.Save(network, File)).Message);
        Assert.True(new Network(Small, seed: 2).Values.SequenceEqual(loaded.Values));
    }

    private static Span<float> ValuesOf(Network network, string tensor) => network.Parameters.FirstOrDefault(parameter => parameter.Name == tensor) is { } found
        ? network.ValuesOf(found)
        : network.ValuesOf(network.Buffers.First(buffer => buffer.Name == tensor));

    [Fact]
    public void Thousands_of_damaged_files_are_refused_or_harmless()
    {
        var network = new Network(Small, seed: 1);
        NetworkWeights.Save(network, File);
        byte[] sound = System.IO.File.ReadAllBytes(File);
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            System.IO.File.WriteAllBytes(File, FileDamage.Of(sound, new KeyedRandom(seed: 7, epoch: 0, sample: i, place: 0)));
            var loaded = new Network(Small, seed: 2);
            float[] untouched = loaded.Values.ToArray();
            try
            {
                NetworkWeights.Load(loaded, File);
                // What is not refused was damaged in text beside the weights, and only there.
                Assert.True(network.Values.SequenceEqual(loaded.Values), $"case {i}");
            }
            catch (InvalidInputException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
                Assert.StartsWith(File, error.Message, StringComparison.Ordinal);
                Assert.True(loaded.Values.SequenceEqual(untouched), $"case {i}");
            }
        }

        Assert.InRange(refused, 3600, 4000);
    }

    private string Refusal(string problem) =>
        $"{File}: these are another network's weights: {problem}; use the experiment they were trained with";

    private string Load(params Layer[] layers)
    {
        var network = new Network(new NetworkDefinition(new(1, 4, 4), layers), seed: 2);
        float[] untouched = network.Values.ToArray();
        string message = Assert.Throws<InvalidInputException>(() => NetworkWeights.Load(network, File)).Message;
        Assert.True(network.Values.SequenceEqual(untouched));
        return message;
    }
}
