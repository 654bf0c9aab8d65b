using Thimble.Networks;

namespace Thimble.Diagnosis.Rules;

/// <summary>What the layers spend, and which spends most for least.</summary>
internal static class LayerCostRule
{
    private const int Named = 3;
    private const double Lopsided = 0.4;

    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        IReadOnlyList<LayerCost> costs = LayerCost.AllOf(plan.Network);
        if (costs.Count < 2)
            yield break;
        yield return Summary(plan.Network, costs);
        if (Dearest(costs) is { } dearest)
            yield return dearest;
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

    // What a convolution buys is sight; the same kernel behind a pool sees twice as far over a quarter of the pixels.
    private static Finding? Dearest(IReadOnlyList<LayerCost> costs)
    {
        LayerCost[] buyers = [.. costs.Where(cost => cost.FieldGained > 0 && cost.Layer.Traits.HasWeights)];
        if (buyers.Length < 2)
            return null;
        LayerCost dearest = buyers.MaxBy(cost => cost.MultiplyAddShare / cost.FieldGained)!;
        double rest = 1 - dearest.MultiplyAddShare;
        int gainedByRest = buyers.Sum(cost => cost.FieldGained) - dearest.FieldGained;
        bool isLopsided = dearest.MultiplyAddShare >= Lopsided;
        return new(
            "costliest-layer",
            $"{dearest.Layer.Label()} spends most for least: {Figures.Percent(dearest.MultiplyAddShare)} of the multiply-adds "
            + $"for {Figures.Count(dearest.FieldGained, "pixel")} of receptive field",
            $"{dearest.Layer.MultiplyAdds:N0} multiply-adds and {dearest.Layer.ParameterCount:N0} parameters "
            + $"({Figures.Percent(dearest.ParameterShare)}) widen the receptive field from {dearest.Layer.ReceptiveField.Size.Largest - dearest.FieldGained} to "
            + $"{dearest.Layer.ReceptiveField.Size.Largest}; the other {Figures.Percent(rest)} of the multiply-adds gain {Figures.Count(gainedByRest, "pixel")}",
            Confidence.Certain,
            isLopsided ? Severity.Weakness : Severity.Note,
            isLopsided ? "Put it behind the next pool, where it sees twice as far for a quarter of the work, or give it fewer channels." : "");
    }
}
