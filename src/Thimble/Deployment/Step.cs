namespace Thimble.Deployment;

/// <summary>A step of a program without memory management: it reads values and writes one, in places that are known beforehand.</summary>
/// <param name="Name">The name of the node that it begins with.</param>
/// <param name="Operation">What it computes; never a normalization or a rectification, which are <paramref name="Finish"/>.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Value">The value that it writes: the number of the last node that went into it.</param>
/// <param name="Output">The shape of that value.</param>
/// <param name="Finish">What is done to each number before it is written.</param>
internal sealed record Step(
    string Name, GraphOperation Operation, IReadOnlyList<int> Inputs, int Value, Shape Output, StepFinish Finish);
