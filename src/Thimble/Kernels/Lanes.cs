using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Kernels;

/// <summary>
/// The engine's layout. A batch is cut into blocks of <see cref="PerBlock"/> samples, and inside a block a number lies
/// at [channel, row, column, sample]: the samples are innermost, one to a lane. Every operation on a block is then a
/// plain vector operation over samples, whatever the number of channels.
/// </summary>
internal static class Lanes
{
    /// <summary>
    /// Samples in a block: one 512-bit register, two of 256 bits or four of 128. It is the same for every register
    /// width, so that sums over lanes are taken in the same order and give the same bits everywhere.
    /// </summary>
    public const int PerBlock = 16;

    /// <summary>The number of blocks that <paramref name="samples"/> samples fill; the last may be part full.</summary>
    public static int Blocks(int samples) => (samples + PerBlock - 1) / PerBlock;

    /// <summary>The floats of a block of samples of a shape, borders perhaps included, which may be more than an int counts.</summary>
    public static long Floats(Shape shape) => (long)shape.Channels * shape.Height * shape.Width * PerBlock;

    /// <summary>The sum of one block's lanes, always in this order.</summary>
    public static unsafe float Sum(float* lanes)
    {
        float s0 = lanes[0] + lanes[8] + (lanes[4] + lanes[12]);
        float s1 = lanes[1] + lanes[9] + (lanes[5] + lanes[13]);
        float s2 = lanes[2] + lanes[10] + (lanes[6] + lanes[14]);
        float s3 = lanes[3] + lanes[11] + (lanes[7] + lanes[15]);
        return s0 + s2 + (s1 + s3);
    }

    /// <summary>The sums of many blocks' lanes, each as <see cref="Sum"/> takes it: four at a time where registers allow.</summary>
    /// <param name="lanes">[block, lane].</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="sums">A number a block.</param>
    public static unsafe void Sums(float* lanes, int blocks, float* sums)
    {
        int done = 0;
        for (; Sse.IsSupported && done + 4 <= blocks; done += 4, lanes += 4 * PerBlock)
            Four(lanes).Store(sums + done);
        for (; done < blocks; done++, lanes += PerBlock)
            sums[done] = Sum(lanes);
    }

    /// <summary>The same, added to what is there.</summary>
    /// <param name="lanes">[block, lane].</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="sums">A number a block.</param>
    public static unsafe void AddSums(float* lanes, int blocks, float* sums)
    {
        int done = 0;
        for (; Sse.IsSupported && done + 4 <= blocks; done += 4, lanes += 4 * PerBlock)
            (Vector128.Load(sums + done) + Four(lanes)).Store(sums + done);
        for (; done < blocks; done++, lanes += PerBlock)
            sums[done] += Sum(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector128<float> Four(float* lanes)
    {
        if (Avx.IsSupported)
        {
            // s0 to s3 of blocks 0 and 2, then of 1 and 3.
            Vector256<float> even = Quarters(Halves(lanes), Halves(lanes + (2 * PerBlock)));
            Vector256<float> odd = Quarters(Halves(lanes + PerBlock), Halves(lanes + (3 * PerBlock)));
            Vector256<float> pairs = Avx.Shuffle(even, odd, 0b01_00_01_00) + Avx.Shuffle(even, odd, 0b11_10_11_10);
            return Ends(pairs.GetLower(), pairs.GetUpper());
        }

        return Ends(
            Pairs(Quarters(lanes), Quarters(lanes + PerBlock)),
            Pairs(Quarters(lanes + (2 * PerBlock)), Quarters(lanes + (3 * PerBlock))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Halves(float* lanes) => Vector256.Load(lanes) + Vector256.Load(lanes + 8);

    // s0 to s3 of one block, then of another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Quarters(Vector256<float> one, Vector256<float> other) =>
        Avx.Permute2x128(one, other, 0x20) + Avx.Permute2x128(one, other, 0x31);

    // s0 to s3 of one block.
    private static unsafe Vector128<float> Quarters(float* lanes) =>
        Vector128.Load(lanes) + Vector128.Load(lanes + 8) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));

    // s0 + s2 and s1 + s3 of one block, then of another.
    private static Vector128<float> Pairs(Vector128<float> one, Vector128<float> other) =>
        Sse.MoveLowToHigh(one, other) + Sse.MoveHighToLow(other, one);

    // The last addition of four blocks.
    private static Vector128<float> Ends(Vector128<float> low, Vector128<float> high) =>
        Sse.Shuffle(low, high, 0b10_00_10_00) + Sse.Shuffle(low, high, 0b11_01_11_01);
}
