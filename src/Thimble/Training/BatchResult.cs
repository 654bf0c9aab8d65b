namespace Thimble.Training;

/// <summary>What a training step found before it changed anything.</summary>
/// <param name="Loss">The mean loss over the batch.</param>
/// <param name="Correct">Samples whose class was found.</param>
internal readonly record struct BatchResult(double Loss, int Correct);
