using System.Globalization;

namespace Thimble.Training;

/// <summary>The loss over the learning rate, and what can be read from it.</summary>
/// <param name="Points">The steps, by rising learning rate.</param>
/// <param name="HasDiverged">Whether the search ended early, because the loss had grown far above its best.</param>
internal sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, bool HasDiverged)
{
    private const int FewestPoints = 16;

    // The loss before anything is learned is that of the first eighth of the steps: a median, because a batch may be an odd one.
    private const int PartAtStart = 8;

    // A fall smaller than this part of the loss, or than this many deviations of the noise, is none.
    private const double LeastFall = 0.02;
    private const double DeviationsOfNoise = 5;

    /// <summary>Where less of the loss is gone, the network has hardly begun to learn, and the bottom says where it comes apart rather than where it learns.</summary>
    public const double FallThatTells = 0.25;

    /// <summary>The rates to choose from; null where the curve is too short or the loss does not fall by more than its noise.</summary>
    public LearningRateSuggestion? Suggestion
    {
        get
        {
            if (Points.Count < FewestPoints)
                return null;
            (double before, int bottom) = (Before, Bottom);
            double fall = before - Points[bottom].SmoothedLoss;
            if (!(fall > LeastFall * before && fall > DeviationsOfNoise * Noise()))
                return null;
            LearningRatePoint halfWay = Points.Skip(First).First(point => point.SmoothedLoss <= before - (fall / 2));
            return new(halfWay.LearningRate, Points[bottom].LearningRate, IsOpen: bottom == Points.Count - 1 && !HasDiverged);
        }
    }

    /// <summary>Whether the loss falls by a quarter or more, so that the curve shows a network that learns.</summary>
    public bool HasLearned => Suggestion is not null && Before - Points[Bottom].SmoothedLoss >= FallThatTells * Before;

    /// <summary>The highest rate at which a training from the start was seen to learn, at most what the curve suggests; null where none was tried, or nothing was learned at any.</summary>
    public double? HighestThatTrains { get; init; }

    /// <summary>The loss before anything is learned.</summary>
    public double Before => Median(Points.Take(First).Select(point => point.Loss));

    /// <summary>The rate to train with, rounded and within the rates that were tried; null where there is no <see cref="Suggestion"/>.</summary>
    public double? SuggestedRate => HighestThatTrains ?? FromCurve;

    /// <summary>The same by the curve alone.</summary>
    public double? FromCurve => Suggestion is { } found
        ? Math.Clamp(LearningRateSuggestion.Rounded(found.Suggested), Points[0].LearningRate, Points[^1].LearningRate)
        : null;

    private int First => Points.Count / PartAtStart;

    private int Bottom => Enumerable.Range(First, Points.Count - First).MinBy(i => Points[i].SmoothedLoss);

    /// <summary>
    /// Smooths losses without lag: at each rate the straight line that fits best, each step weighing by a Gaussian of its distance in the logarithm of the
    /// rate (local linear regression). An average of what came before would show every fall too late, at too high a rate.
    /// </summary>
    /// <param name="rates">The learning rates, rising.</param>
    /// <param name="losses">The loss of each.</param>
    /// <param name="decades">The Gaussian's deviation, in powers of ten of the learning rate; 0 leaves the losses as they are.</param>
    internal static double[] Smooth(IReadOnlyList<double> rates, IReadOnlyList<double> losses, double decades)
    {
        if (decades == 0)
            return [.. losses];
        double[] places = [.. rates.Select(Math.Log10)];
        return [.. places.Select(place => At(place, places, losses, decades))];
    }

    private static double At(double place, double[] places, IReadOnlyList<double> losses, double decades)
    {
        double weights = 0, first = 0, second = 0, loss = 0, product = 0;
        for (int i = 0; i < places.Length; i++)
        {
            double distance = (places[i] - place) / decades;
            double weight = Math.Exp(-0.5 * distance * distance);
            weights += weight;
            first += weight * distance;
            second += weight * distance * distance;
            loss += weight * losses[i];
            product += weight * distance * losses[i];
        }

        double determinant = (weights * second) - (first * first);
        // A step so far from its neighbours that none has weight is its own line.
        return determinant > 1e-9 * weights * weights ? ((second * loss) - (first * product)) / determinant : loss / weights;
    }

    // The deviation of a batch's loss, from the differences between neighbours: those of the fall itself are small, and a median leaves the end out.
    private double Noise() => Median(Points.Zip(Points.Skip(1), (one, next) => Math.Abs(next.Loss - one.Loss))) / (0.6745 * Math.Sqrt(2));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

/// <summary>Learning rates that can be read from a curve.</summary>
/// <param name="HalfWay">Where half of the fall is done: below it training is slow.</param>
/// <param name="Bottom">Where the loss is lowest: above it training comes apart.</param>
/// <param name="IsOpen">Whether the loss was still falling when the search ended, so that the bottom may be higher.</param>
internal sealed record LearningRateSuggestion(double HalfWay, double Bottom, bool IsOpen)
{
    /// <summary>
    /// The rate to train with: in the middle of the two, on the scale of the logarithm. It did best of those that were tried, as the highest rate of
    /// a schedule that falls and as a rate that stays the same (docs/experiments.md has the figures).
    /// </summary>
    public double Suggested => Math.Sqrt(HalfWay * Bottom);

    /// <summary>A rate with two digits, which are more than a curve knows.</summary>
    public static double Rounded(double rate) => double.Parse(rate.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>A step of the search for a learning rate.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">The batch's mean loss before the step.</param>
/// <param name="SmoothedLoss">The loss there, smoothed: <see cref="LearningRateCurve.Smooth"/>.</param>
internal readonly record struct LearningRatePoint(double LearningRate, double Loss, double SmoothedLoss);
