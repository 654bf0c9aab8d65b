using Thimble.Kernels;

namespace Thimble;

/// <summary>
/// Chooses a <see cref="Calibration"/>. The limits of each class's pixels come from training images and are wide, because the same digit scanned,
/// drawn or photographed has pixels that no training image has; they are for what is no such picture at all. The least logit and the temperature come from held-out images.
/// </summary>
internal sealed class CalibrationFit
{
    /// <summary>The fraction of real images that are refused.</summary>
    private const double Refused = 0.01;

    // At most this part of real images is refused for its pixels.
    private const double RefusedForPixels = 0.002;

    // What all but a hundredth at either end of a class's images keep within; and how far a picture may be beyond it, below and above.
    private const double Usual = 0.01;
    private const double Below = 3;
    private const double Above = 1.2;

    // Held-out images that lie farther out are odd ones, and must not open the limits to everything.
    private const double MostMargin = 1.5;
    private const double LeastInverseTemperature = 0.1;
    private const double MostInverseTemperature = 10;
    private const int Halvings = 40;

    private readonly IReadOnlyList<PixelLimits> _usual;
    private readonly PixelTraits[] _traits;
    private readonly int _classCount;

    /// <summary>Looks at the pixels, which are the same whatever a network says of them.</summary>
    /// <param name="train">The training images.</param>
    /// <param name="heldOut">Images that the network was not trained on, at least one.</param>
    /// <param name="classCount">The network's classes.</param>
    public CalibrationFit(ImageDataset train, ImageDataset heldOut, int classCount)
    {
        HeldOut = heldOut;
        _classCount = classCount;
        _usual = UsualLimits(train, classCount);
        _traits = [.. Enumerable.Range(0, heldOut.Count).Select(image => PixelTraits.Of(heldOut.Pixels(image), heldOut.ImageShape))];
    }

    /// <summary>The held-out images.</summary>
    public ImageDataset HeldOut { get; }

    /// <summary>Chooses a calibration.</summary>
    /// <param name="logits">The network's outputs for the held-out images, image after image.</param>
    /// <returns>Null if an output is not finite.</returns>
    public Calibration? Choose(ReadOnlySpan<float> logits) => Choose(logits, [.. Enumerable.Range(0, HeldOut.Count)]);

    /// <summary>Chooses one from some of the held-out images, so that it can be tried on the others.</summary>
    internal Calibration? Choose(ReadOnlySpan<float> logits, int[] images)
    {
        float[] largest = new float[images.Length];
        double[] outside = new double[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(images[i] * _classCount, _classCount);
            if (row.ContainsAny(float.NaN, float.PositiveInfinity, float.NegativeInfinity))
                return null;
            int predicted = CrossEntropy.IndexOfLargest(row);
            largest[i] = row[predicted];
            outside[i] = Outside(_usual[predicted], _traits[images[i]]);
        }

        double margin = Math.Clamp(outside.Order().ElementAt(images.Length - 1 - (int)(RefusedForPixels * images.Length)), 1, MostMargin);
        float[] left = [.. largest.Where((_, i) => outside[i] <= margin).Order()];
        int refused = Math.Max(0, (int)(Refused * images.Length) - (images.Length - left.Length));
        float least = left.Length > 0 ? left[refused] : largest.Min();
        return new(Temperature(logits, images), least, [.. _usual.Select(limits => Widened(limits, margin))]);
    }

    /// <summary>Between which values all but a few images of each class lie.</summary>
    internal static IReadOnlyList<PixelLimits> UsualLimits(ImageDataset train, int classCount)
    {
        var traits = new List<PixelTraits>[classCount];
        var all = new List<PixelTraits>(train.Count);
        for (int i = 0; i < traits.Length; i++)
            traits[i] = [];
        for (int i = 0; i < train.Count; i++)
        {
            all.Add(PixelTraits.Of(train.Pixels(i), train.ImageShape));
            traits[train.Label(i)].Add(all[^1]);
        }

        // Of a class without training images nothing is known but what all images are like.
        PixelLimits ofAll = LimitsOf(all);
        return [.. traits.Select(one => one.Count > 0 ? LimitsOf(one) : ofAll)];
    }

    private static PixelLimits LimitsOf(List<PixelTraits> traits)
    {
        int left = (int)(Usual * traits.Count);
        var lowest = new long[PixelTraits.Count];
        var highest = new long[PixelTraits.Count];
        for (int i = 0; i < PixelTraits.Count; i++)
        {
            long[] sorted = [.. traits.Select(one => one[i]).Order()];
            (lowest[i], highest[i]) = (sorted[left], sorted[^(1 + left)]);
        }

        return new(new(lowest[0], lowest[1], lowest[2], lowest[3]), new(highest[0], highest[1], highest[2], highest[3]));
    }

    // By which factor the limits would have to be wider for the trait that is farthest beyond them; at most 1 within all of them.
    private static double Outside(PixelLimits usual, PixelTraits traits)
    {
        double farthest = 0;
        for (int i = 0; i < PixelTraits.Count; i++)
        {
            double below = usual.Lowest[i] / (Below * Math.Max(1, traits[i]));
            double above = traits[i] / (Above * Math.Max(1, usual.Highest[i]));
            farthest = Math.Max(farthest, Math.Max(below, above));
        }

        return farthest;
    }

    private PixelLimits Widened(PixelLimits usual, double factor)
    {
        PixelTraits most = PixelTraits.MostOf(HeldOut.ImageShape);
        // Where no image of a class is black, a black one is not of it.
        long Low(int i) => Math.Max(Math.Min(1, usual.Lowest[i]), (long)(usual.Lowest[i] / (Below * factor)));
        long High(int i) => Math.Min(most[i], (long)Math.Ceiling(Math.Max(1, usual.Highest[i]) * Above * factor));
        return new(new(Low(0), Low(1), Low(2), Low(3)), new(High(0), High(1), High(2), High(3)));
    }

    // The loss is convex in 1 / T, so its slope has one zero. Each image counts as (n + 1) / (n + 2) of its class, as in J. Platt, "Probabilistic
    // outputs for support vector machines", 1999: where all images are right, the best temperature would be 0.
    private float Temperature(ReadOnlySpan<float> logits, int[] images)
    {
        double low = LeastInverseTemperature;
        double high = MostInverseTemperature;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (Slope(logits, images, middle) < 0)
                low = middle;
            else
                high = middle;
        }

        return (float)(2 / (low + high));
    }

    private double Slope(ReadOnlySpan<float> logits, int[] images, double inverse)
    {
        double certain = (images.Length + 1.0) / (images.Length + 2.0);
        double rest = _classCount > 1 ? (1 - certain) / (_classCount - 1) : 0;
        double slope = 0;
        foreach (int image in images)
        {
            ReadOnlySpan<float> row = logits.Slice(image * _classCount, _classCount);
            double largest = row[CrossEntropy.IndexOfLargest(row)];
            double sum = 0, expected = 0, target = 0;
            for (int i = 0; i < row.Length; i++)
            {
                double weight = Elementary.Exp((row[i] - largest) * inverse);
                sum += weight;
                expected += weight * row[i];
                target += (i == HeldOut.Label(image) ? certain : rest) * row[i];
            }

            slope += (expected / sum) - target;
        }

        return slope;
    }
}
