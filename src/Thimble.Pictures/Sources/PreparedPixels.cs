using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Thimble.Pictures;

/// <summary>
/// Pictures as a network takes them: decoded and prepared once, on all processors, and kept in a cache that is keyed by the content of the files. A
/// second run reads the pixels alone. More than <see cref="MostInMemory"/> of them stay in the cache's file and are read from there.
/// </summary>
/// <param name="request">What is wanted.</param>
/// <param name="preparation">How a picture becomes an input.</param>
/// <param name="mostInMemory">The most bytes that are held in memory; <see cref="MostInMemory"/> by default.</param>
internal sealed class PreparedPixels(SourceRequest request, PicturePreparation preparation, long mostInMemory = PreparedPixels.MostInMemory)
{
    /// <summary>A gibibyte: more of it, and a machine that has other work to do would begin to swap.</summary>
    public const long MostInMemory = 1L << 30;

    private const int MostNamed = 3;

    // Another version may decode or prepare otherwise.
    private static readonly string Version = typeof(Dataset).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private int _read;

    /// <summary>Reads pictures.</summary>
    /// <param name="paths">Their files.</param>
    /// <exception cref="InvalidInputException">Files are damaged or cannot be read; or there are too many pixels, and no cache that they could go to.</exception>
    public PixelStore Of(IReadOnlyList<string> paths)
    {
        long length = (long)paths.Count * request.Input.Size;
        PixelCacheFile? cache = request.CacheFolder is { } folder ? new(Path.Combine(folder, "pictures", $"{KeyOf(paths)}.pixels"), length, mostInMemory) : null;
        if (cache?.Open() is { } kept)
            return kept;
        if (length <= mostInMemory)
        {
            byte[] pixels = new byte[length];
            Decode(paths, (index, prepared) => prepared.CopyTo(pixels, (long)index * request.Input.Size));
            cache?.Keep(pixels);
            return new PixelArray(pixels);
        }

        if (cache is null)
            throw TooMany(length, "without a cache");
        try
        {
            return cache.Fill(write => Decode(paths, (index, prepared) => write((long)index * request.Input.Size, prepared)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TooMany(length, exception.Message);
        }
    }

    private static InvalidInputException TooMany(long length, string reason) =>
        new($"the pictures take {length / 1e9:0.0} GB as inputs, which have to be kept in the cache folder ({reason}); use fewer or smaller inputs, or give the cache more room");

    // By content: a file that was only moved or touched is the same, and one that was changed in place is another.
    private string KeyOf(IReadOnlyList<string> paths)
    {
        byte[][] hashes = new byte[paths.Count][];
        Each(paths, HashOf, (index, hash) => hashes[index] = hash);
        using var key = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        key.AppendData(Encoding.UTF8.GetBytes($"{Version}\n{request.Input}\n{preparation}\n"));
        foreach (byte[] hash in hashes)
            key.AppendData(hash);
        return Convert.ToHexStringLower(key.GetHashAndReset());
    }

    private static byte[] HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return SHA256.HashData(file);
    }

    private void Decode(IReadOnlyList<string> paths, Action<int, byte[]> put) => Each(
        paths,
        path => preparation.Prepare(PictureFile.Read(path), request.Input, path).Pixels,
        (index, pixels) =>
        {
            put(index, pixels);
            request.Progress?.Report(Interlocked.Increment(ref _read));
        });

    // All of the files: whoever has to mend some wants to know how many.
    private void Each(IReadOnlyList<string> paths, Func<string, byte[]> read, Action<int, byte[]> put)
    {
        var problems = new ConcurrentDictionary<int, string>();
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = request.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            byte[] bytes;
            try
            {
                bytes = read(paths[index]);
            }
            catch (Exception problem) when (problem is InvalidInputException or IOException or UnauthorizedAccessException)
            {
                problems[index] = InWords(paths[index], problem);
                return;
            }

            put(index, bytes);
        });
        if (problems.IsEmpty)
            return;
        string[] first = [.. problems.OrderBy(problem => problem.Key).Take(MostNamed).Select(problem => problem.Value)];
        string others = problems.Count > first.Length ? $"; and {problems.Count - first.Length} more" : "";
        throw new InvalidInputException(problems.Count == 1
            ? $"{first[0]} (mend this file, or take it out)"
            : $"{problems.Count} of {paths.Count:N0} files cannot be used; mend them, or take them out: {string.Join("; ", first)}{others}");
    }

    private static string InWords(string path, Exception problem) => problem switch
    {
        InvalidInputException => problem.Message,
        FileNotFoundException or DirectoryNotFoundException => $"{path}: no such file",
        _ => $"{path}: cannot be read ({problem.Message}); check your rights",
    };
}
