namespace Thimble.Pictures;

/// <summary>
/// How CIFAR-10 or CIFAR-100 is published in its binary version: 32×32 in colour, an image after the other, each its labels and then its red, green and
/// blue plane. Source: https://www.cs.toronto.edu/~kriz/cifar.html.
/// </summary>
/// <param name="Name">The data's name.</param>
/// <param name="LabelBytes">The bytes before an image's pixels; the last of them is its class.</param>
/// <param name="TrainFiles">The files of images to train on.</param>
/// <param name="TestFile">The file of test images.</param>
/// <param name="NamesFile">The file with the classes' names, one a line.</param>
/// <param name="MostImages">The images that a file has as published; some may have been left out, but more than that is something else.</param>
/// <param name="ClassNames">The names as published.</param>
/// <param name="Normalization">The customary figures of its training images.</param>
/// <param name="PythonFile">A file of the version for Python, which is not read.</param>
internal sealed record CifarFormat(
    string Name, int LabelBytes, IReadOnlyList<string> TrainFiles, string TestFile, string NamesFile, int MostImages, IReadOnlyList<string> ClassNames,
    Normalization Normalization, string PythonFile)
{
    /// <summary>The longest file of names that is read.</summary>
    public const int MostNameBytes = 1 << 16;

    /// <summary>The shape of an image.</summary>
    public static readonly Shape Image = new(3, 32, 32);

    /// <summary>50,000 + 10,000 images of 10 classes.</summary>
    public static CifarFormat Ten { get; } = new(
        "cifar-10", 1, ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin", "batches.meta.txt", 10_000,
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]), "data_batch_1");

    /// <summary>50,000 + 10,000 images of 100 classes in 20 groups, which are ignored.</summary>
    public static CifarFormat Hundred { get; } = new(
        "cifar-100", 2, ["train.bin"], "test.bin", "fine_label_names.txt", 50_000,
        [
            "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can",
            "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant",
            "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree",
            "motorcycle", "mountain", "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy",
            "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
            "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle",
            "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
        ],
        new([0.5071f, 0.4867f, 0.4408f], [0.2675f, 0.2565f, 0.2761f]), "fine_label_names");

    /// <summary>Both.</summary>
    public static IReadOnlyList<CifarFormat> All { get; } = [Ten, Hundred];

    /// <summary>The bytes of an image with its labels.</summary>
    public int RecordLength => LabelBytes + Image.Size;

    /// <summary>The most bytes that one of its files may have; 0 for a file that is not its own.</summary>
    public long MostBytesOf(string file) => file == NamesFile ? MostNameBytes : file == TestFile || TrainFiles.Contains(file) ? (long)MostImages * RecordLength : 0;
}
