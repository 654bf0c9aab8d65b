using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Rules;

/// <summary>The receptive field against the size of the image.</summary>
internal static class ReceptiveFieldRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        NetworkDefinition network = plan.Network;
        if (!network.ReceptiveField.Covers(network.Input))
        {
            return
            [
                new(
                    "receptive-field", "No output can depend on the whole image", SummaryTable.DescribeReceptiveField(network).TrimEnd('.'),
                    Confidence.Certain, Severity.Weakness, "Add a layer, enlarge a kernel, or pool earlier, where a layer sees further."),
            ];
        }

        ResolvedLayer covering = network.AllLayers().First(layer => layer.ReceptiveField.Covers(network.Input));
        return
        [
            new(
                "receptive-field", $"The receptive field covers the image from {covering.Label()} on",
                SummaryTable.DescribeReceptiveField(network).TrimEnd('.'), Confidence.Certain, Severity.Note),
        ];
    }
}
