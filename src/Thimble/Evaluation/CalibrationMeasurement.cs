using Thimble.Kernels;

namespace Thimble;

/// <summary>
/// How far a network's answers were found to be right. The figures of real images are measured on one half of the held-out images
/// with a calibration chosen on the other, and the other way round.
/// </summary>
/// <param name="Temperature">The temperature that was chosen.</param>
/// <param name="ErrorBefore">The expected calibration error of the plain probabilities, 0 to 1.</param>
/// <param name="ErrorAfter">The expected calibration error with a temperature, 0 to 1.</param>
/// <param name="Real">Held-out images, and how many of them are not recognized.</param>
/// <param name="Foreign">Made pictures of each kind, and how many of them are not recognized.</param>
internal sealed record CalibrationMeasurement(
    double Temperature, double ErrorBefore, double ErrorAfter, RefusedPictures Real, IReadOnlyList<RefusedPictures> Foreign)
{
    private const int Bins = 15;

    /// <summary>Measures.</summary>
    /// <param name="calibration">What was chosen on all held-out images.</param>
    /// <param name="fit">How it was chosen.</param>
    /// <param name="logits">The network's outputs for the held-out images.</param>
    /// <param name="evaluator">The network.</param>
    /// <param name="normalization">How pixels become its inputs.</param>
    public static CalibrationMeasurement Of(
        Calibration calibration, CalibrationFit fit, float[] logits, Evaluator evaluator, Normalization normalization)
    {
        ImageDataset heldOut = fit.HeldOut;
        int classCount = evaluator.Classes;
        int refused = 0;
        var temperatures = new float[heldOut.Count];
        // Drawn, because data may be sorted or its classes may alternate.
        int[] order = new KeyedRandom(seed: 0, epoch: 0, sample: 0, RandomPlace.Probe).Draw(heldOut.Count, heldOut.Count);
        int[][] halves = [order[..(order.Length / 2)], order[(order.Length / 2)..]];
        foreach ((int[] half, int[] other) in (ReadOnlySpan<(int[], int[])>)[(halves[0], halves[1]), (halves[1], halves[0])])
        {
            Calibration chosen = other.Length == 0 ? calibration : fit.Choose(logits, other)!;
            foreach (int image in half)
            {
                temperatures[image] = chosen.Temperature;
                refused += IsRecognized(chosen, heldOut, image, logits.AsSpan(image * classCount, classCount)) ? 0 : 1;
            }
        }

        return new(
            calibration.Temperature,
            ExpectedError(heldOut, logits, _ => 1),
            ExpectedError(heldOut, logits, image => temperatures[image]),
            new("real", heldOut.Count, refused),
            [.. ForeignPictures.Of(heldOut).Select(foreign => new RefusedPictures(
                foreign.Name, foreign.Pictures.Count, CountRefused(calibration, foreign.Pictures, evaluator.Logits(foreign.Pictures, normalization))))]);
    }

    /// <summary>How many images are not recognized.</summary>
    internal static int CountRefused(Calibration calibration, ImageDataset images, float[] logits)
    {
        int classCount = logits.Length / images.Count;
        return Enumerable.Range(0, images.Count).Count(image =>
            !IsRecognized(calibration, images, image, logits.AsSpan(image * classCount, classCount)));
    }

    /// <summary>
    /// The expected calibration error: images are sorted by their probability into 15 bins of equal width, and the distance between a bin's mean
    /// probability and its accuracy is averaged over the images (C. Guo et al., 2017).
    /// </summary>
    internal static double ExpectedError(ImageDataset images, ReadOnlySpan<float> logits, Func<int, float> temperature)
    {
        int classCount = logits.Length / images.Count;
        // Of each bin the sum of probabilities less the number of right answers: its size times the distance.
        double[] distances = new double[Bins];
        for (int image = 0; image < images.Count; image++)
        {
            Classification answer = Softmax.Of(logits.Slice(image * classCount, classCount), temperature(image), []);
            int bin = Math.Min((int)(answer.Probability * Bins), Bins - 1);
            distances[bin] += answer.Probability - (answer.Class == images.Label(image) ? 1 : 0);
        }

        return distances.Sum(Math.Abs) / images.Count;
    }

    private static bool IsRecognized(Calibration calibration, ImageDataset images, int image, ReadOnlySpan<float> logits)
    {
        int predicted = CrossEntropy.IndexOfLargest(logits);
        return calibration.Recognizes(images.Pixels(image), images.ImageShape, predicted, logits[predicted]);
    }
}

/// <summary>Pictures of a kind, and how many of them are not recognized.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Refused">How many of them are not recognized.</param>
internal sealed record RefusedPictures(string Name, int Count, int Refused);
