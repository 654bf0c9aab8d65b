using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>CIFAR as published, in a folder and in its archive.</summary>
public sealed class CifarSourceTests : IDisposable
{
    private readonly SourceFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("cifar-10-batches-bin")]
    [InlineData("")]
    [InlineData("cifar-10-binary.tar.gz")]
    [InlineData("cifar-10-binary.tar")]
    public void Reads_cifar_10_from_its_folder_and_its_archive(string place)
    {
        SourceContent content = SourceFiles.Recognized(Made(place, SourceFiles.CifarTen()));
        Dataset data = content.Read(new(CifarFormat.Image));

        Assert.Equal("cifar-10", content.Name);
        Assert.Equal("cifar-10, as published", content.Kind);
        Assert.Equal(new Shape(3, 32, 32), content.Shape);
        Assert.Equal(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], data.ClassNames);
        Assert.Equal([1, 5, 2, 6, 3, 7, 4, 8, 5, 9], data.Train.Labels.ToArray());
        Assert.Equal([3, 0], data.Evaluated.Labels.ToArray());
        Assert.Equal(SourceFiles.Pixels(3072, 1 + 5), data.Train.Pixels(1).ToArray());
        Assert.Equal([0.4914f, 0.4822f, 0.4465f], data.Normalization.Means);
        Assert.Equal(["50,000 images to train on were published, and 10 are here"], content.Oddities);
    }

    [Fact]
    public void Reads_the_fine_labels_of_cifar_100_and_their_names()
    {
        string[] names = [.. CifarFormat.Hundred.ClassNames.Select(name => name.ToUpperInvariant())];
        SourceContent content = SourceFiles.Recognized(Made(
            "cifar-100-binary.tar.gz",
            [
                ("coarse_label_names.txt", "fish\n"u8.ToArray()), ("fine_label_names.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', names))),
                ("train.bin", SourceFiles.Cifar(2, 99, 0, 7)), ("test.bin", SourceFiles.Cifar(2, 42)),
            ]));
        Dataset data = content.Read(new(CifarFormat.Image));

        Assert.Equal("cifar-100", data.Name);
        Assert.Equal([99, 0, 7], data.Train.Labels.ToArray());
        Assert.Equal("LEOPARD", data.ClassNames[data.Evaluated.Label(0)]);
        Assert.Equal(SourceFiles.Pixels(3072, 42), data.Evaluated.Pixels(0).ToArray());
        Assert.Equal([0.5071f, 0.4867f, 0.4408f], data.Normalization.Means);
    }

    [Fact]
    public void The_published_names_are_in_order_and_all_different()
    {
        Assert.Equal(100, CifarFormat.Hundred.ClassNames.Distinct().Count());
        Assert.Equal(CifarFormat.Hundred.ClassNames.Order(StringComparer.Ordinal), CifarFormat.Hundred.ClassNames);
        Assert.Equal("apple", CifarFormat.Hundred.ClassNames[0]);
    }

    [Fact]
    public void Without_its_names_they_are_the_published_ones() =>
        Assert.Equal("truck", SourceFiles.Recognized(Made("x", SourceFiles.CifarTen()[1..])).ClassNames[9]);

    [Fact]
    public void A_file_of_it_stands_for_its_folder() =>
        Assert.Equal("cifar-10", SourceFiles.Recognized(Path.Combine(Made("x", SourceFiles.CifarTen()), "data_batch_2.bin")).Name);

    [Theory]
    [InlineData("data_batch_3.bin", null, "cifar-10 lacks data_batch_3.bin; fetch it again")]
    [InlineData("data_batch_3.bin", 3072, "data_batch_3.bin: it has 3,072 bytes, and an image takes 3,073: it is truncated or something else; fetch it again")]
    [InlineData("test_batch.bin", 30_733_073, "test_batch.bin: it has 30,733,073 bytes, and as published at most 30,730,000; fetch it again")]
    [InlineData("batches.meta.txt", 5, "batches.meta.txt: 10 different names are wanted, one a line; fetch it again, or take it away: the published names are known")]
    public void Reports_what_is_wrong_with_a_file_in_one_line(string name, int? length, string expected)
    {
        (string Name, byte[] Content)[] files = [.. SourceFiles.CifarTen().Where(file => file.Name != name), .. length is { } bytes ? [(name, new byte[bytes])] : Array.Empty<(string, byte[])>()];

        Assert.Contains(expected, SourceFiles.Refused(Made("x", files)));
        Assert.Contains(expected, SourceFiles.Refused(Made("x.tar.gz", files)));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        (string Name, byte[] Content)[] files = [.. SourceFiles.CifarTen().Select(file => file.Name == "data_batch_3.bin" ? (file.Name, []) : file)];

        Assert.EndsWith("data_batch_3.bin: it is empty, or a pipe or a device; fetch it again", SourceFiles.Refused(Made("x", files)));
        Assert.Contains("data_batch_3.bin: it has 0 bytes, and an image takes 3,073", SourceFiles.Refused(Made("x.tar.gz", files)));
    }

    [Fact]
    public void A_label_that_no_class_has_is_named_with_its_image()
    {
        (string, byte[])[] files = [.. SourceFiles.CifarTen()[..^1], ("test_batch.bin", SourceFiles.Cifar(1, 3, 10))];

        Assert.EndsWith(", test_batch.bin: image 1 has the label 10, and cifar-10 has 0 to 9; fetch it again", SourceFiles.Refused(Made("x", files)));
    }

    [Theory]
    [InlineData("cifar-10-batches-py", "data_batch_1")]
    [InlineData("cifar-100-python", "train")]
    public void The_version_for_python_is_refused_by_name(string folder, string file)
    {
        (string, byte[])[] files = [(file, [0x80, 2, .. "pickle"u8]), ("meta", [0x80, 2])];
        string archive = _files.Write("python.tar.gz", SourceFiles.Zipped(SourceFiles.Tar(folder, files)));
        foreach ((string name, byte[] content) in files)
            _files.Write($"{folder}/{name}", content);
        string expected = $": this is CIFAR in the version for Python ({file} is a pickle), which is not read; fetch the binary version, cifar-10-binary.tar.gz or cifar-100-binary.tar.gz";

        Assert.EndsWith(expected, SourceFiles.Refused(archive));
        Assert.EndsWith(expected, SourceFiles.Refused(Path.Combine(_files.Root, folder)));

        File.Delete(archive);
        Assert.EndsWith(expected, SourceFiles.Refused(_files.Root));
        _files.Write("__MACOSX/._data", [1]);
        Assert.EndsWith(expected, SourceFiles.Refused(_files.Root));
        _files.Write("MNIST/t10k-labels-idx1-ubyte", SourceFiles.Idx(8, [1], [1]));
        Assert.Null(DataSources.Recognize(_files.Root));
    }

    [Fact]
    public void An_archive_that_unpacks_to_too_much_is_refused_before_its_end()
    {
        byte[] bomb = SourceFiles.Zipped(SourceFiles.Tar("x", [("data_batch_1.bin", new byte[280 << 20])]));

        Assert.Contains("at most 30,730,000", SourceFiles.Refused(_files.Write("a.tar.gz", bomb)));
        Assert.Contains("it unpacks to more than 268,435,456 bytes", SourceFiles.Refused(_files.Write("b.tar.gz", SourceFiles.Zipped(SourceFiles.Tar("x", [("zeros", new byte[280 << 20])])))));
    }

    [Fact]
    public void Refuses_a_damaged_archive_in_one_line_and_leaves_another_one_alone()
    {
        byte[] archive = SourceFiles.Zipped(SourceFiles.Tar("x", SourceFiles.CifarTen()));
        Assert.Contains("fetch it again", SourceFiles.Refused(_files.Write("a.tar.gz", archive[..(archive.Length / 2)])));
        Assert.Null(DataSources.Recognize(_files.Write("b.tar.gz", SourceFiles.Zipped(SourceFiles.Tar("src", [("main.c", [1, 2, 3])])))));
    }

    private string Made(string place, (string Name, byte[] Content)[] files)
    {
        if (place.EndsWith(".tar", StringComparison.Ordinal))
            return _files.Write(place, SourceFiles.Tar("cifar-10-batches-bin", files));
        if (place.EndsWith(".gz", StringComparison.Ordinal))
            return _files.Write(place, SourceFiles.Zipped(SourceFiles.Tar("cifar-10-batches-bin", files)));
        foreach ((string name, byte[] content) in files)
            _files.Write(Path.Combine(place, name), content);
        return place.StartsWith("cifar", StringComparison.Ordinal) ? _files.Root : Path.Combine(_files.Root, place);
    }
}
