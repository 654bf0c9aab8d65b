using System.Buffers.Binary;
using Thimble.Layers;

namespace Thimble.Tests.Files;

/// <summary>State dicts as people have them: other names, other types, more and fewer tensors.</summary>
public sealed class StateDictTests : IDisposable
{
    // Two convolutions of one shape, and two normalizations.
    private static readonly NetworkDefinition Definition = new(
        new(1, 4, 4), new Conv2d(2, 3, padding: 1), new BatchNorm2d(), new ReLU(), new Conv2d(2, 3, padding: 1), new BatchNorm2d(), new Conv2d(2, 3, padding: 1),
        new Flatten(), new Linear(3));

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["0"] = "conv1",
        ["1"] = "bn1",
        ["3"] = "conv2",
        ["4"] = "bn2",
        ["5"] = "conv10",
        ["7"] = "fc",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    private string File => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("module._orig_mod.model.net.")]
    public void What_wrappers_put_before_the_names_is_left_out(string prefix)
    {
        string done = Load(name => prefix + name);
        Assert.Equal($"left out what stands before the network's names ('{prefix}0.weight' is '0.weight')", done);
    }

    [Fact]
    public void A_wrapper_around_a_part_is_left_out_too() =>
        Assert.StartsWith("left out what stands before", Load(name => name.StartsWith('4') ? $"4.module.{name[2..]}" : name), StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_names_are_matched_by_shape_and_by_their_numbers(bool isSorted)
    {
        string done = Load(name => $"module.{Rename(name)}", isSorted);
        Assert.StartsWith("matched by shape and order, since its names are not the network's: ", done, StringComparison.Ordinal);
        Assert.Contains("'module.conv1' is '0', 'module.bn1' is '1', 'module.conv2' is '3', 'module.bn2' is '4' and 2 more", done, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_without_numbers_are_matched_by_the_order_in_which_they_were_saved()
    {
        string[] words = ["stem", "norm", "", "middle", "last_norm", "after", "", "head"];
        string Renamed(string name) => $"{words[name[0] - '0']}{name[1..]}";
        Assert.Contains("'stem' is '0', 'norm' is '1', 'middle' is '3', 'last_norm' is '4' and 2 more", Load(Renamed), StringComparison.Ordinal);
        Refused(Renamed, "which layers 'last_norm', 'norm' are cannot be told: the file is sorted by name, which does not show their order", isSorted: true);
    }

    [Fact]
    public void Where_the_numbers_and_the_order_of_saving_differ_nothing_is_guessed()
    {
        string Swapped(string name) => Rename(name[0] switch { '3' => $"5{name[1..]}", '5' => $"3{name[1..]}", _ => name });
        Refused(Swapped, "which layers 'conv10', 'conv2' are cannot be told: the numbers in their names and their order in the file differ");
    }

    [Fact]
    public void Numbers_of_other_types_are_rounded_as_PyTorch_copies_them()
    {
        Assert.Equal("converted from F16 to F32", Load(name => name, types: SafetensorsType.F16));
        Assert.Equal("converted from BF16 to F32", Load(name => name, types: SafetensorsType.BF16));
        Assert.Equal("converted from F64 to F32", Load(name => name, types: SafetensorsType.F64));
    }

    // torch.tensor(…).view(dtype).to(torch.float32) of PyTorch 1.13 gives the same.
    [Theory]
    [InlineData("F16", 0x3C01, 1.0009765625f)]
    [InlineData("F16", 0x0001, 5.9604645e-8f)]
    [InlineData("F16", 0xFBFF, -65504f)]
    [InlineData("BF16", 0x3DCD, 0.10009765625f)]
    [InlineData("BF16", 0xC2F7, -123.5f)]
    [InlineData("F64", 0x3FB999999999999A, 0.1f)]
    [InlineData("F64", 0x3FF0000010000000, 1f)]
    [InlineData("F64", 0x3FF0000010000001, 1.00000012f)]
    public void A_number_of_another_type_becomes_the_nearest_single(string type, long bits, float expected)
    {
        SafetensorsType from = Enum.Parse<SafetensorsType>(type);
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bits);
        var tensor = new SafetensorsTensor("a", from, [1], bytes.AsMemory(0, SafetensorsTensor.SizeOf(from)));

        SafetensorsTensor single = tensor.As(SafetensorsType.F32);

        Assert.Equal((SafetensorsType.F32, expected), (single.Type, BinaryPrimitives.ReadSingleLittleEndian(single.Data.Span)));
    }

    [Fact]
    public void Whole_numbers_are_no_weights() => Refused(name => name, "'0.weight' is I64 where the network has F32", types: SafetensorsType.I64);

    [Theory]
    [InlineData("I32", 1)]
    [InlineData("F32", 0)]
    [InlineData("U8", 0)]
    public void Counts_of_batches_may_be_of_any_type(string name, int rank)
    {
        SafetensorsType type = Enum.Parse<SafetensorsType>(name);
        byte[] seven = type == SafetensorsType.F32 ? BitConverter.GetBytes(7f) : [7, 0, 0, 0];
        Network loaded = null!;
        string done = Load(same => same, alter: tensor => StateDict.IsCounter(tensor.Name)
            ? new(tensor.Name, type, [.. Enumerable.Repeat(1L, rank)], seven.AsMemory(0, SafetensorsTensor.SizeOf(type)))
            : tensor, loaded: network => loaded = network);
        Assert.Equal(("", 7L), (done, loaded.BatchesTracked));
    }

    [Fact]
    public void Counts_of_batches_may_be_missing() =>
        Assert.Equal("num_batches_tracked is missing and assumed to be 0", Load(name => name, alter: tensor => StateDict.IsCounter(tensor.Name) ? null : tensor));

    [Fact]
    public void A_tensor_too_many_is_all_that_is_wrong_with_a_wrapped_network()
    {
        InvalidInputException refused = Refused(name => $"module.{name}", "it has a tensor 'n_averaged' that the network does not have", extra: new("n_averaged", SafetensorsType.I64, [], new byte[8]));
        Assert.Equal(["  the file has       the network wants", "  n_averaged I64 []  -"], refused.Details);
    }

    [Fact]
    public void What_does_not_fit_is_shown_side_by_side()
    {
        InvalidInputException refused = Refused(name => $"{Rename(name)}", "it lacks the tensor '0.weight'", alter: tensor => tensor.Name == "7.bias" ? null : tensor);
        Assert.Equal($"  {"the file has",-30}  the network wants", refused.Details[0]);
        Assert.Contains("  conv1.weight F32 [2, 1, 3, 3]   0.weight F32 [2, 1, 3, 3]", refused.Details);
        Assert.Equal(($"  {"-",-30}  7.bias F32 [3]", 17), (refused.Details[^1], refused.Details.Count));
    }

    [Fact]
    public void What_Thimble_wrote_belongs_to_its_own_network_only()
    {
        var renumbered = new NetworkDefinition(Definition.Input, [new Dropout(0.1f), .. Definition.Layers.Select(layer => layer.Layer)]);
        NetworkWeights.Save(new Network(renumbered, seed: 1), File);
        Assert.Throws<InvalidInputException>(() => NetworkWeights.Load(new Network(Definition, seed: 2), File));
    }

    // The safetensors library writes one type after the other: no order of saving can be told from such a file.
    [Fact]
    public void Nothing_is_guessed_from_the_order_of_a_file_that_is_sorted_type_by_type()
    {
        SafetensorsTensor[] wanted = [Tensor("0.weight", 2), Tensor("1.weight", 2), Tensor("2.bias", 3)];
        SafetensorsTensor[] given = [Tensor("norm.bias", 3), Tensor("alpha.weight", 2, SafetensorsType.F16), Tensor("zeta.weight", 2, SafetensorsType.F16)];

        ModuleMatch match = ModuleMatch.Of(given, wanted);
        Assert.Null(match.Modules);
        Assert.Equal("which layers 'alpha', 'zeta' are cannot be told: the file is sorted by name, which does not show their order", match.Doubt);
    }

    [Theory]
    [InlineData("b0", "b1", true)]
    [InlineData("b1", "b0", false)]
    public void Numbers_that_tell_layers_apart_have_to_be_right_where_shapes_do_too(string first, string second, bool fits)
    {
        SafetensorsTensor[] wanted = [Tensor("0.weight", 5), Tensor("1.weight", 2), Tensor("2.weight", 6), Tensor("3.weight", 2)];
        SafetensorsTensor[] given =
        [
            .. ((SafetensorsTensor[])[Tensor($"{first}.c.weight", 5), Tensor($"{first}.n.weight", 2), Tensor($"{second}.c.weight", 6), Tensor($"{second}.n.weight", 2)])
                .OrderBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];

        ModuleMatch match = ModuleMatch.Of(given, wanted);

        Assert.Equal(fits, match.Modules is not null);
        Assert.Equal(fits ? null : "which layers 'b1.c', 'b0.n' are cannot be told: the numbers in their names are not in the network's order", match.Doubt);
    }

    [Fact]
    public void Parts_of_a_name_that_are_repeated_are_kept()
    {
        SafetensorsTensor[] wanted = [Tensor("0.body.0.weight", 2), Tensor("1.weight", 2)];

        StateDict found = StateDict.Of([Tensor("0._orig_mod.body.0.weight", 2), Tensor("1.weight", 2)], wanted, []);

        Assert.Equal(["0.body.0.weight", "1.weight"], found.Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wrapper_around_a_count_of_batches_alone_is_left_out()
    {
        SafetensorsTensor[] wanted = [Tensor("0.weight", 2), Tensor("1.num_batches_tracked", 1)];

        StateDict found = StateDict.Of([Tensor("0.weight", 2), Tensor("module.1.num_batches_tracked", 1)], wanted, []);

        Assert.Contains("'module.1.num_batches_tracked' is '1.num_batches_tracked'", Assert.Single(found.Notes), StringComparison.Ordinal);
    }

    private static SafetensorsTensor Tensor(string name, int count, SafetensorsType type = SafetensorsType.F32) =>
        new(name, type, [count], new byte[count * SafetensorsTensor.SizeOf(type)]);

    private static string Rename(string name) => $"{Own[name[..1]]}{name[1..]}";

    private InvalidInputException Refused(
        Func<string, string> rename, string problem, bool isSorted = false, SafetensorsType types = SafetensorsType.F32, SafetensorsTensor? extra = null,
        Func<SafetensorsTensor, SafetensorsTensor?>? alter = null)
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Load(rename, isSorted, types, alter, extra: extra));
        string expected = problem.StartsWith("which layers ", StringComparison.Ordinal)
            ? $"{problem}; save the tensors in the network's order, or under its names"
            : $"these are another network's weights: {problem}; use the experiment they were trained with";
        Assert.Equal($"{File}: {expected}", refused.Message);
        return refused;
    }

    // Writes a network's weights as another program would, reads them, and expects the same numbers.
    private string Load(
        Func<string, string> rename, bool isSorted = false, SafetensorsType types = SafetensorsType.F32, Func<SafetensorsTensor, SafetensorsTensor?>? alter = null,
        Action<Network>? loaded = null, SafetensorsTensor? extra = null)
    {
        var saved = new Network(Definition, seed: 1);
        // A few bits each, so that every type holds them exactly.
        for (int i = 0; i < saved.Values.Length; i++)
            saved.Values[i] = (i % 97) / 64f;
        for (int i = 0; i < saved.BufferValues.Length; i++)
            saved.BufferValues[i] = 1 + (i % 7);
        NetworkWeights.Save(saved, File);
        IEnumerable<SafetensorsTensor> tensors = InOrderOfSaving(SafetensorsFile.Read(File).Tensors).Select(tensor => (alter ?? (same => same))(tensor)).OfType<SafetensorsTensor>()
            .Select(tensor => (StateDict.IsCounter(tensor.Name) ? tensor : As(tensor, types)) with { Name = rename(tensor.Name) });
        if (extra is not null)
            tensors = tensors.Append(extra);
        if (isSorted)
            tensors = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal);
        SafetensorsFile.Write(File, [.. tensors], new Dictionary<string, string> { ["format"] = "pt" });

        var network = new Network(Definition, seed: 2);
        float[] untouched = network.Values.ToArray();
        try
        {
            string done = NetworkWeights.Load(network, File, SafetensorsFile.Read(File));
            Assert.True(saved.Values.SequenceEqual(network.Values));
            Assert.True(saved.BufferValues.SequenceEqual(network.BufferValues));
            loaded?.Invoke(network);
            return done;
        }
        catch (InvalidInputException)
        {
            Assert.True(network.Values.SequenceEqual(untouched));
            throw;
        }
    }

    private static IEnumerable<SafetensorsTensor> InOrderOfSaving(IEnumerable<SafetensorsTensor> tensors) =>
        tensors.OrderBy(tensor => tensor.Name[..1], StringComparer.Ordinal);

    private static SafetensorsTensor As(SafetensorsTensor tensor, SafetensorsType type)
    {
        int count = tensor.Data.Length / sizeof(float);
        byte[] bytes = new byte[count * SafetensorsTensor.SizeOf(type)];
        for (int i = 0; i < count; i++)
        {
            float value = BinaryPrimitives.ReadSingleLittleEndian(tensor.Data.Span[(i * sizeof(float))..]);
            Span<byte> place = bytes.AsSpan(i * SafetensorsTensor.SizeOf(type));
            switch (type)
            {
                case SafetensorsType.F16:
                    BinaryPrimitives.WriteHalfLittleEndian(place, (Half)value);
                    break;
                case SafetensorsType.BF16:
                    BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
                    break;
                case SafetensorsType.F64:
                    BinaryPrimitives.WriteDoubleLittleEndian(place, value);
                    break;
                case SafetensorsType.I64:
                    BinaryPrimitives.WriteInt64LittleEndian(place, (long)value);
                    break;
                default:
                    BinaryPrimitives.WriteSingleLittleEndian(place, value);
                    break;
            }
        }

        return tensor with { Type = type, Data = bytes };
    }
}
