using Thimble.Kernels;
using Thimble.Statistics;

namespace Thimble;

/// <summary>A network's prediction for an image.</summary>
/// <param name="Index">The image's index in its data set.</param>
/// <param name="Label">What the image is.</param>
/// <param name="Class">The predicted class: that of the largest output, the first of equals.</param>
/// <param name="Probability">Its confidence, 0 to 1: the softmax of its outputs.</param>
public readonly record struct Prediction(int Index, int Label, int Class, double Probability)
{
    /// <summary>Whether the network is right.</summary>
    public bool IsRight => Class == Label;

    /// <summary>The cross-entropy: how much the network is surprised by what the image is; 0 at best.</summary>
    public double Loss { get; init; }

    /// <summary>Reads predictions from a network's outputs.</summary>
    /// <param name="logits">The outputs, image after image, one number a class.</param>
    /// <param name="images">The images that they belong to.</param>
    /// <exception cref="ArgumentException">There is not one row of outputs for each image.</exception>
    public static IReadOnlyList<Prediction> All(ReadOnlySpan<float> logits, ImageDataset images)
    {
        if (images.Count == 0 || logits.Length % images.Count != 0)
            throw new ArgumentException($"{logits.Length} outputs do not belong to {images.Count} images.", nameof(logits));
        int classCount = logits.Length / images.Count;
        var predictions = new Prediction[images.Count];
        for (int i = 0; i < predictions.Length; i++)
            predictions[i] = Of(logits.Slice(i * classCount, classCount), i, images.Label(i));
        return predictions;
    }

    /// <summary>Tests whether two networks that looked at the same images differ by more than luck.</summary>
    /// <param name="first">The first network's predictions.</param>
    /// <param name="second">The second's, of the same images in the same order.</param>
    /// <exception cref="InvalidInputException">They are not of the same images.</exception>
    internal static McNemarTest Compare(IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second)
    {
        if (!first.Select(prediction => prediction.Label).SequenceEqual(second.Select(prediction => prediction.Label)))
            throw new InvalidInputException("the predictions are of different images, so they cannot be compared image by image; evaluate both networks on the same ones");
        return McNemarTest.Of([.. first.Select(prediction => prediction.IsRight)], [.. second.Select(prediction => prediction.IsRight)]);
    }

    private static Prediction Of(ReadOnlySpan<float> logits, int index, int label)
    {
        int best = CrossEntropy.IndexOfLargest(logits);
        return new(index, label, best, Softmax.ProbabilityOf(logits, best)) { Loss = CrossEntropy.LossOf(logits, label) };
    }
}
