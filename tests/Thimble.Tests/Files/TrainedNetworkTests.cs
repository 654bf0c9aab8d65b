using System.Text;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Files;

public sealed class TrainedNetworkTests : IDisposable
{
    private static readonly NetworkDefinition EveryKind = new(
        new(2, 9, 9),
        new Conv2d(4, 3, stride: 2, padding: 1, groups: 2, bias: false), new BatchNorm2d(1e-3f, 0.2f), new ReLU(), new Dropout2d(0.25f),
        new Residual(new Conv2d(4, 3, padding: 1, share: "both"), new Conv2d(4, 3, padding: 1, share: "both"), new Residual(new ReLU()), new Dropout(0.1f)),
        new MaxPool2d(3, 2, 1), new AvgPool2d(2, 1), new AdaptiveAvgPool2d(), new Flatten(),
        new Linear(4, bias: false, share: "twice"), new ReLU(), new Linear(4, bias: false, share: "twice"), new Linear(3));

    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    private string File => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_all_that_is_needed()
    {
        var description = new NetworkDescription(EveryKind, new Normalization(0.1f, 0.3f), "häkeln", ["a", "\"b\"", "c c"]);
        var saved = new TrainedNetwork(new Network(EveryKind, seed: 1) { BatchesTracked = 7 }, description);
        saved.Save(File, new Dictionary<string, string> { ["thimble.epoch"] = "3" });

        TrainedNetwork loaded = TrainedNetwork.Load(File);

        Assert.Equal(EveryKind.Input, loaded.Description.Definition.Input);
        Assert.Equal(EveryKind.Layers.Select(layer => layer.Layer), loaded.Description.Definition.Layers.Select(layer => layer.Layer));
        Assert.Equal(description.Normalization, loaded.Description.Normalization);
        Assert.Equal("häkeln", loaded.Description.DataName);
        Assert.Equal(["a", "\"b\"", "c c"], loaded.Description.ClassNames);
        Assert.True(saved.Network.Values.SequenceEqual(loaded.Network.Values));
        Assert.True(saved.Network.BufferValues.SequenceEqual(loaded.Network.BufferValues));
        Assert.Equal(7, loaded.Network.BatchesTracked);
        Assert.Equal("3", SafetensorsFile.Read(File).Metadata["thimble.epoch"]);
    }

