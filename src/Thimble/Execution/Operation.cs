namespace Thimble.Execution;

/// <summary>
/// A layer at work in one network: it has put its forward passes into the plan when it was made, and puts its
/// backward passes there when asked. Parameter gradients go to the block's own place, activations' overwrite.
/// </summary>
internal abstract class Operation
{
    /// <summary>Where the output lies.</summary>
    public abstract Activation Output { get; }

    /// <summary>Adds the backward passes.</summary>
    /// <param name="outputGradient">The gradient of the output; the operation may overwrite it, and owns it from here.</param>
    /// <param name="needsInputGradient">Whether anything before this layer learns.</param>
    /// <returns>The gradient of the input, or null if it is not needed.</returns>
    public abstract Activation? AddBackward(Activation outputGradient, bool needsInputGradient);
}
