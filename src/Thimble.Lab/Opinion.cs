namespace Thimble.Lab;

/// <summary>How likely a network holds a class to be.</summary>
/// <param name="Class">The class.</param>
/// <param name="Probability">From 0 to 1: the softmax of its outputs.</param>
public readonly record struct Opinion(int Class, double Probability);