    [Fact]
    public void A_mean_and_a_deviation_for_each_channel_come_back()
    {
        var normalization = new Normalization([0.49f, 0.45f], [0.25f, 0.26f]);
        new TrainedNetwork(new Network(EveryKind, seed: 1), new(EveryKind, normalization, "")).Save(File);

        Assert.Equal(normalization, TrainedNetwork.Load(File).Description.Normalization);
        Assert.Contains(
            "\"normalization\":{\"mean\":[0.49,0.45],\"standard_deviation\":[0.25,0.26]}", SafetensorsFile.Read(File).Metadata["thimble.network"], StringComparison.Ordinal);
        Assert.Contains("\"normalization\":{\"mean\":0.1307,\"standard_deviation\":0.3081}", StructureOf(EveryKind), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_called_what_the_data_calls_them()
    {
        Assert.Equal("Ankle boot", new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, "fashion-mnist").ClassNames[9]);
        Assert.Equal("9", new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, "mnist").ClassNames[9]);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\0")]
    [InlineData("\u0085")]
    [InlineData("half a character")]
    [InlineData(null)]
    public void What_a_file_could_not_say_is_no_name(string? name)
    {
        // The test runner could not say it, either.
        name = name == "half a character" ? "\uD83D" : name;
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"{i}"), name!];
        Assert.Throws<ArgumentException>(() => new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, "mnist", names));
        Assert.Throws<ArgumentException>(() => new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, name!));
        names[9] = new string('n', 201);
        Assert.Throws<ArgumentException>(() => new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, "mnist", names));
    }

    [Fact]
    public void Whatever_names_are_saved_are_loaded()
    {
        string[] names = ["", " ", new string('é', 200), "\uD83D\uDE00", "\u2028\u202E\uFEFF", "\\", "\"", "*/", "??/", "\uFFFD"];
        var description = new NetworkDescription(AssignmentNetworks.Part3, Normalization.Mnist, "\u202E\\", names);
        new TrainedNetwork(new Network(AssignmentNetworks.Part3, seed: 1), description).Save(File);

        NetworkDescription loaded = TrainedNetwork.Load(File).Description;

        Assert.Equal(names, loaded.ClassNames);
        Assert.Equal(description.DataName, loaded.DataName);
    }

    [Fact]
    public void What_could_not_be_loaded_is_not_saved()
    {
        var wide = new NetworkDefinition(new(1, 1, 5000), new AdaptiveAvgPool2d(), new Flatten(), new Linear(2));
        var trained = new TrainedNetwork(new Network(wide, seed: 1), new(wide, Normalization.Mnist, ""));

        string message = Assert.Throws<InvalidInputException>(() => trained.Save(File)).Message;

        Assert.Equal($"{File}: not written, because it could not be read again: the entry thimble.network: input is not three whole numbers from 1 to 4096", message);
        Assert.False(System.IO.File.Exists(File));
        var sound = new TrainedNetwork(new Network(AssignmentNetworks.Part3, seed: 1), new(AssignmentNetworks.Part3, Normalization.Mnist, ""));
        Assert.Contains(
            "its header claims", Assert.Throws<InvalidInputException>(() => sound.Save(File, new Dictionary<string, string> { ["a"] = new('a', 17 << 20) })).Message);
    }

    [Fact]
    public void Weights_without_a_structure_need_the_network_named()
    {
        var network = new Network(AssignmentNetworks.Part3, seed: 1);
        NetworkWeights.Save(network, File);

        Assert.Equal(
            $"{File}: this file has weights only and does not say which network they belong to; name their network",
            Refusal());
        TrainedNetwork loaded = TrainedNetwork.Load(File, new(AssignmentNetworks.Part3, Normalization.Mnist, "mnist"));
        Assert.True(network.Values.SequenceEqual(loaded.Network.Values));
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "is of a version that this Thimble does not know")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1", "is not well-formed JSON")]
    [InlineData("\"version\":1", "\"version\":1,\"colour\":1", "has a field 'colour', which is unknown there")]
    [InlineData("\"data\":\"mnist\",", "", "lacks data")]
    [InlineData("\"data\":\"mnist\"", "\"data\":\"a\\nb\"", "data is not a line of text of up to 200 characters")]
    [InlineData("[1,28,28]", "[1,28]", "input is not a list of 3 to 3")]
    [InlineData("[1,28,28]", "[1,28,0]", "input is not three whole numbers from 1 to 4096")]
    [InlineData("[1,28,28]", "[4096,4096,4096]", "an image of [-1, 4096, 4096, 4096] is too large; allowed: up to 134,217,728 numbers")]
    [InlineData("\"data\":\"mnist\"", "\"data\":\"\\ud800\"", "is not well-formed JSON")]
    [InlineData("\"data\":", "\"\\ud800\":1,\"data\":", "is not well-formed JSON")]
    [InlineData("\"ReLU\"", "\"ReLU\",\"\\udc00\":1", "is not well-formed JSON")]
    [InlineData("\"mean\":0.1307", "\"mean\":1e99", "mean is not a finite number")]
    [InlineData("\"standard_deviation\":0.3081", "\"standard_deviation\":0", "standard_deviation is not above 0")]
    [InlineData("\"mean\":0.1307,\"standard_deviation\":0.3081", "\"mean\":[0.1,0.2],\"standard_deviation\":[0.3]", "normalization has 2 of mean and 1 of standard_deviation")]
    [InlineData("\"mean\":0.1307,\"standard_deviation\":0.3081", "\"mean\":[0.1,0.2],\"standard_deviation\":[0.3,0.3]", "the normalization has 2 means and deviations, but the images have 1 channel; give one of each")]
    [InlineData("\"standard_deviation\":0.3081", "\"standard_deviation\":[0]", "standard_deviation is not above 0")]
    [InlineData("\"mean\":0.1307", "\"mean\":[]", "mean is not a list of 1 to 64")]
    [InlineData("\"mean\":0.1307", "\"mean\":[1e99]", "mean is not a list of finite numbers")]
    [InlineData("\"mean\":0.1307", "\"mean\":[\"NaN\"]", "mean is not a list of finite numbers")]
    [InlineData("\"mean\":0.1307", "\"mean\":[NaN]", "is not well-formed JSON")]
    [InlineData("\"mean\":0.1307", "\"mean\":\"0.1\"", "mean is not a finite number")]
    [InlineData("\"0\",\"1\"", "\"0\"", "has 9 class names for 10 classes")]
    [InlineData("\"ReLU\"", "\"Gelu\"", "layers 1 is of a kind 'Gelu', which is unknown")]
    [InlineData("\"ReLU\"", "\"ReLU\",\"p\":0.5", "layers 1 has a field 'p', which is unknown there")]
    [InlineData("\"out\":10", "\"out\":1000000", "layers 0: out is not a whole number from 1 to 65536")]
    [InlineData("\"out\":10", "\"out\":\"10\"", "layers 0: out is not a whole number from 1 to 65536")]
    [InlineData("\"kernel\":3", "\"kernel\":99", "layer 1 (Conv2d) cannot take [-1, 1, 28, 28]: a window of 99×99 does not fit")]
    [InlineData("\"bias\":true", "\"bias\":true,\"share\":\" \"", "layers 0: share is not a name of letters, digits, - and _, of up to 40 characters")]
    [InlineData("\"p\":0.05", "\"p\":1", "layers 3: p is not a number from 0 to below 1")]
    [InlineData("\"kernel\":2,\"stride\":2", "\"kernel\":2", "lacks stride")]
    [InlineData("\"bias\":true", "\"bias\":1", "layers 0: bias is not true or false")]
    [InlineData("\"momentum\":0.1", "\"momentum\":0", "layers 2: momentum is not a number above 0 to 1")]
    public void A_structure_that_cannot_be_is_refused_with_what_is_wrong(string sound, string broken, string problem)
    {
        string text = StructureOf(AssignmentNetworks.Part3);
        Assert.Contains(sound, text, StringComparison.Ordinal);
        int place = text.IndexOf(sound, StringComparison.Ordinal);
        WriteWithStructure(AssignmentNetworks.Part3, string.Concat(text.AsSpan(0, place), broken, text.AsSpan(place + sound.Length)));

        string message = Refusal();

        Assert.StartsWith($"{File}: not a sound safetensors file: the entry thimble.network", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.EndsWith("; use another copy, or train again", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    // The padding makes 4096×61×1084 of its input; 16 samples of that are more bytes, and more floats, than an int counts.
    [Fact]
    public void A_structure_whose_padding_is_too_large_is_refused()
    {
        var definition = new NetworkDefinition(
            new(1, 1, 1024), new Conv2d(4096, 1), new Conv2d(1, 31, padding: 30), new AdaptiveAvgPool2d(), new Flatten());
        WriteWithStructure(definition, StructureOf(definition));

        Assert.Equal(
            $"{File}: not a sound safetensors file: the entry thimble.network: layer 2 (Conv2d) cannot take [-1, 4096, 1, 1024]: its padded input [-1, 4096, 61, 1084] is too large; allowed: up to 134,217,728 numbers an image; use another copy, or train again",
            Refusal());
    }

    [Fact]
    public void A_structure_larger_than_its_weights_takes_no_memory()
    {
        // The last convolution but one, with as many channels as may be.
        string text = StructureOf(AssignmentNetworks.Part3);
        int place = text.LastIndexOf("\"out\":16", StringComparison.Ordinal);
        WriteWithStructure(AssignmentNetworks.Part3, text[..place] + "\"out\":65536" + text[(place + 8)..]);

        Assert.Equal(
            $"{File}: these are another network's weights: it holds 10,474 numbers, fewer than the network has parameters; use the experiment they were trained with",
            Refusal());
    }

    [Fact]
    public void Residuals_in_residuals_without_end_are_refused()
    {
        string layers = "{\"kind\":\"ReLU\"}";
        for (int i = 0; i < 200; i++)
            layers = $"{{\"kind\":\"Residual\",\"branch\":[{layers}]}}";
        string text = StructureOf(AssignmentNetworks.Part3);
        WriteWithStructure(AssignmentNetworks.Part3, text.Replace("{\"kind\":\"ReLU\"}", layers, StringComparison.Ordinal));

        Assert.Contains("is not well-formed JSON", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_damaged_files_are_refused_or_harmless()
    {
        var definition = new NetworkDefinition(
            new(1, 4, 4), new Conv2d(2, 3, padding: 1), new Residual(new BatchNorm2d()), new Flatten(), new Linear(3));
        var saved = new TrainedNetwork(new Network(definition, seed: 1), new(definition, Normalization.Mnist, "mnist"));
        saved.Save(File);
        byte[] sound = System.IO.File.ReadAllBytes(File);
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            System.IO.File.WriteAllBytes(File, FileDamage.Of(sound, new KeyedRandom(seed: 11, epoch: 0, sample: i, place: 0)));
            try
            {
                TrainedNetwork loaded = TrainedNetwork.Load(File);
                Assert.True(saved.Network.Values.SequenceEqual(loaded.Network.Values), $"case {i}");
                Assert.Equal(definition.Layers.Select(layer => layer.Layer), loaded.Description.Definition.Layers.Select(layer => layer.Layer));
                Assert.Equal(Normalization.Mnist, loaded.Description.Normalization);
            }
            catch (InvalidInputException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
                Assert.StartsWith(File, error.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(refused, 3600, 4000);
    }

    [Fact]
    public void Thousands_of_damaged_structures_are_refused_or_possible()
    {
        byte[] sound = Encoding.UTF8.GetBytes(StructureOf(EveryKind));
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            // With a hash that fits, as one who means harm would write it: every field has to be checked for itself.
            byte[] damaged = FileDamage.Of(sound, new KeyedRandom(seed: 13, epoch: 0, sample: i, place: 0));
            var metadata = new Dictionary<string, string> { ["thimble.network"] = Encoding.UTF8.GetString(damaged) };
            metadata["thimble.network.sha256"] = HashOf(metadata["thimble.network"]);
            try
            {
                Assert.NotNull(NetworkDescriptionJson.FindIn(metadata));
            }
            catch (SafetensorsDamageException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
            }
        }

        Assert.InRange(refused, 3000, 3999);
    }

    private static string StructureOf(NetworkDefinition definition) =>
        NetworkDescriptionJson.Write(new NetworkDescription(definition, Normalization.Mnist, "mnist"));

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void WriteWithStructure(NetworkDefinition weights, string structure) => NetworkWeights.Save(
        new Network(weights, seed: 1),
        File,
        new Dictionary<string, string> { ["thimble.network"] = structure, ["thimble.network.sha256"] = HashOf(structure) });

    private string Refusal() => Assert.Throws<InvalidInputException>(() => TrainedNetwork.Load(File)).Message;
}
