using System.IO.Compression;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>NumPy archives.</summary>
public sealed class NpzSourceTests : IDisposable
{
    private readonly SourceFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1, CompressionLevel.NoCompression)]
    [InlineData(2, CompressionLevel.Optimal)]
    [InlineData(3, CompressionLevel.NoCompression)]
    public void Reads_images_and_labels_as_keras_has_them(int version, CompressionLevel level)
    {
        string path = _files.Write("digits.npz", SourceFiles.Npz(
            level,
            ("x_train", SourceFiles.Npy("|u1", [3, 2, 4], SourceFiles.Pixels(24), version)), ("y_train", SourceFiles.Npy("<i8", [3], SourceFiles.Longs(2, 0, 1), version)),
            ("x_test", SourceFiles.Npy("|u1", [1, 2, 4], SourceFiles.Pixels(8, 5), version)), ("y_test", SourceFiles.Npy("|u1", [1], [2], version))));

        SourceContent content = SourceFiles.Recognized(path);
        Dataset data = content.Read(new(new Shape(1, 2, 4)));

        Assert.Equal("npz", content.Name);
        Assert.Equal(new Shape(1, 2, 4), content.Shape);
        Assert.Equal(["0", "1", "2"], content.ClassNames);
        Assert.Equal([1, 1, 1], content.Splits[0].Counts);
        Assert.Equal([0, 0, 1], content.Splits[1].Counts);
        Assert.Equal([2, 0, 1], data.Train.Labels.ToArray());
        Assert.Equal(SourceFiles.Pixels(24)[8..16], data.Train.Pixels(1).ToArray());
        Assert.Equal(SourceFiles.Pixels(8, 5), data.Evaluated.Pixels(0).ToArray());
    }

    [Theory]
    [InlineData(new[] { 2, 1, 2, 3 }, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(new[] { 2, 3, 1, 2 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    public void Colour_is_in_planes_wherever_the_channels_are(int[] sizes, byte[] expected)
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        string path = _files.Write("colour.npz", SourceFiles.Npz(
            CompressionLevel.Optimal, ("train_images", SourceFiles.Npy("|u1", sizes, pixels)), ("train_labels", SourceFiles.Npy("|u1", [2, 1], [0, 1]))));

        SourceContent content = SourceFiles.Recognized(path);

        Assert.Equal(new Shape(3, 1, 2), content.Shape);
        Assert.False(content.HasEvaluated);
        Assert.Equal(expected, content.Read(new(new Shape(3, 1, 2))).Train.Pixels(0).ToArray());
    }

    [Theory]
    [InlineData("|i1", new byte[] { 1, 0 })]
    [InlineData("<u2", new byte[] { 1, 0, 0, 0 })]
    [InlineData(">i2", new byte[] { 0, 1, 0, 0 })]
    [InlineData("<i4", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(">u8", new byte[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Labels_are_whole_numbers_of_any_length(string type, byte[] bytes) =>
        Assert.Equal([1, 0], SourceFiles.Recognized(WithLabels(SourceFiles.Npy(type, [2], bytes))).Read(new(new Shape(1, 2, 2))).Train.Labels.ToArray());

    [Fact]
    public void The_images_of_mnist_are_mnist()
    {
        string? folder = Environment.GetEnvironmentVariable("THIMBLE_DATA");
        Assert.SkipWhen(folder is null || !Directory.Exists(folder), "THIMBLE_DATA is not set");
        Dataset mnist = new DatasetCatalogue().Open("mnist");
        byte[] Images(ImageDataset images) => [.. Enumerable.Range(0, images.Count).SelectMany(index => images.Pixels(index).ToArray())];
        string path = _files.Write("mnist.npz", SourceFiles.Npz(
            CompressionLevel.NoCompression,
            ("x_test", SourceFiles.Npy("|u1", [10_000, 28, 28], Images(mnist.Evaluated))), ("x_train", SourceFiles.Npy("|u1", [60_000, 28, 28], Images(mnist.Train))),
            ("y_train", SourceFiles.Npy("|u1", [60_000], mnist.Train.Labels.ToArray())), ("y_test", SourceFiles.Npy("|u1", [10_000], mnist.Evaluated.Labels.ToArray()))));

        SourceContent content = SourceFiles.Recognized(path);
        Dataset read = content.Read(new(new Shape(1, 28, 28)));

        Assert.Equal("mnist", content.Name);
        Assert.Equal(mnist.Normalization, read.Normalization);
        Assert.Equal(mnist.Preparation, read.Preparation);
        Assert.Equal(mnist.Train.ContentHash, read.Train.ContentHash);
    }

    [Fact]
    public void Reports_what_is_wrong_with_an_array_in_one_line_that_names_it()
    {
        byte[] images = SourceFiles.Npy("|u1", [2, 2, 2], SourceFiles.Pixels(8));
        byte[] labels = SourceFiles.Npy("|u1", [2], [0, 1]);
        (string Expected, byte[] Images, byte[] Labels)[] mistakes =
        [
            (", x_train: it holds floating-point numbers; pixels are wanted as uint8, 0 to 255", SourceFiles.Npy("<f4", [2, 2, 2], new byte[32]), labels),
            (", x_train: it is in Fortran order; write it in C order: numpy.ascontiguousarray(…)", SourceFiles.Npy("|u1", [2, 2, 2], new byte[8], isFortran: true), labels),
            (", x_train: its numbers are of type i8; pixels are wanted as uint8", SourceFiles.Npy("<i8", [2, 2, 2], new byte[64]), labels),
            (", x_train: its shape is 2×4; images are N×H×W", SourceFiles.Npy("|u1", [2, 4], new byte[8]), labels),
            (", x_train: its shape is 2×2×1×4; images are N×H×W", SourceFiles.Npy("|u1", [2, 2, 1, 4], new byte[16]), labels),
            (", x_train: its images are 1×2000; height and width must be at most 1024", SourceFiles.Npy("|u1", [2, 1, 2000], new byte[4000]), labels),
            (", x_train: truncated: its header promises 8 bytes, and there are fewer", images[..^1], labels),
            (", x_train: there is more after the 8 bytes that its header promises", [.. images, 0], labels),
            (", x_train: its header claims 2000000000×1000×1000 numbers, more than ", SourceFiles.Npy("|u1", [2_000_000_000, 1000, 1000], new byte[8]), labels),
            (", x_train: this is not a NumPy array of version 1 to 3", [.. "PK"u8, .. images[2..]], labels),
            (", x_train: its shape is (0, 2, 2)", SourceFiles.Npy("|u1", [0, 2, 2], []), labels),
            (", y_train: 3 labels for 2 images; give one for each image", images, SourceFiles.Npy("|u1", [3], [0, 1, 2])),
            (", y_train: label 1 is -1; labels are 0 to 255", images, SourceFiles.Npy("<i8", [2], SourceFiles.Longs(0, -1))),
            (", y_train: label 0 is 256; labels are 0 to 255", images, SourceFiles.Npy("<i8", [2], SourceFiles.Longs(256, 1))),
            (", y_train: its shape is 2×10; labels are one whole number per image: if they are one-hot, take .argmax(axis=1)", images, SourceFiles.Npy("|u1", [2, 10], new byte[20])),
        ];
        foreach ((string expected, byte[] pixels, byte[] classes) in mistakes)
            Assert.Contains(expected, SourceFiles.Refused(_files.Write("a.npz", SourceFiles.Npz(CompressionLevel.Optimal, ("x_train", pixels), ("y_train", classes)))));
    }

    [Theory]
    [InlineData(null, "test", 10)]
    [InlineData("test", "test", 10)]
    [InlineData("val", "validation", 20)]
    public void The_split_that_is_asked_for_is_evaluated(string? asked, string expected, byte first)
    {
        string path = _files.Write("three.npz", SourceFiles.Npz(CompressionLevel.Optimal, [.. Split("train", 0), .. Split("test", 10), .. Split("val", 20)]));

        SourceContent content = SourceFiles.Recognized(path);
        Dataset data = content.Read(new(new Shape(1, 1, 1)) { Evaluated = asked });

        Assert.Equal(["train", "test", "validation"], content.Splits.Select(split => split.Name));
        Assert.Equal((0, expected, first), (data.Train.Pixels(0)[0], data.Evaluated.Split, data.Evaluated.Pixels(0)[0]));
        Assert.Contains("there are no train images to evaluate on", Assert.Throws<InvalidInputException>(() => content.Read(new(new Shape(1, 1, 1)) { Evaluated = "train" })).Message);
    }

    [Theory]
    [InlineData("test", "test")]
    [InlineData("val", "validation")]
    public void A_split_without_training_images_can_be_evaluated_and_not_trained(string word, string split)
    {
        SourceContent content = SourceFiles.Recognized(_files.Write("a.npz", SourceFiles.Npz(CompressionLevel.Optimal, Split(word, 7))));
        Dataset data = content.Read(new(new Shape(1, 1, 1)));

        Assert.Equal((0, 2, split), (data.Train.Count, data.Evaluated.Count, data.EvaluatedSplit));
        Assert.Equal(Normalization.Of(data.Evaluated), data.Normalization);
        Assert.Empty(content.Oddities);
        Assert.EndsWith($": there are images for {split} and none to train on; add some for train", Assert.Throws<InvalidInputException>(content.CheckTrains).Message);
    }

    [Fact]
    public void One_class_can_be_evaluated_and_not_trained()
    {
        SourceContent content = SourceFiles.Recognized(WithLabels(SourceFiles.Npy("|u1", [2], [0, 0])));

        Assert.Equal(2, content.Read(new(new Shape(1, 2, 2))).Train.Count);
        Assert.EndsWith(": all images are of one class, 0; a classifier needs at least two", Assert.Throws<InvalidInputException>(content.CheckTrains).Message);
    }

    [Fact]
    public void Reports_an_archive_without_images_in_one_line()
    {
        Assert.EndsWith(": the zip data is damaged; fetch it again", SourceFiles.Refused(_files.Write("a.npz", "no zip")));
        Assert.Contains(
            ": there is no array x_train (or train_images) in it, but a, b; name the arrays x_train, y_train, x_test and y_test",
            SourceFiles.Refused(_files.Write("b.npz", SourceFiles.Npz(CompressionLevel.Optimal, ("a", SourceFiles.Npy("|u1", [1], [1])), ("b", SourceFiles.Npy("|u1", [1], [1]))))));
        Assert.Contains(
            ": there are images x_train and no labels y_train; add them",
            SourceFiles.Refused(_files.Write("c.npz", SourceFiles.Npz(CompressionLevel.Optimal, ("x_train", SourceFiles.Npy("|u1", [1, 1, 1], [1]))))));
    }

    /// <summary>The bomb unpacks to a gigabyte, of which nothing is taken.</summary>
    [Fact]
    public void A_header_that_claims_more_than_the_file_can_hold_takes_no_memory()
    {
        string path = WithLabels(SourceFiles.Npy("|u1", [2], [0, 1]), SourceFiles.Npy("|u1", [1_000_000, 32, 32], [1, 2, 3]));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("more than a file of this size can hold", SourceFiles.Refused(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_byte_that_was_changed_is_noticed_by_its_checksum()
    {
        byte[] file = SourceFiles.Npz(CompressionLevel.NoCompression, ("x_train", SourceFiles.Npy("|u1", [2, 2, 2], [9, 8, 7, 6, 5, 4, 3, 211])), ("y_train", SourceFiles.Npy("|u1", [2], [0, 1])));
        int at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[9, 8, 7, 6]);
        file[at]++;

        Assert.Contains(", x_train: its checksum is wrong; the file is damaged: fetch it again", SourceFiles.Refused(_files.Write("a.npz", file)));
    }

    private static (string Name, byte[] Array)[] Split(string word, byte first) =>
        [($"x_{word}", SourceFiles.Npy("|u1", [2, 1, 1], [first, 99])), ($"y_{word}", SourceFiles.Npy("|u1", [2], [0, 1]))];

    private string WithLabels(byte[] labels, byte[]? images = null) => _files.Write(
        "a.npz", SourceFiles.Npz(CompressionLevel.Optimal, ("x_train", images ?? SourceFiles.Npy("|u1", [2, 2, 2], SourceFiles.Pixels(8))), ("y_train", labels)));
}
