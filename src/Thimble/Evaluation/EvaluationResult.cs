using Thimble.Statistics;

namespace Thimble;

/// <summary>How a network did on a set of images.</summary>
/// <param name="Loss">The mean cross-entropy, without label smoothing.</param>
/// <param name="Correct">Images whose class was found.</param>
/// <param name="Count">Images looked at.</param>
public readonly record struct EvaluationResult(double Loss, int Correct, int Count)
{
    /// <summary>The share of images whose class was found, 0 to 1.</summary>
    public double Accuracy => Count == 0 ? 0 : (double)Correct / Count;

    /// <summary>Says how exactly the accuracy is known, with 95% confidence; at least one image must have been looked at.</summary>
    internal AccuracyInterval Interval() => new(Correct, Count);

    /// <summary>Returns the accuracy's standard error, never 0: <see cref="Noise.StandardError"/>.</summary>
    internal double StandardError() => Noise.StandardError(Correct, Count);

    /// <summary>Returns the standard error of the difference from an accuracy on other images.</summary>
    internal double StandardErrorOfGap(EvaluationResult other) => Noise.OfDifference(StandardError(), other.StandardError());
}
