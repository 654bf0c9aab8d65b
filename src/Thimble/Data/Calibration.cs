namespace Thimble;

/// <summary>
/// How far a network's answers are to be believed: its probabilities are right as often as they say, and a picture unlike everything that it was
/// trained on is not recognized. Temperature and least logit are measured on held-out images, the limits of pixels on training images. Kept in the weights file.
/// </summary>
/// <remarks>
/// An image is recognized if its largest logit is at least <see cref="LeastLogit"/>, and if its pixels keep within the limits of the class that
/// it is classified as. Both were set so that about 1 in 100 images of the kind that the network was trained on are refused.
/// </remarks>
public sealed class Calibration
{
    /// <summary>Takes the values as they are.</summary>
    /// <exception cref="ArgumentException">The temperature is not finite and above 0, the least logit is not finite, or there are no limits.</exception>
    internal Calibration(float temperature, float leastLogit, IReadOnlyList<PixelLimits> limits)
    {
        if (!float.IsFinite(temperature) || temperature <= 0 || !float.IsFinite(leastLogit) || limits.Count == 0)
            throw new ArgumentException($"A temperature of {temperature}, a least logit of {leastLogit} and {limits.Count} limits are no calibration.", nameof(temperature));
        Temperature = temperature;
        LeastLogit = leastLogit;
        Limits = limits;
    }

    /// <summary>
    /// What logits are divided by before the softmax: above 1 if the network is more confident than it should be (C. Guo et al., "On calibration of modern
    /// neural networks", 2017).
    /// </summary>
    public float Temperature { get; }

    /// <summary>The smallest value that the largest logit of a recognized image may have.</summary>
    public float LeastLogit { get; }

    /// <summary>The limits of each class's pixels.</summary>
    internal IReadOnlyList<PixelLimits> Limits { get; }

    /// <summary>Says whether an image is like those that the network was trained on.</summary>
    /// <param name="pixels">Channel, row, column; 0 to 255.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="predicted">The class with the largest logit.</param>
    /// <param name="logit">That logit.</param>
    internal bool Recognizes(ReadOnlySpan<byte> pixels, Shape shape, int predicted, float logit) =>
        logit >= LeastLogit && Limits[predicted].Hold(PixelTraits.Of(pixels, shape));
}
