namespace Thimble;

/// <summary>A data set that is known by name and by a hash of its files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Normalization">Its customary normalization; null where it is measured.</param>
/// <param name="Preparation">How a picture becomes an image such as its own.</param>
/// <param name="ClassCount">The number of classes.</param>
/// <param name="Files">Its four files, images and labels to train on, then those to test.</param>
/// <param name="Mirrors">Addresses that the file names (with <c>.gz</c>) are added to; tried in turn.</param>
internal sealed record CatalogueEntry(
    string Name,
    string Description,
    Normalization? Normalization,
    PicturePreparation Preparation,
    int ClassCount,
    IReadOnlyList<CatalogueFile> Files,
    IReadOnlyList<Uri> Mirrors)
{
    /// <summary>MNIST: 60,000 + 10,000 handwritten digits, 28×28.</summary>
    public static CatalogueEntry Mnist { get; } = new(
        "mnist", "handwritten digits, 28×28, 60,000 + 10,000", Normalization.Mnist, PicturePreparation.Digit, 10,
        StandardFiles(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        [
            new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
        ]);

    /// <summary>Fashion-MNIST: 60,000 + 10,000 pieces of clothing, 28×28.</summary>
    public static CatalogueEntry FashionMnist { get; } = new(
        "fashion-mnist", "clothing, 28×28, 60,000 + 10,000", new Normalization(0.2860f, 0.3530f), PicturePreparation.Whole, 10,
        StandardFiles(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        // Its first home (s3-website) speaks http only. The hashes were taken from Debian's dataset-fashion-mnist, whose
        // .gz files have the MD5 sums that its authors publish once the name and time are put back into their headers.
        [
            new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            new("https://fashion-mnist.s3.eu-central-1.amazonaws.com/"),
        ]);

    /// <summary>Kuzushiji-MNIST: 60,000 + 10,000 handwritten Japanese characters, 28×28.</summary>
    // The MD5 sums of this and the next are those in torchvision/datasets/mnist.py of github.com/pytorch/vision; nobody publishes hashes of their content.
    public static CatalogueEntry Kmnist { get; } = new(
        "kmnist", "handwritten Japanese characters, 28×28, 60,000 + 10,000", Normalization: null, PicturePreparation.Whole, 10,
        [
            new(IdxSet.FileNames[0], 16 + (60_000 * 784), Sha256: null) { CompressedMd5 = "bdb82020997e1d708af4cf47b453dcf7" },
            new(IdxSet.FileNames[1], 8 + 60_000, Sha256: null) { CompressedMd5 = "e144d726b3acfaa3e44228e80efcd344" },
            new(IdxSet.FileNames[2], 16 + (10_000 * 784), Sha256: null) { CompressedMd5 = "5c965bf0a639b31b8f53240b1b52f4d7" },
            new(IdxSet.FileNames[3], 8 + 10_000, Sha256: null) { CompressedMd5 = "7320c461ea6c1c855c0b718fb2a4b134" },
        ],
        [new("https://codh.rois.ac.jp/kmnist/dataset/kmnist/")]);

    /// <summary>QMNIST: MNIST's 60,000 training digits made again from their sources, and all 60,000 test digits, 28×28.</summary>
    public static CatalogueEntry Qmnist { get; } = new(
        "qmnist", "handwritten digits, 28×28, 60,000 + 60,000", Normalization: null, PicturePreparation.Digit, 10,
        [
            new("qmnist-train-images-idx3-ubyte", 16 + (60_000 * 784), Sha256: null) { CompressedMd5 = "ed72d4157d28c017586c42bc6afe6370" },
            new("qmnist-train-labels-idx2-int", 12 + (60_000 * IdxHeader.WideLabelBytes), Sha256: null) { CompressedMd5 = "0058f8dd561b90ffdd0f734c6a30e5e4" },
            new("qmnist-test-images-idx3-ubyte", 16 + (60_000 * 784), Sha256: null) { CompressedMd5 = "1394631089c404de565df7b7aeaf9412" },
            new("qmnist-test-labels-idx2-int", 12 + (60_000 * IdxHeader.WideLabelBytes), Sha256: null) { CompressedMd5 = "5b5b05890a5e13444e108efe57b788aa" },
        ],
        [new("https://raw.githubusercontent.com/facebookresearch/qmnist/master/")]);

    /// <summary>Every data set of the catalogue.</summary>
    public static IReadOnlyList<CatalogueEntry> All => [Mnist, FashionMnist, Kmnist, Qmnist];

    /// <summary>Whether its files are identified by their content; by the MD5 of the compressed files otherwise.</summary>
    public bool IsKnownByContent => Files.All(file => file.Sha256 is not null);

    private static CatalogueFile[] StandardFiles(params ReadOnlySpan<string> hashes) =>
    [
        new(IdxSet.FileNames[0], 16 + (60_000 * 784), hashes[0]),
        new(IdxSet.FileNames[1], 8 + 60_000, hashes[1]),
        new(IdxSet.FileNames[2], 16 + (10_000 * 784), hashes[2]),
        new(IdxSet.FileNames[3], 8 + 10_000, hashes[3]),
    ];
}
