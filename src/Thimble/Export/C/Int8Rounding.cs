using System.Numerics;

namespace Thimble.Export.C;

/// <summary>
/// How a step's sums become its output, in whole numbers; every division rounds to the nearest, halves up. There are two ways:
/// <list type="bullet">
/// <item>narrow, in 32 bits: ((sum / 2^before + bias) · factor + addend · 2^(after − 8)) / 2^after, where what is multiplied has 16 bits;</item>
/// <item>wide, in 64 bits: ((sum + bias) · factor / 2^shift + addend) / 2^16, where the narrow way would lose something.</item>
/// </list>
/// </summary>
internal sealed class Int8Rounding
{
    private const int NarrowBits = 15;
    private const int NarrowAddendBits = 8;
    private const int MostAfter = 22;
    private const int WideAddendBits = 16;
    private const int WideFactorBits = 30;

    // The part of one step of the output that the narrow way may lose at most; one of the 16,384 steps of a logit is as good.
    private const double NarrowLoss = 0.25;

    private Int8Rounding(bool isWide, int before, int after, IReadOnlyList<Int8Finish> channels) =>
        (IsWide, Before, After, Channels) = (isWide, before, after, channels);

    /// <summary>Whether it works in 64 bits.</summary>
    public bool IsWide { get; }

    /// <summary>Bits that the narrow way drops before the multiplication.</summary>
    public int Before { get; }

    /// <summary>Bits that it drops after it.</summary>
    public int After { get; }

    /// <summary>Whether something is added after the multiplication.</summary>
    public bool HasAddends => Channels.Any(channel => channel.Addend != 0);

    /// <summary>A row a channel.</summary>
    public IReadOnlyList<Int8Finish> Channels { get; }

    /// <summary>The rounding of a step.</summary>
    /// <param name="channels">For each channel what is added to a sum, what it is then worth in the output's unit, and what is added to that.</param>
    /// <param name="largestSums">The largest sum of each channel, without its bias.</param>
    /// <param name="isLogit">Whether the output has more than 8 bits.</param>
    public static Int8Rounding Of(IReadOnlyList<(double Bias, double Factor, double Addend)> channels, IReadOnlyList<long> largestSums, bool isLogit) =>
        Narrow(channels, largestSums, isLogit) ?? new(isWide: true, 0, 0, [.. channels.Select(Wide)]);

    /// <summary>The output of a sum, before it is cut off to 8 bits.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="rectifies">Whether a negative sum counts as 0.</param>
    public long Number(int channel, int sum, bool rectifies)
    {
        Int8Finish finish = Channels[channel];
        if (!IsWide)
        {
            int narrow = ((sum + Half(Before)) >> Before) + finish.Bias;
            if (rectifies && narrow < 0)
                narrow = 0;
            return ((narrow * finish.Factor) + (finish.Addend * (1 << (After - NarrowAddendBits))) + Half(After)) >> After;
        }

        sum += finish.Bias;
        if (rectifies && sum < 0)
            sum = 0;
        return Down(Down((long)sum * finish.Factor, finish.Shift) + finish.Addend, WideAddendBits);
    }

    private static Int8Rounding? Narrow(IReadOnlyList<(double Bias, double Factor, double Addend)> channels, IReadOnlyList<long> largestSums, bool isLogit)
    {
        long largestSum = channels.Zip(largestSums, (channel, sum) => sum + (long)Math.Ceiling(Math.Abs(channel.Bias))).Max();
        int before = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)largestSum) - NarrowBits);
        double largest = Math.ScaleB(channels.Max(channel => Math.Abs(channel.Factor)), before);
        int after = largest == 0 ? MostAfter : Math.Min(MostAfter, NarrowBits - 1 - Math.ILogB(largest));
        if (after <= MostAfter && Math.Round(Math.ScaleB(largest, after)) > short.MaxValue)
            after--;
        if (after < NarrowAddendBits || channels.Any(channel => LossOf(channel, largestSum, before, after, isLogit ? Int8Scales.LargestLogit : Int8Scales.Largest + 1) > (isLogit ? 1 : NarrowLoss)))
            return null;
        return new(isWide: false, before, after, [.. channels.Select(channel => new Int8Finish(
            Round(Math.ScaleB(channel.Bias, -before)),
            Round(Math.ScaleB(channel.Factor, before + after)),
            Round(Math.ScaleB(channel.Addend, NarrowAddendBits))))]);
    }

    // By rounding the factor, the addend, and what is left of a sum; more of a sum than the output can hold does not count.
    private static double LossOf((double Bias, double Factor, double Addend) channel, long largestSum, int before, int after, int largestOutput)
    {
        const double LargestAddend = 127.9;
        if (Math.Abs(channel.Addend) > LargestAddend)
            return double.PositiveInfinity;
        double factor = Math.Abs(Math.ScaleB(channel.Factor, before));
        double narrow = Math.Min(Math.ScaleB(largestSum, -before), (largestOutput + Math.Abs(channel.Addend)) / factor);
        double roundings = (before > 0 ? 0.5 : 0) + (channel.Bias != 0 ? 0.5 : 0);
        return (narrow * Math.ScaleB(0.5, -after)) + (roundings * factor) + Math.ScaleB(0.5, -NarrowAddendBits);
    }

    private static Int8Finish Wide((double Bias, double Factor, double Addend) channel)
    {
        int exponent = channel.Factor == 0 ? 0 : Math.ILogB(channel.Factor);
        // As many bits of the factor as an int has room for, as long as something is left to drop.
        int shift = Math.Clamp(WideFactorBits - 1 - exponent - WideAddendBits, 1, 62);
        return new(
            Round(channel.Bias),
            Round(Math.ScaleB(channel.Factor, shift + WideAddendBits)),
            Round(Math.ScaleB(channel.Addend, WideAddendBits)),
            shift);
    }

    private static int Half(int shift) => shift > 0 ? 1 << (shift - 1) : 0;

    private static long Down(long number, int shift) => (number + (1L << (shift - 1))) >> shift;

    private static int Round(double number) => (int)Math.Clamp(Math.Round(number), int.MinValue / 2, int.MaxValue / 2);
}
