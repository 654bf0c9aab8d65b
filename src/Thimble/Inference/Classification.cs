namespace Thimble.Inference;

/// <summary>What a network takes an image for.</summary>
/// <param name="Class">The class of the greatest output, the first of equals.</param>
/// <param name="Probability">How sure it is, 0 to 1: the softmax of its outputs.</param>
public readonly record struct Classification(int Class, float Probability);
