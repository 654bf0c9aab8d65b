using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>EMNIST as published.</summary>
public sealed class EmnistSourceTests : IDisposable
{
    private readonly SourceFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("gzip/", true)]
    [InlineData("raw/", false)]
    public void Puts_the_images_of_letters_upright_and_their_labels_from_0(string folder, bool isZipped)
    {
        Write("letters", folder, isZipped, [26, 1, 3], [2]);

        SourceContent content = SourceFiles.Recognized(_files.Root);
        Dataset data = content.Read(new(new Shape(1, 2, 2)));

        Assert.Equal("emnist-letters", content.Name);
        Assert.Equal("EMNIST letters, as published", content.Kind);
        Assert.Equal([25, 0, 2], data.Train.Labels.ToArray());
        Assert.Equal("Z", data.ClassNames[data.Train.Label(0)]);
        Assert.Equal("B", data.ClassNames[data.Evaluated.Label(0)]);
        byte[] raw = SourceFiles.Pixels(12);
        Assert.Equal([raw[4], raw[6], raw[5], raw[7]], data.Train.Pixels(1).ToArray());
    }

    [Theory]
    [InlineData("byclass", 62, 61, "z")]
    [InlineData("bymerge", 47, 46, "t")]
    [InlineData("balanced", 47, 36, "a")]
    [InlineData("letters", 26, 0, "A")]
    [InlineData("digits", 10, 9, "9")]
    [InlineData("mnist", 10, 3, "3")]
    public void Each_split_has_its_classes(string split, int classes, int label, string name)
    {
        Write(split, "", isZipped: false, [1, 2], [1]);

        SourceContent content = SourceFiles.Recognized(_files.Root);

        Assert.Equal(classes, content.ClassNames.Count);
        Assert.Equal(name, content.ClassNames[label]);
        Assert.Contains(content.Name, DataSources.Names);
    }

    [Fact]
    public void Names_are_those_of_the_mapping_beside_the_files()
    {
        Write("digits", "", isZipped: false, [1, 2], [1]);
        string mapping = _files.Write("emnist-digits-mapping.txt", string.Concat(Enumerable.Range(0, 10).Select(label => $"{label} {label + 'a'}\r\n")));
        Assert.Equal(["a", "b", "c"], SourceFiles.Recognized(_files.Root).ClassNames.Take(3));

        File.WriteAllText(mapping, "0 48\n1 x\n");
        Assert.Contains("emnist-digits-mapping.txt, line 2: a label from 0 to 9 and the code of its character are wanted", SourceFiles.Refused(_files.Root));
        File.WriteAllText(mapping, "0 48\n");
        Assert.Contains("emnist-digits-mapping.txt: label 1 has no character; fetch the file again", SourceFiles.Refused(_files.Root));
    }

    [Fact]
    public void Of_several_splits_one_is_named_by_a_file()
    {
        Write("digits", "", isZipped: false, [1, 2], [1]);
        Write("letters", "", isZipped: false, [1, 2], [1]);

        Assert.Contains(": there are 2 splits of EMNIST here; name one of them by a file of it: ", SourceFiles.Refused(_files.Root));
        Assert.Equal("emnist-digits", SourceFiles.Recognized(Path.Combine(_files.Root, "emnist-digits-test-labels-idx1-ubyte")).Name);
    }

    [Fact]
    public void Reports_what_is_missing_or_wrong_in_one_line()
    {
        Write("letters", "", isZipped: false, [1, 27], [1]);
        Assert.Contains("emnist-letters-train-labels-idx1-ubyte: label 1 is 27, and those of emnist-letters are 1 to 26; fetch the file again", SourceFiles.Refused(_files.Root));
        Write("letters", "", isZipped: false, [1, 0], [1]);
        Assert.Contains("label 1 is 0, and those of emnist-letters are 1 to 26", SourceFiles.Refused(_files.Root));
        File.Delete(Path.Combine(_files.Root, "emnist-letters-test-labels-idx1-ubyte"));
        Assert.Contains(": emnist-letters lacks emnist-letters-test-labels-idx1-ubyte; put it beside the others, plain or .gz", SourceFiles.Refused(_files.Root));
    }

    [Fact]
    public void A_folder_of_several_data_sets_is_none_of_them()
    {
        Write("letters", "raw/", isZipped: false, [1, 2], [1]);
        Assert.Equal("emnist-letters", SourceFiles.Recognized(_files.Root).Name);

        _files.Write("MNIST/t10k-labels-idx1-ubyte", SourceFiles.Idx(8, [1], [1]));
        Assert.Null(DataSources.Recognize(_files.Root));
    }

    private void Write(string split, string folder, bool isZipped, byte[] train, byte[] test)
    {
        foreach ((string purpose, byte[] labels) in (ReadOnlySpan<(string, byte[])>)[("train", train), ("test", test)])
        {
            byte[] images = SourceFiles.Idx(8, [labels.Length, 2, 2], SourceFiles.Pixels(4 * labels.Length));
            byte[] classes = SourceFiles.Idx(8, [labels.Length], labels);
            string end = isZipped ? ".gz" : "";
            _files.Write($"{folder}emnist-{split}-{purpose}-images-idx3-ubyte{end}", isZipped ? SourceFiles.Zipped(images) : images);
            _files.Write($"{folder}emnist-{split}-{purpose}-labels-idx1-ubyte{end}", isZipped ? SourceFiles.Zipped(classes) : classes);
        }
    }
}
