namespace Thimble.Execution;

/// <summary>Which work a pass does: what measurements are told by.</summary>
/// <param name="Layer">The layer's name in the network; empty for what belongs to none.</param>
/// <param name="Work">What is done: <c>forward</c>, <c>backward</c>, or a part of it by its own name.</param>
internal readonly record struct PassName(string Layer, string Work);
