using System.IO.Compression;
using System.Text;
using Thimble.Lab.Plots;
using Thimble.Lab.Tests.Sources;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Fuzzing;

/// <summary>The readers of data of your own that is recognized by looking.</summary>
internal static class SourceTargets
{
    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "IDX images in colour", "a NumPy archive", "a CSV table of pictures", "a JSON table of pictures", "CIFAR-10 in a folder", "CIFAR-10's names", "CIFAR-10 in an archive", "EMNIST",
        "EMNIST's mapping",
    ];

    /// <summary>The targets.</summary>
    /// <param name="at">Writes a file into the folder of this run, and returns where it is.</param>
    public static IEnumerable<FuzzTarget> In(Func<string, byte[], string> at) => [.. Arrays(at), .. Tables(at), .. Cifar(at), .. Emnist(at)];

    private static IEnumerable<FuzzTarget> Arrays(Func<string, byte[], string> at)
    {
        byte[] last = SourceFiles.Idx(8, [4, 2, 2, 3], SourceFiles.Pixels(48));
        byte[] second = SourceFiles.Idx(8, [4, 3, 2, 2], SourceFiles.Pixels(48));
        yield return new("IDX images in colour", [last, second], bytes => IdxFile.ReadImages(at("colour", bytes)));
        (string, byte[])[] arrays =
        [
            ("x_train", SourceFiles.Npy("|u1", [4, 2, 2, 3], SourceFiles.Pixels(48))),
            ("y_train", SourceFiles.Npy("<i8", [4], SourceFiles.Longs(0, 1, 2, 1), version: 2)),
        ];
        yield return new(
            "a NumPy archive", [SourceFiles.Npz(CompressionLevel.NoCompression, arrays), SourceFiles.Npz(CompressionLevel.Optimal, arrays)], bytes => Look(at("a.npz", bytes)));
    }

    private static IEnumerable<FuzzTarget> Tables(Func<string, byte[], string> at)
    {
        byte[] picture = PngWriter.Grey(SourceFiles.Pixels(16), 4, 4);
        at("1.png", picture);
        at("2.png", picture);
        byte[][] csv = [.. ((string[])["path,label,split\n1.png,\"one, 1\",train\n2.png,two,train\n", "1.png,1\r\n2.png,2"]).Select(Encoding.UTF8.GetBytes)];
        yield return new("a CSV table of pictures", csv, bytes => Look(at("table.csv", bytes))) { IsText = true };
        byte[] json = "{\"path\": \"1.png\", \"label\": 1}\n{\"path\": \"2.png\", \"label\": \"two\", \"split\": \"train\"}\n"u8.ToArray();
        yield return new("a JSON table of pictures", [json], bytes => Look(at("table.jsonl", bytes))) { IsText = true };
    }

    private static IEnumerable<FuzzTarget> Cifar(Func<string, byte[], string> at)
    {
        (string Name, byte[] Content)[] files = SourceFiles.CifarTen();
        string batch = at("cifar/data_batch_1.bin", files[1].Content);
        foreach ((string name, byte[] content) in files)
            at($"cifar/{name}", content);
        yield return new("CIFAR-10 in a folder", [files[1].Content], bytes => LookAround(batch, bytes, files[1].Content, batch));
        yield return new("CIFAR-10's names", [files[0].Content], bytes => LookAround(at("cifar/batches.meta.txt", bytes), bytes, files[0].Content, batch)) { IsText = true };
        byte[] tar = SourceFiles.Tar("x", files);
        yield return new("CIFAR-10 in an archive", [tar, SourceFiles.Zipped(tar)], bytes => Look(at("cifar.tar.gz", bytes)));
    }

    private static IEnumerable<FuzzTarget> Emnist(Func<string, byte[], string> at)
    {
        byte[] labels = SourceFiles.Idx(8, [4], [1, 2, 3, 26]);
        byte[] mapping = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 26).Select(label => $"{label} {label + 64} {label + 96}")));
        foreach (string purpose in (string[])["train", "test"])
        {
            at($"emnist/emnist-letters-{purpose}-images-idx3-ubyte", SourceFiles.Idx(8, [4, 2, 2], SourceFiles.Pixels(16)));
            at($"emnist/emnist-letters-{purpose}-labels-idx1-ubyte", labels);
        }

        string file = at("emnist/emnist-letters-train-labels-idx1-ubyte", labels);
        yield return new("EMNIST", [labels], bytes => LookAround(file, bytes, labels, file));
        yield return new("EMNIST's mapping", [mapping], bytes => LookAround(at("emnist/emnist-letters-mapping.txt", mapping), bytes, mapping, file)) { IsText = true };
    }

    // The other files of a folder stay sound.
    private static void LookAround(string path, byte[] bytes, byte[] sound, string at)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            Look(at);
        }
        finally
        {
            File.WriteAllBytes(path, sound);
        }
    }

    // What is not recognized at all is refused as well, by whoever asked.
    private static void Look(string path)
    {
        SourceContent content = DataSources.Recognize(path) ?? throw new InvalidInputException("nothing is recognized");
        if (content.Shape is { } shape)
            content.Read(new(shape));
    }
}
