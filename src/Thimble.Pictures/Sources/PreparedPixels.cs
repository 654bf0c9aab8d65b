using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace Thimble.Pictures;

/// <summary>
/// Pictures as a network takes them: decoded and prepared once, on all processors, and kept in a cache that is keyed by the content of the files. Every
/// run reads the files for that; a second one decodes none of them. More than <see cref="MostInMemory"/> of them stay in the cache's file and are read from there.
/// </summary>
/// <param name="request">What is wanted.</param>
/// <param name="preparation">How a picture becomes an input.</param>
internal sealed class PreparedPixels(SourceRequest request, PicturePreparation preparation)
{
    /// <summary>A gibibyte: more of it, and a machine that has other work to do would begin to swap.</summary>
    public const long DefaultMostInMemory = 1L << 30;

    private const int MostNamed = 3;

    private int _hashed;
    private int _decoded;

    /// <summary>The most bytes that are held in memory.</summary>
    public long MostInMemory { get; init; } = DefaultMostInMemory;

    /// <summary>Where prepared pixels are kept; null for nowhere.</summary>
    public PixelCacheFolder? Cache { get; init; } = request.CacheFolder is { } folder ? new(Path.Combine(folder, "pictures")) : null;

    /// <summary>Bounds what is decoded at the same time.</summary>
    public PixelBudget Budget { get; init; } = PixelBudget.Shared;

    /// <summary>Reads a file.</summary>
    public Func<string, byte[]> ReadFile { get; init; } = path => PictureInput.OfFile(path, PictureFile.Formats);

    /// <summary>Reads pictures.</summary>
    /// <param name="paths">Their files.</param>
    /// <exception cref="InvalidInputException">
    /// The preparation is not for this input; files are damaged, cannot be read or changed meanwhile; or there are too many pixels, and no cache that
    /// they could go to.
    /// </exception>
    public PixelStore Of(IReadOnlyList<string> paths)
    {
        preparation.CheckInput(request.Input);
        long length = (long)paths.Count * request.Input.Size;
        byte[][]? hashes = Cache is null ? null : HashesOf(paths);
        PixelCacheFile? cache = Cache is null ? null : new(Cache, KeyOf(hashes!), length, MostInMemory);
        if (cache?.Open() is { } kept)
            return kept;
        if (length <= MostInMemory)
        {
            byte[] pixels = new byte[length];
            Decode(paths, hashes, (index, prepared) => prepared.CopyTo(pixels, (long)index * request.Input.Size));
            cache?.Keep(pixels);
            return new PixelArray(pixels);
        }

        if (cache is null)
            throw TooMany(length, "there is none");
        try
        {
            return cache.Fill(write => Decode(paths, hashes, (index, prepared) => write((long)index * request.Input.Size, prepared)));
        }
        catch (InvalidInputException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw TooMany(length, exception.InnerException.Message.ReplaceLineEndings(" "));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TooMany(length, exception.Message.ReplaceLineEndings(" "));
        }
    }

    private static InvalidInputException TooMany(long length, string reason) =>
        new($"the pictures take {length / 1e9:0.0} GB as inputs, which have to be kept in the cache folder ({reason}); use fewer or smaller inputs, or give the cache more room");

    // By content: a file that was only moved or touched is the same, and one that was changed in place is another.
    private string KeyOf(byte[][] hashes)
    {
        using var key = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Another version may decode or prepare differently.
        key.AppendData(Encoding.UTF8.GetBytes($"{LibraryVersion.Current}\n{request.Input}\n{preparation}\n"));
        foreach (byte[] hash in hashes)
            key.AppendData(hash);
        return Convert.ToHexStringLower(key.GetHashAndReset());
    }

    private byte[][] HashesOf(IReadOnlyList<string> paths)
    {
        byte[][] hashes = new byte[paths.Count][];
        Each(paths, index => SHA256.HashData(ReadFile(paths[index])), (index, hash) =>
        {
            hashes[index] = hash;
            request.Progress?.Report(Interlocked.Increment(ref _hashed));
        });
        return hashes;
    }

    private void Decode(IReadOnlyList<string> paths, byte[][]? hashes, Action<int, byte[]> put) => Each(
        paths,
        index =>
        {
            byte[] file = ReadFile(paths[index]);
            // Else the cache would keep these pixels under the key of others.
            if (hashes is not null && !SHA256.HashData(file).AsSpan().SequenceEqual(hashes[index]))
                throw new InvalidInputException($"{paths[index]}: the file changed while it was read");
            return Budget.Use(PictureFile.PixelsOf(file), () => preparation.Prepare(PictureFile.Read(file, paths[index]), request.Input, paths[index]).Pixels);
        },
        (index, pixels) =>
        {
            put(index, pixels);
            request.Progress?.Report(Interlocked.Increment(ref _decoded));
        });

    // All of the files are tried, so that the message can say how many have to be mended.
    private void Each(IReadOnlyList<string> paths, Func<int, byte[]> read, Action<int, byte[]> put)
    {
        var problems = new ConcurrentDictionary<int, string>();
        try
        {
            Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = request.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
            {
                if (Try(paths[index], () => read(index), out byte[] bytes) is { } problem)
                    problems[index] = problem;
                else
                    put(index, bytes);
            });
        }
        catch (AggregateException all)
        {
            // What could not be put somewhere, as on a full disk, ends the whole; it is the same on each thread.
            ExceptionDispatchInfo.Throw(all.InnerExceptions[0]);
        }

        if (problems.IsEmpty)
            return;
        string[] first = [.. problems.OrderBy(problem => problem.Key).Take(MostNamed).Select(problem => problem.Value)];
        string others = problems.Count > first.Length ? $"; and {problems.Count - first.Length} more" : "";
        throw new InvalidInputException(problems.Count == 1
            ? $"{first[0]} (mend this file, or take it out)"
            : $"{problems.Count} of {paths.Count:N0} files cannot be used; mend them, or take them out: {string.Join("; ", first)}{others}");
    }

    private static string? Try(string path, Func<byte[]> read, out byte[] bytes)
    {
        bytes = [];
        try
        {
            bytes = read();
            return null;
        }
        catch (InvalidInputException problem)
        {
            return problem.Message;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{path}: cannot be read ({problem.Message.ReplaceLineEndings(" ")}); check your rights";
        }
    }
}
