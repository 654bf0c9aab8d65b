using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>What can be known of a network and its recipe before it is trained.</summary>
public static class NetworkDiagnosis
{
    /// <summary>Looks for everything that the rules know, the weightiest first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recipe">How it is to be trained.</param>
    /// <param name="budget">What is asked of it.</param>
    public static IReadOnlyList<Finding> Of(NetworkDefinition network, Recipe recipe, Budget budget)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(budget);
        return [];
    }
}
