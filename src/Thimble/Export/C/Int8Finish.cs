namespace Thimble.Export.C;

/// <summary>
/// How a channel's sums become numbers of 8 bits, in whole numbers: ((sum + bias) · multiplier / 2^shift + addend) / 2^16,
/// where each division rounds to the nearest, halves up.
/// </summary>
/// <param name="Bias">Added to the sum.</param>
/// <param name="Multiplier">What the sum is worth in the output's unit, times 2^(shift + 16).</param>
/// <param name="Addend">Added after the multiplication, times 2^16.</param>
/// <param name="Shift">Bits that are dropped, 1 to 62.</param>
internal sealed record Int8Finish(int Bias, int Multiplier, int Addend, int Shift)
{
    private const int AddendBits = 16;
    private const int MultiplierBits = 30;

    /// <summary>The finish of sums whose unit is worth <paramref name="multiplier"/> of the output's.</summary>
    public static Int8Finish Of(double bias, double multiplier, double addend)
    {
        int exponent = multiplier == 0 ? 0 : Math.ILogB(multiplier);
        // As many bits of the multiplier as an int has room for, as long as something is left to drop.
        int shift = Math.Clamp(MultiplierBits - 1 - exponent - AddendBits, 1, 62);
        return new(
            Round(bias),
            Round(Math.ScaleB(multiplier, shift + AddendBits)),
            Round(Math.ScaleB(addend, AddendBits)),
            shift);
    }

    private static int Round(double number) => (int)Math.Clamp(Math.Round(number), int.MinValue / 2, int.MaxValue / 2);
}
