namespace Thimble.Diagnosis.Rules;

/// <summary>What the network and its training cost, against the budget and layer by layer.</summary>
internal static class CostRules
{
    private const int Named = 3;
    private const double Lopsided = 0.4;

    /// <summary>The parameters against the budget.</summary>
    [TestedBy("CostRulesTests.Parameters_are_held_against_the_budget")]
    public static IEnumerable<Finding> ParameterBudget(TrainingPlan plan)
    {
        if (plan.Budget.ParametersBelow is not { } bound)
            yield break;
        int count = plan.Network.ParameterCount;
        // "Under 10,000" allows 9,999 at most.
        int spare = bound - 1 - count;
        string evidence = $"{count:N0} parameters, under {bound:N0} asked for";
        if (spare >= 0)
        {
            yield return new("parameter-budget", "The parameters are within the budget", $"{evidence}: {spare:N0} to spare", Confidence.Certain, Severity.Note);
            yield break;
        }

        LayerCost largest = LayerCost.AllOf(plan.Network).MaxBy(cost => cost.ParameterShare)!;
        yield return new(
            "parameter-budget", $"{Figures.Count(-spare, "parameter")} too many", $"{evidence}: {-spare:N0} over", Confidence.Certain, Severity.Problem,
            $"{largest.Layer.Label()} has the most, {largest.Layer.ParameterCount:N0}: take channels from it or from the layer before it.");
    }

    /// <summary>The recipe's epochs against the budget's.</summary>
    [TestedBy("CostRulesTests.Epochs_are_held_against_the_budget")]
    public static IEnumerable<Finding> EpochBudget(TrainingPlan plan)
    {
        if (plan.Budget.Epochs is { } allowed && plan.Recipe.Epochs > allowed)
        {
            yield return new(
                "epoch-budget", "The recipe takes more epochs than the budget allows",
                $"{plan.Recipe.Epochs} epochs, at most {allowed} asked for", Confidence.Certain, Severity.Problem, $"Train for {allowed} epochs.");
        }
    }

    /// <summary>What the layers spend, and which spends most for least; some layer of every network does.</summary>
    [TestedBy("CostRulesTests.The_layer_that_spends_most_for_least_is_named")]
    public static IEnumerable<Finding> Layers(TrainingPlan plan)
    {
        IReadOnlyList<LayerCost> costs = LayerCost.AllOf(plan.Network);
        if (costs.Count < 2)
            yield break;
        yield return Summary(plan.Network, costs);
        if (Costliest(plan.Network, costs) is { } costliest)
            yield return costliest;
    }

    private static Finding Summary(NetworkDefinition network, IReadOnlyList<LayerCost> costs)
    {
        string parameters = string.Join(", ", costs.OrderByDescending(cost => cost.ParameterShare).Take(Named).Select(cost =>
            $"{cost.Layer.Label()} {cost.Layer.ParameterCount:N0} ({Figures.Percent(cost.ParameterShare)})"));
        string multiplyAdds = string.Join(", ", costs.OrderByDescending(cost => cost.MultiplyAddShare).Take(Named).Select(cost =>
            $"{cost.Layer.Label()} {cost.Layer.MultiplyAdds:N0} ({Figures.Percent(cost.MultiplyAddShare)})"));
        return new(
            "layer-cost",
            $"{network.ParameterCount:N0} parameters and {network.MultiplyAdds:N0} multiply-adds an image",
            $"Most parameters: {parameters}. Most multiply-adds: {multiplyAdds}",
            Confidence.Certain,
            Severity.Note);
    }

    // What a convolution buys is sight; the same kernel after a pool sees twice as far over a quarter of the pixels.
    private static Finding? Costliest(NetworkDefinition network, IReadOnlyList<LayerCost> costs)
    {
        LayerCost[] buyers = [.. costs.Where(cost => cost.FieldGained > 0 && cost.Layer.Traits.HasWeights)];
        if (buyers.Length < 2)
            return null;
        LayerCost costliest = buyers.MaxBy(cost => cost.MultiplyAddShare / cost.FieldGained)!;
        double rest = 1 - costliest.MultiplyAddShare;
        int gainedByRest = buyers.Sum(cost => cost.FieldGained) - costliest.FieldGained;
        // Ahead of every other layer that looks, a pool would merge pixels that nothing has looked at.
        bool hasPool = costliest != buyers[0] && network.Layers.Any(layer => layer.Traits.IsPool && layer.Place > costliest.Layer.Place && layer.Output.PlaneSize is > 1 and var plane && plane < layer.Input.PlaneSize);
        return new(
            "costliest-layer",
            $"{costliest.Layer.Label()} spends most for least: {Figures.Percent(costliest.MultiplyAddShare)} of the multiply-adds "
            + $"for {Figures.Count(costliest.FieldGained, "pixel")} of receptive field",
            $"{costliest.Layer.MultiplyAdds:N0} multiply-adds and {costliest.Layer.ParameterCount:N0} parameters "
            + $"({Figures.Percent(costliest.ParameterShare)}) widen the receptive field from {costliest.Layer.ReceptiveField.Size.Largest - costliest.FieldGained} to "
            + $"{costliest.Layer.ReceptiveField.Size.Largest}; the other {Figures.Percent(rest)} of the multiply-adds gain {Figures.Count(gainedByRest, "pixel")}",
            Confidence.Certain,
            Severity.Note,
            costliest.MultiplyAddShare < Lopsided ? ""
                : hasPool ? "To save time, put it after the next pool, where it sees twice as far for a quarter of the work, or give it fewer channels."
                : "To save time, give it fewer channels.");
    }
}
