using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What the network needs on a device, against the budget.</summary>
internal static class DeviceRules
{
    /// <summary>RAM, flash and multiply-adds of the network as C in 8 bits against the budget, and which layer holds most of the RAM.</summary>
    [TestedBy("DeviceRulesTests.Bounds_of_a_device_are_held_against_the_budget")]
    public static IEnumerable<Finding> DeviceBudget(TrainingPlan plan) => DeviceBound.Of(plan.Budget, plan.Network).Select(bound => new Finding(
        "device-budget",
        bound.Needed is not { } needed ? "It cannot be exported in 8 bits"
            : bound.IsMet ? $"{bound.Noun}: within the budget" : $"{bound.Noun}: {(bound.Unit.Length > 0 ? Figures.Count(needed - bound.Most, "byte") : $"{needed - bound.Most:N0}")} over the budget",
        bound.Needed is null ? bound.Remark : $"{bound.Measured}, {bound.Asked} asked for",
        bound.IsEstimate ? Confidence.Likely : Confidence.Certain,
        bound.IsMet ? Severity.Note : Severity.Problem,
        bound.IsMet || bound.Needed is null ? "" : Suggestion(bound)));

    private static string Suggestion(DeviceBound bound) => bound.Largest switch
    {
        { IsImage: true } => "Most of it is rows of the image: half its height and width halves them.",
        { } largest => $"Half the channels of {largest.Label} would halve its rows; so would a stride of 2 in it, or a pool before it.",
        null when bound.IsEstimate => "Take channels from the layers with the most weights, or let layers share theirs.",
        null => "Pool earlier, where layers with many multiply-adds come after it, or give them fewer channels.",
    };
}
