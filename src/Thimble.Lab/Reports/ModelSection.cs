using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>The network, drawn, and layer by layer.</summary>
internal static class ModelSection
{
    // A drawing is for looking at; a network of more layers than this is a long strip.
    private const int MostLayers = 150;

    /// <summary>Writes the section.</summary>
    /// <param name="run">The run.</param>
    /// <param name="prefix">What the names of plots begin with.</param>
    public static IEnumerable<ReportBlock> Of(ReportRun run, string prefix)
    {
        if (run.Experiment is not { } experiment)
        {
            yield return new Paragraph("Not known: the experiment cannot be read.");
            yield break;
        }

        NetworkDefinition network = experiment.Network;
        yield return new Paragraph(SummaryTable.DescribeReceptiveField(network));
        int layers = network.AllLayers().Count();
        if (layers <= MostLayers)
        {
            string description = $"The network of {run.Name}: {layers} layers from {FigureText.Shape(network.Input)} to {network.ClassCount} classes, {network.ParameterCount:N0} parameters";
            yield return new Figures([new($"{prefix}network", NetworkDrawing.Render(network, description), description)]);
        }

        yield return new Folded($"Layer by layer: {layers}", [new Code(SummaryTable.Render(network, wide: true))]);
    }
}
