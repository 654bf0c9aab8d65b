namespace Thimble.Bench;

/// <summary>Two ways of doing something, timed in turn, so that what else the machine does falls on both.</summary>
/// <param name="First">Seconds of the first way, try by try.</param>
/// <param name="Second">Seconds of the second.</param>
internal sealed record Alternation(double[] First, double[] Second)
{
    /// <summary>How many times longer the first takes: the median ratio with its range, for a table.</summary>
    public string RatioInWords => Ratios.InWords(First, Second);

    /// <summary>Times both, after one try of each that does not count.</summary>
    /// <param name="pairs">Tries.</param>
    /// <param name="first">The first way; gives its seconds.</param>
    /// <param name="second">The second way.</param>
    public static Alternation Measure(int pairs, Func<double> first, Func<double> second)
    {
        first();
        second();
        double[] ones = new double[pairs];
        double[] others = new double[pairs];
        for (int i = 0; i < pairs; i++)
        {
            ones[i] = first();
            others[i] = second();
        }

        return new(ones, others);
    }
}
