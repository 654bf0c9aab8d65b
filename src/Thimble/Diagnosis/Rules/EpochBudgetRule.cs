namespace Thimble.Diagnosis.Rules;

/// <summary>The recipe's epochs against the budget's.</summary>
internal static class EpochBudgetRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        if (plan.Budget.Epochs is { } allowed && plan.Recipe.Epochs > allowed)
        {
            yield return new(
                "epoch-budget", "The recipe takes more epochs than the budget allows",
                $"{plan.Recipe.Epochs} epochs, at most {allowed} asked for", Confidence.Certain, Severity.Problem, $"Train for {allowed} epochs.");
        }
    }
}
