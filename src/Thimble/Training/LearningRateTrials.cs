namespace Thimble.Training;

/// <summary>
/// Short trainings from the start at a suggested rate and at lower ones. In the search the network gets used to a rate that rises little by little; a training that begins
/// at the rate where it ended up may never learn.
/// </summary>
internal static class LearningRateTrials
{
    private const double Apart = 3;
    private const int Candidates = 4;

    // The rate rises in the first quarter, as most recipes have it, and the losses of the last one are compared.
    private const int PartOfSteps = 4;
    private const double ProgressNeeded = 0.5;
    private const double StandardErrorsOfProgress = 3;

    /// <summary>
    /// The highest of the suggested rate, a third, a ninth and a 27th of it at which the loss falls at least half as far as at the best of them; the best
    /// itself where that falls by less than a quarter.
    /// </summary>
    /// <param name="suggested">The rate to try.</param>
    /// <param name="lowest">No lower rate is tried.</param>
    /// <param name="before">The loss before anything is learned.</param>
    /// <param name="steps">Steps of each training, at least 8: two in each quarter.</param>
    /// <param name="start">Starts a training: a function that takes a step of a number and a rate, and returns the loss before it.</param>
    /// <returns>Null where nothing is learned at any of them.</returns>
    public static double? Highest(double suggested, double lowest, double before, int steps, Func<Func<int, double, double>> start)
    {
        double[] rates = [.. Enumerable.Range(0, Candidates).Select(i => i == 0 ? suggested : LearningRateSuggestion.Rounded(suggested / Math.Pow(Apart, i))).Where(rate => rate >= lowest)];
        double[] falls = [.. rates.Select(rate => Fall(rate, before, steps, start()))];
        // A network that has hardly begun to learn says only which rate is ahead.
        double needed = falls.Max() < LearningRateCurve.FallThatTells * before ? falls.Max() : ProgressNeeded * falls.Max();
        return needed > 0 ? rates[Array.FindIndex(falls, fall => fall >= needed)] : null;
    }

    // 0 where the loss did not fall by more than its noise.
    private static double Fall(double rate, double before, int steps, Func<int, double, double> train)
    {
        int part = steps / PartOfSteps;
        double[] losses = [.. Enumerable.Range(0, steps).Select(step => train(step, rate * Math.Min(1, (step + 1.0) / part))).TakeWhile(double.IsFinite)];
        if (losses.Length < steps)
            return 0;
        double[] end = losses[^part..];
        double mean = end.Average();
        double standardError = Math.Sqrt(end.Sum(loss => (loss - mean) * (loss - mean)) / (part - 1) / part);
        return before - mean is var fall && fall > StandardErrorsOfProgress * standardError ? fall : 0;
    }
}
