using System.Buffers.Binary;

namespace Thimble.Tests.Data;

/// <summary>Files as people have them: under other names, deeper down, in part, several sets together, or something else entirely.</summary>
public sealed class IdxFolderTests : IDisposable
{
    private static readonly string[] Customary = [.. IdxSet.FileNames];

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    public static TheoryData<string> Layouts =>
    [
        "train-images.idx3-ubyte train-labels.idx1-ubyte t10k-images.idx3-ubyte t10k-labels.idx1-ubyte",
        "MNIST/raw/train-images-idx3-ubyte MNIST/raw/train-labels-idx1-ubyte MNIST/raw/t10k-images-idx3-ubyte MNIST/raw/t10k-labels-idx1-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte train-labels-idx1-ubyte/train-labels-idx1-ubyte t10k-images-idx3-ubyte/t10k-images-idx3-ubyte t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte",
        "emnist-letters-train-images-idx3-ubyte.gz emnist-letters-train-labels-idx1-ubyte.gz emnist-letters-test-images-idx3-ubyte.gz emnist-letters-test-labels-idx1-ubyte.gz",
        "qmnist-train-images-idx3-ubyte qmnist-train-labels-idx2-int qmnist-test-images-idx3-ubyte qmnist-test-labels-idx2-int",
        "TRAIN-IMAGES-IDX3-UBYTE.GZ TRAIN-LABELS-IDX1-UBYTE.GZ T10K-IMAGES-IDX3-UBYTE.GZ T10K-LABELS-IDX1-UBYTE.GZ",
        "train/images.idx train/labels.idx test/images.idx test/labels.idx",
        "x_train.bin y_train.bin x_test.bin y_test.bin",
        "digits.train.pixels digits.train.answers digits.test.pixels digits.test.answers",
        "train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte (1)/t10k-labels-idx1-ubyte",
    ];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Files_are_known_by_what_they_hold_and_the_words_in_their_path(string names)
    {
        Write(names.Split(' '), bytes => bytes);
        AssertIsSmallSet(Catalogue().Open(null, _folder.Path));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Compression_is_told_by_content_whatever_the_names_say(string names)
    {
        Write(names.Split(' '), IdxBytes.Compressed);
        AssertIsSmallSet(Catalogue().Open(null, _folder.Path));
    }

    [Fact]
    public void What_lies_beside_them_does_not_matter()
    {
        Write(["a/train-images.idx3-ubyte", "a/train-labels.idx1-ubyte", "a/t10k-images.idx3-ubyte", "a/t10k-labels.idx1-ubyte"], bytes => bytes);
        _folder.Write("a/readme.txt", "MNIST"u8.ToArray());
        _folder.Write("a/emnist-mapping.txt", "1 65"u8.ToArray());
        _folder.Write("a/._train-images.idx3-ubyte", [0, 5, 22, 7]);
        _folder.Write("a/backup/train-labels.idx1-ubyte", IdxBytes.Labels(3));
        File.CreateSymbolicLink(_folder.Sub("loop"), _folder.Path);
        AssertIsSmallSet(Catalogue().Open(null, _folder.Path));
    }

    [Fact]
    public void Of_a_file_and_its_copies_one_is_enough()
    {
        string[] names = ["train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"];
        Write(names, bytes => bytes);
        Write([.. names.Select(name => $"{name}.gz")], IdxBytes.Compressed);
        Write([.. Customary.Select(name => $"{name}/{name}")], bytes => bytes);
        AssertIsSmallSet(Catalogue().Open(null, _folder.Path));
        AssertIsSmallSet(Catalogue().Open(null, _folder.Sub("t10k-labels.idx1-ubyte.gz")));
    }

    [Fact]
    public void Several_sets_are_named_and_one_is_chosen_by_one_of_its_files()
    {
        foreach (string set in (string[])["letters", "digits"])
            Write([.. Customary.Select(name => $"emnist-{set}-{name.Replace("t10k", "test", StringComparison.Ordinal)}")], bytes => bytes, altered: set == "letters");

        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(null, _folder.Path), "there are 2 sets", _folder.Sub("emnist-digits-train-images-idx3-ubyte"), "emnist-letters-");
        string chosen = _folder.Sub("emnist-letters-test-labels-idx1-ubyte");
        Dataset letters = Catalogue().Open(null, chosen);
        Assert.Equal(("files", chosen), (letters.Name, letters.Source));
        AssertIsSmallSet(Catalogue().Open(null, _folder.Sub("emnist-digits-train-images-idx3-ubyte")));
    }

    [Fact]
    public void Of_several_sets_the_one_that_is_asked_for_is_known_by_its_content()
    {
        Write([.. Customary.Select(name => $"FashionMNIST/raw/{name}")], bytes => bytes, altered: true);
        Write([.. Customary.Select(name => $"Small/raw/{name}")], bytes => bytes);
        AssertIsSmallSet(Catalogue().Open(SmallSet.Name, _folder.Path));
        AssertIsSmallSet(Catalogue(_folder.Path).Open(SmallSet.Name));
        AssertIsSmallSet(Catalogue().Open(null, allowDownload: false, _folder.Path, use: new(Expected: SmallSet.Name)));
    }

    [Fact]
    public void A_file_of_the_customary_folder_or_of_a_set_beside_it_stands_for_its_own_set()
    {
        SmallSet.WriteTo(_folder);
        Write([.. Customary.Select(name => $"mine-{name}")], bytes => bytes, altered: true);
        Assert.Equal(SmallSet.Name, Catalogue().Open(null, _folder.Path).Name);
        Assert.Equal("files", Catalogue().Open(null, _folder.Sub("mine-train-images-idx3-ubyte")).Name);
    }

