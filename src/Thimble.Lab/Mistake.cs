using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>An image that a network took for something else, with the image itself: a run is read without its data.</summary>
/// <param name="Index">The image's index in its data set.</param>
/// <param name="Label">What the image is.</param>
/// <param name="Loss">The cross-entropy.</param>
/// <param name="Opinions">Its likeliest classes, the likeliest first.</param>
/// <param name="Shape">The image's shape.</param>
/// <param name="Pixels">Channel, row, column: 0 (background) to 255.</param>
public sealed record Mistake(int Index, int Label, double Loss, IReadOnlyList<Opinion> Opinions, Shape Shape, byte[] Pixels)
{
    /// <summary>What the image is called, such as its file; null if it has no name.</summary>
    public string? Name { get; init; }

    /// <summary>How many mistakes a run keeps.</summary>
    public const int KeptByRun = 25;

    private const int OpinionsKept = 3;

    /// <summary>The mistakes with the highest loss, the worst first.</summary>
    /// <param name="logits">The network's outputs, image after image, one number a class.</param>
    /// <param name="images">The images that they belong to.</param>
    /// <param name="predictions">What follows from them, one an image.</param>
    /// <param name="count">The most of them.</param>
    public static IReadOnlyList<Mistake> Worst(
        float[] logits, ImageDataset images, IReadOnlyList<Prediction> predictions, int count = KeptByRun)
    {
        int classes = logits.Length / images.Count;
        return
        [
            .. predictions.Where(prediction => !prediction.IsRight)
                .OrderByDescending(prediction => prediction.Loss)
                .ThenBy(prediction => prediction.Index)
                .Take(count)
                .Select(prediction => new Mistake(
                    prediction.Index,
                    prediction.Label,
                    prediction.Loss,
                    OpinionsOf(logits.AsSpan(prediction.Index * classes, classes)),
                    images.ImageShape,
                    images.Pixels(prediction.Index).ToArray())
                {
                    Name = images.NameOf(prediction.Index),
                }),
        ];
    }

    /// <summary>Training images that a network predicts with confidence as another class than their label; the highest confidence first.</summary>
    /// <param name="logits">The network's outputs for them, without augmentation.</param>
    /// <param name="others">Another state of the network: what it does not say, too, may be chance.</param>
    /// <param name="images">The images.</param>
    /// <param name="count">The most of them; the count of all comes beside them.</param>
    internal static (IReadOnlyList<Mistake> Worst, int Count) Suspects(float[] logits, float[] others, ImageDataset images, int count = KeptByRun)
    {
        IReadOnlyList<Prediction> second = Prediction.All(others, images);
        Prediction[] suspects =
        [
            .. Prediction.All(logits, images).Where(prediction =>
                !prediction.IsRight && prediction.Probability >= SuspectLabels.SureOfWeights
                && second[prediction.Index] is var other && other.Class == prediction.Class && other.Probability >= SuspectLabels.SureOfWeights),
        ];
        return (Worst(logits, images, suspects, count), suspects.Length);
    }

    /// <summary>Training images that every late epoch predicted as another class than their label, as the final weights still do; the highest confidence first.</summary>
    /// <param name="logits">The final weights' outputs for them, without augmentation.</param>
    /// <param name="late">What the late epochs got wrong.</param>
    /// <param name="images">The images.</param>
    /// <param name="count">The most of them; the count of all comes with them.</param>
    internal static (IReadOnlyList<Mistake> Worst, int Count) Suspects(float[] logits, LateMistakes late, ImageDataset images, int count = KeptByRun)
    {
        IReadOnlyList<Prediction> predictions = Prediction.All(logits, images);
        Prediction[] suspects = [.. late.Images.Where(image => predictions[image.Index].Class == image.Class).Select(image => predictions[image.Index])];
        return (Worst(logits, images, suspects, count), suspects.Length);
    }

    private static List<Opinion> OpinionsOf(ReadOnlySpan<float> logits)
    {
        float greatest = logits[0];
        foreach (float logit in logits)
            greatest = Math.Max(greatest, logit);
        var opinions = new List<Opinion>(logits.Length);
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            opinions.Add(new(i, Math.Exp(logits[i] - greatest)));
            sum += opinions[i].Probability;
        }

        return
        [
            .. opinions.Select(opinion => opinion with { Probability = opinion.Probability / sum })
                .OrderByDescending(opinion => opinion.Probability)
                .ThenBy(opinion => opinion.Class)
                .Take(OpinionsKept),
        ];
    }
}
