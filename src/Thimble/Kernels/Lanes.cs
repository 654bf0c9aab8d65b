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

    /// <summary>The sum of one block's lanes, always in this order.</summary>
    public static unsafe float Sum(float* lanes)
    {
        float s0 = lanes[0] + lanes[8] + (lanes[4] + lanes[12]);
        float s1 = lanes[1] + lanes[9] + (lanes[5] + lanes[13]);
        float s2 = lanes[2] + lanes[10] + (lanes[6] + lanes[14]);
        float s3 = lanes[3] + lanes[11] + (lanes[7] + lanes[15]);
        return s0 + s2 + (s1 + s3);
    }
}
