namespace Thimble.Bench;

/// <summary>What the processor can do with some threads.</summary>
/// <param name="Threads">Threads at the same time.</param>
/// <param name="Gigaflops">GFLOP/s of multiply-adds, by register width in bits.</param>
/// <param name="Read">GB/s of reading memory.</param>
/// <param name="Update">GB/s of reading and writing memory.</param>
internal sealed record PeakFigures(int Threads, IReadOnlyDictionary<int, double> Gigaflops, double Read, double Update)
{
    /// <summary>Measures.</summary>
    public static PeakFigures Measure(int threads)
    {
        (double read, double update) = MemoryBandwidth.GigabytesPerSecond(threads);
        return new(threads, ArithmeticPeak.Widths.ToDictionary(bits => bits, bits => ArithmeticPeak.GigaflopsAt(bits, threads)), read, update);
    }
}
