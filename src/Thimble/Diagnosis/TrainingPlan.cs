using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>What is known before training: what a rule looks at.</summary>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it is to be trained.</param>
/// <param name="Budget">What is asked of it.</param>
internal sealed record TrainingPlan(NetworkDefinition Network, Recipe Recipe, Budget Budget);
