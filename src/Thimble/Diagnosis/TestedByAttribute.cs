namespace Thimble.Diagnosis;

/// <summary>Names the test of a rule; another test checks that every rule has one and that it exists.</summary>
/// <param name="test">Class and method: <c>CostRulesTests.Epochs_are_held_against_the_budget</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TestedByAttribute(string test) : Attribute
{
    /// <summary>Class and method of the test.</summary>
    public string Test { get; } = test;
}
