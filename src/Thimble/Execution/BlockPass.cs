namespace Thimble.Execution;

/// <summary>The work of one layer on one block.</summary>
/// <param name="block">The block within the batch.</param>
/// <param name="worker">The worker that does it, for its scratch memory.</param>
internal delegate void BlockPass(int block, int worker);
