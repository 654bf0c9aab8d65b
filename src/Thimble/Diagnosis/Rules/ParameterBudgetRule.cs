namespace Thimble.Diagnosis.Rules;

/// <summary>The parameters against the budget.</summary>
internal static class ParameterBudgetRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        if (plan.Budget.ParametersBelow is not { } bound)
            return [];
        int count = plan.Network.ParameterCount;
        // "Under 10,000" allows 9,999 at most.
        int spare = bound - 1 - count;
        string evidence = $"{count:N0} parameters, under {bound:N0} asked for";
        if (spare >= 0)
        {
            return
            [
                new("parameter-budget", "The parameters are within the budget", $"{evidence}: {spare:N0} to spare", Confidence.Certain, Severity.Note),
            ];
        }

        LayerCost largest = LayerCost.AllOf(plan.Network).MaxBy(cost => cost.ParameterShare)!;
        return
        [
            new(
                "parameter-budget", $"{Figures.Count(-spare, "parameter")} too many", $"{evidence}: {-spare:N0} over", Confidence.Certain, Severity.Problem,
                $"{largest.Layer.Label()} has the most, {largest.Layer.ParameterCount:N0}: take channels from it or from the layer before it."),
        ];
    }
}
