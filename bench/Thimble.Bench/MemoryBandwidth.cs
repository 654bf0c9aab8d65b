using System.Runtime.Intrinsics;
using Thimble.Kernels;

namespace Thimble.Bench;

/// <summary>How fast numbers come from memory and go there, past every cache.</summary>
internal static unsafe class MemoryBandwidth
{
    // Several times the third-level cache.
    private const int Floats = 1 << 25;
    private const int Repetitions = 8;

    /// <summary>GB/s of reading alone, and of reading and writing together where each number is read, changed and written.</summary>
    /// <param name="threads">Threads, each with memory of its own.</param>
    public static (double Read, double Update) GigabytesPerSecond(int threads)
    {
        AlignedArray<float>[] arrays = [.. Enumerable.Range(0, threads).Select(_ => new AlignedArray<float>(Floats))];
        foreach (AlignedArray<float> array in arrays)
            array.Span.Fill(1);
        double bytes = (double)Floats * sizeof(float) * threads;
        double read = Together.BestSeconds(threads, Repetitions, thread => Sum(arrays[thread].Pointer));
        double update = Together.BestSeconds(threads, Repetitions, thread => Scale(arrays[thread].Pointer));
        return (bytes / read / 1e9, 2 * bytes / update / 1e9);
    }

    private static float Sum(float* values)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a;
        for (int i = 0; i < Floats; i += 64)
        {
            a += Vector512.Load(values + i);
            b += Vector512.Load(values + i + 16);
            c += Vector512.Load(values + i + 32);
            d += Vector512.Load(values + i + 48);
        }

        return Vector512.Sum(a + b + (c + d));
    }

    private static void Scale(float* values)
    {
        for (int i = 0; i < Floats; i += 16)
            (Vector512.Load(values + i) * 1.0001f).Store(values + i);
    }
}
