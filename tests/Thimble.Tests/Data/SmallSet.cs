using System.Security.Cryptography;

namespace Thimble.Tests.Data;

/// <summary>A catalogue's data set of 12 + 6 images of 5×4 in three classes, and its four files.</summary>
internal static class SmallSet
{
    public const string Name = "small";

    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["train-images-idx3-ubyte"] = IdxBytes.Images(12, 5, 4),
        ["train-labels-idx1-ubyte"] = IdxBytes.Labels(12),
        ["t10k-images-idx3-ubyte"] = IdxBytes.Images(6, 5, 4, i => (byte)(i * 11)),
        ["t10k-labels-idx1-ubyte"] = IdxBytes.Labels(6),
    };

    public static CatalogueEntry Entry(params Uri[] mirrors) => new(
        Name, "a test's", new Normalization(0.25f, 0.5f), PicturePreparation.Digit, 3,
        [.. IdxSet.FileNames.Select(name => new CatalogueFile(name, Files[name].Length, Convert.ToHexStringLower(SHA256.HashData(Files[name]))))],
        mirrors);

    /// <summary>A catalogue of this set alone, that looks in the given places.</summary>
    public static DatasetCatalogue Catalogue(string cache, string? environment = null, DownloadOptions? download = null, params Uri[] mirrors) =>
        new([Entry(mirrors)], new DatasetLocations(environment, cache), download);

    /// <summary>Writes the four files, one of them perhaps other than it should be.</summary>
    public static void WriteTo(TemporaryFolder folder, string subfolder = "", bool compressed = false, string? except = null, byte[]? instead = null)
    {
        foreach ((string name, byte[] content) in Files)
        {
            byte[]? bytes = name == except ? instead : content;
            if (bytes is not null)
                folder.Write(Path.Combine(subfolder, compressed ? name + ".gz" : name), compressed ? IdxBytes.Compressed(bytes) : bytes);
        }
    }
}
