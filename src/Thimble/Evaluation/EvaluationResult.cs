namespace Thimble.Evaluation;

/// <summary>How a network did on a set of images.</summary>
/// <param name="Loss">The mean cross-entropy, without label smoothing.</param>
/// <param name="Correct">Images whose class was found.</param>
/// <param name="Count">Images looked at.</param>
public readonly record struct EvaluationResult(double Loss, int Correct, int Count)
{
    /// <summary>The share of images whose class was found, 0 to 1.</summary>
    public double Accuracy => Count == 0 ? 0 : (double)Correct / Count;
}
