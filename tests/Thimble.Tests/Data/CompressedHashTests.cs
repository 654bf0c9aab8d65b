#pragma warning disable CA5351 // The sums are published as MD5; nothing is protected by them.
using System.Security.Cryptography;

namespace Thimble.Tests.Data;

/// <summary>Data sets of which only the MD5 of the compressed files is published.</summary>
public sealed class CompressedHashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CatalogueEntry Entry(params Uri[] mirrors) => new(
        SmallSet.Name, "a test's", Normalization: null, PicturePreparation.Whole, 3,
        [.. SmallSet.Files.Select(file => new CatalogueFile(file.Key, file.Value.Length, Sha256: null) { CompressedMd5 = Md5(IdxBytes.Compressed(file.Value)) })],
        mirrors);

    [Fact]
    public void Compressed_files_are_identified_by_their_md5_and_normalized_as_measured()
    {
        SmallSet.WriteTo(_folder, compressed: true);
        DatasetCatalogue catalogue = Catalogue();

        Dataset data = catalogue.Open(SmallSet.Name, allowDownload: false, _folder.Path);

        Assert.Equal((SmallSet.Name, 12), (data.Name, data.Train.Count));
        Assert.Equal(Normalization.Of(data.Train), data.Normalization);
        Assert.Equal("identified by the MD5 of its compressed files", Assert.Single(Assert.Single(catalogue.Statuses(_folder.Path)).Places).Explanation);
        Assert.Equal(SmallSet.Name, catalogue.Open(null, allowDownload: false, _folder.Path).Name);
    }

    /// <summary>torchvision keeps both.</summary>
    [Fact]
    public void The_compressed_file_is_taken_where_the_plain_one_is_beside_it()
    {
        SmallSet.WriteTo(_folder, compressed: true);
        SmallSet.WriteTo(_folder, compressed: false);

        Assert.Equal(SmallSet.Name, Catalogue().Open(SmallSet.Name, allowDownload: false, _folder.Path).Name);
    }

    [Fact]
    public void A_plain_file_alone_cannot_be_identified()
    {
        SmallSet.WriteTo(_folder);

        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, allowDownload: false, _folder.Path),
            "train-images-idx3-ubyte: it is not that of small: not compressed, and only the MD5 of the compressed file is published", "files");
        Assert.Equal("files", Catalogue().Open(null, allowDownload: false, _folder.Path).Name);
    }

    [Fact]
    public void Other_content_is_told_by_both_sums()
    {
        SmallSet.WriteTo(_folder, compressed: true, except: "t10k-labels-idx1-ubyte", instead: IdxBytes.Labels(6, _ => 1));

        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, allowDownload: false, _folder.Path),
            $"md5 {Md5(IdxBytes.Compressed(IdxBytes.Labels(6, _ => 1)))[..12]}… instead of {Md5(IdxBytes.Compressed(SmallSet.Files["t10k-labels-idx1-ubyte"]))[..12]}…");
    }

    [Fact]
    public void A_download_is_checked_by_it()
    {
        using LyingServer server = LyingServer.Honest();
        var catalogue = new DatasetCatalogue([Entry(server.Address)], new DatasetLocations(null, _folder.Path), new DownloadOptions { AllowHttpOnLoopback = true });

        Assert.Equal(12, catalogue.Open(SmallSet.Name).Train.Count);
        Assert.Equal(12, catalogue.Open(SmallSet.Name, allowDownload: false).Train.Count);
        Assert.Equal(4, server.RequestCount);
    }

    [Fact]
    public void The_published_sets_have_a_sum_for_each_file()
    {
        foreach (CatalogueEntry entry in (CatalogueEntry[])[CatalogueEntry.Kmnist, CatalogueEntry.Qmnist])
        {
            Assert.False(entry.IsKnownByContent);
            Assert.Equal(4, entry.Files.Select(file => file.CompressedMd5).Distinct().Count());
            Assert.All(entry.Files, file => Assert.Matches("^[0-9a-f]{32}$", file.CompressedMd5));
        }

        Assert.Equal("tsu", ClassNames.Of("kmnist", 10)[3]);
    }

    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private DatasetCatalogue Catalogue() => new([Entry()], new DatasetLocations(null, Path.Combine(_folder.Path, "cache")), null);
}
