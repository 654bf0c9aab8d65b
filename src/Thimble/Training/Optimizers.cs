using Thimble.Options;

namespace Thimble.Training;

/// <summary>The optimizers there are. A new one is a file of its own and a line here.</summary>
internal static class Optimizers
{
    /// <summary>Their schemas.</summary>
    public static OptionRegistry<OptimizerOptions> All { get; } =
        new("optimizer", () => [SgdOptions.Schema, AdamOptions.Schema, AdamWOptions.Schema]);
}