    [Theory]
    [InlineData("Test", "t10k-", 0, 6)]
    [InlineData("Train", "train-", 12, 0)]
    public void One_split_alone_is_enough_where_no_other_is_needed(string split, string prefix, int train, int test)
    {
        DatasetSplits needed = Enum.Parse<DatasetSplits>(split);
        foreach (string name in Customary.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            _folder.Write(name, SmallSet.Files[name]);
        Dataset half = Catalogue().Open(null, allowDownload: false, _folder.Path, use: new(needed));
        Assert.Equal((SmallSet.Name, train, test), (half.Name, half.Train.Count, half.Evaluated.Count));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open(null, _folder.Path), needed == DatasetSplits.Test ? "train-images-idx3-ubyte, train-labels-idx1-ubyte missing" : "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte missing");
    }

    [Fact]
    public void Two_files_without_a_word_of_their_purpose_are_what_is_needed()
    {
        _folder.Write("images.idx3-ubyte", SmallSet.Files[Customary[2]]);
        _folder.Write("labels.idx1-ubyte", SmallSet.Files[Customary[3]]);
        Assert.Equal(6, Catalogue().Open(null, allowDownload: false, _folder.Path, use: new(DatasetSplits.Test)).Evaluated.Count);
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open(null, _folder.Path), "missing", "images.idx3-ubyte (6 images of 5×4)", "labels.idx1-ubyte (6 labels)");
    }

    [Fact]
    public void Labels_all_0_are_one_class_of_those_that_the_network_knows()
    {
        SmallSet.WriteTo(_folder, except: Customary[1], instead: IdxBytes.Labels(12, _ => 0));
        _folder.Write(Customary[3], IdxBytes.Labels(6, _ => 0));
        Assert.Equal(10, Catalogue().Open(null, allowDownload: false, _folder.Path, use: new(Classes: 10)).Train.ClassCount);
    }

    [Fact]
    public void What_is_missing_is_said_with_what_lies_there_and_what_to_do()
    {
        Write(["train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte"], bytes => bytes);
        _folder.Write("t10k-labels.idx1-ubyte.gz", "<!DOCTYPE html><title>404</title>"u8.ToArray());
        _folder.Write("archive.zip", "PK\u0003\u0004 something"u8.ToArray());
        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(null, _folder.Path),
            "t10k-labels-idx1-ubyte missing", "train-images.idx3-ubyte (12 images of 5×4)", "t10k-labels.idx1-ubyte.gz (an HTML page)", "archive.zip (a zip archive)", "fetch it again", "give a folder");
    }

    [Theory]
    [InlineData("<html>no such key</html>", "an HTML page", "fetch it again")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "a pointer of git-lfs", "git lfs pull")]
    [InlineData("PK\u0003\u0004 something", "a zip archive", "unpack it")]
    public void Something_else_under_a_customary_name_is_called_by_its_own(string content, string kind, string advice)
    {
        SmallSet.WriteTo(_folder, compressed: true);
        _folder.Write($"{Customary[2]}.gz", System.Text.Encoding.UTF8.GetBytes(content));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open(null, _folder.Path), $"{Customary[2]}.gz: not an IDX images file but {kind} (", advice);
    }

    [Fact]
    public void Gzip_data_in_gzip_data_is_called_so()
    {
        SmallSet.WriteTo(_folder, compressed: true);
        _folder.Write($"{Customary[0]}.gz", IdxBytes.Compressed(IdxBytes.Compressed(SmallSet.Files[Customary[0]])));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open(null, _folder.Path), "gzip data within gzip data", "unpack it");
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_called_by_its_name() => OneLine.Thrown<InvalidInputException>(
        () => Catalogue().Open(null, _folder.Write("mnist.npz", "PK\u0003\u0004"u8.ToArray())), "mnist.npz: not a folder of IDX files but a zip archive; unpack it");

    [Fact]
    public void Labels_beyond_a_byte_are_refused()
    {
        string path = _folder.Write("labels", WideLabels(3, i => 255 + i));
        OneLine.Thrown<InvalidInputException>(() => IdxFile.ReadLabels(path), path, "label 1 is 256");
    }

    private DatasetCatalogue Catalogue(string? environment = null) => SmallSet.Catalogue(_cache.Path, environment);

    private void Write(string[] names, Func<byte[], byte[]> packed, bool altered = false)
    {
        foreach ((string name, string customary) in names.Zip(Customary))
        {
            byte[] bytes = name.EndsWith("idx2-int", StringComparison.Ordinal) ? WideLabels(SmallSet.Files[customary].Length - 8, i => i % 3) : [.. SmallSet.Files[customary]];
            bytes[^1] ^= (byte)(altered ? 1 : 0);
            _folder.Write(name, packed(bytes));
        }
    }

    // As QMNIST has them: eight numbers of 32 bits an image.
    private static byte[] WideLabels(int count, Func<int, int> label)
    {
        byte[] bytes = IdxBytes.File(0x0C02, [(uint)count, 8], count * 32, _ => 9);
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12 + (i * 32)), label(i));
        return bytes;
    }

    private static void AssertIsSmallSet(Dataset data)
    {
        Assert.Equal((12, 6, 3), (data.Train.Count, data.Evaluated.Count, data.Train.ClassCount));
        Assert.Equal(SmallSet.Files[Customary[0]][16..], Enumerable.Range(0, 12).SelectMany(index => data.Train.Pixels(index).ToArray()));
        Assert.Equal(SmallSet.Files[Customary[3]][8..], data.Evaluated.Labels.ToArray());
    }
}
