namespace Thimble.Lab;

/// <summary>A layer that one of two networks has and the other does not.</summary>
/// <param name="Place">Its line in its own network, from 1; layers inside a branch count.</param>
/// <param name="IsAdded">Whether the second network has it, and not the first.</param>
/// <param name="Text">The layer as YAML has it, indented inside a branch.</param>
public sealed record LayerChange(int Place, bool IsAdded, string Text);
