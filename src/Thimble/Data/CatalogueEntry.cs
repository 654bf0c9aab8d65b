namespace Thimble;

/// <summary>A data set that is known by name and by the hash of its content.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Normalization">Its customary normalization.</param>
/// <param name="Preparation">How a picture becomes an image such as its own.</param>
/// <param name="ClassCount">The number of classes.</param>
/// <param name="Files">Its four files, in the order of <see cref="IdxSet.FileNames"/>.</param>
/// <param name="Mirrors">Addresses that the file names (with <c>.gz</c>) are added to; tried in turn.</param>
internal sealed record CatalogueEntry(
    string Name,
    string Description,
    Normalization Normalization,
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

    /// <summary>Every data set of the catalogue.</summary>
    public static IReadOnlyList<CatalogueEntry> All => [Mnist, FashionMnist];

    private static CatalogueFile[] StandardFiles(params ReadOnlySpan<string> hashes) =>
    [
        new(IdxSet.FileNames[0], 16 + (60_000 * 784), hashes[0]),
        new(IdxSet.FileNames[1], 8 + 60_000, hashes[1]),
        new(IdxSet.FileNames[2], 16 + (10_000 * 784), hashes[2]),
        new(IdxSet.FileNames[3], 8 + 10_000, hashes[3]),
    ];
}

/// <summary>One file of a catalogue's data set, identified by its uncompressed content.</summary>
/// <param name="Name">The file's name without <c>.gz</c>.</param>
/// <param name="Length">The length of the uncompressed file in bytes.</param>
/// <param name="Sha256">SHA-256 of the uncompressed file, in lower-case hexadecimal.</param>
internal sealed record CatalogueFile(string Name, long Length, string Sha256)
{
    /// <summary>The most bytes that a download of it may have: deflate never adds more than this to its input.</summary>
    public long GreatestDownload => Length + (Length / 1000) + 1024;
}
