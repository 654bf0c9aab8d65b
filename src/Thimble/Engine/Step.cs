using Thimble.Graph;

namespace Thimble.Engine;

/// <summary>
/// Something that is done in one go: an operation, with what is done to its inputs as they are read and to its output
/// before it is written. Steps do not change: a fusion makes new ones.
/// </summary>
/// <param name="Layer">The name of the layer that it begins with.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Shape">The shape of what it writes.</param>
/// <param name="Output">The number of the value that it writes: that of the last node that became part of it.</param>
internal sealed record Step(string Layer, Operation Operation, IReadOnlyList<Reading> Inputs, Shape Shape, int Output)
{
    /// <summary>What is done to the output before it is written.</summary>
    public Epilogue Epilogue { get; init; } = Epilogue.None;

    /// <summary>
    /// For a normalization or an affine map: whether nothing is written, because every reader scales and shifts the numbers
    /// as it reads them (<see cref="Reading.IsScaled"/>).
    /// </summary>
    public bool IsDeferred { get; init; }

    /// <summary>
    /// Whether the backward pass also does the derivative of the ReLU that made its input. The step that makes the input is
    /// then <see cref="IsRectifierDifferentiated"/>.
    /// </summary>
    public bool DifferentiatesRectifier { get; init; }

    /// <summary>Whether the derivative of the ReLU in this step is done by the one step that reads it.</summary>
    public bool IsRectifierDifferentiated { get; init; }

    /// <summary>
    /// Whether the backward pass leaves the sum over the pixels of each channel of its input's gradient. The step that makes
    /// the input, with as many channels, then <see cref="TakesChannelSums"/>.
    /// </summary>
    public bool GivesChannelSums { get; init; }

    /// <summary>Whether the gradient of its bias is found in the sums that its one reader leaves.</summary>
    public bool TakesChannelSums { get; init; }
}

/// <summary>A value that a step reads.</summary>
/// <param name="Value">Its number.</param>
/// <param name="IsScaled">The prologue: whether the numbers are scaled, shifted and perhaps rectified as they are read, as the deferred step that made the value says.</param>
internal readonly record struct Reading(int Value, bool IsScaled = false);

/// <summary>What is done to a step's output before it is written.</summary>
/// <param name="Rectifies">Whether max(0, …) is taken.</param>
/// <param name="Mask">The dropout of whole channels that is applied; null for none.</param>
internal sealed record Epilogue(bool Rectifies = false, Mask? Mask = null)
{
    /// <summary>Nothing.</summary>
    public static Epilogue None { get; } = new();
}
