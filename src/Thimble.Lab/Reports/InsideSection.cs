using Thimble.Diagnosis;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>What a probe found in the trained network when training ended: layer by layer what the findings rest on.</summary>
internal static class InsideSection
{
    /// <summary>Writes the section, which is part of the analysis.</summary>
    /// <param name="run">The run.</param>
    public static IEnumerable<ReportBlock> Of(ReportRun run)
    {
        if (run.Statistics is not { } statistics)
        {
            yield return new Paragraph("Not known: the run did not keep what a probe found there, or it cannot be read.");
            yield break;
        }

        yield return new Table(
            [new("Looked at as in evaluation"), new("Accuracy", IsNumber: true), new("Loss", IsNumber: true)],
            [.. Evaluations(statistics, run.Split).Select(row => (string[])[row.Name, $"{FigureText.Short(row.Result.Accuracy)} of {row.Result.Count:N0}", FigureText.Loss(row.Result.Loss)])]);
        yield return new Table(
            [
                new("Weights"), new("Size", IsNumber: true), new("Gradient", IsNumber: true), new("Step", IsNumber: true),
                new("Step by size", IsNumber: true),
            ],
            [
                .. statistics.Tensors.Where(tensor => tensor.IsWeight).Select(tensor => (string[])
                    [tensor.Name, Size(tensor.Weight), Size(tensor.Gradient), Size(tensor.Update), Size(tensor.Ratio)]),
            ]);
        yield return new Paragraph(
            "Root mean squares: of a layer's weights, of the gradient of one more batch's mean loss, and of the step from rest that the recipe's "
            + "optimizer would take at its first learning rate.",
            IsNote: true);
        LayerActivity[] rectified = [.. statistics.Layers.Where(layer => layer.CutsAtZero)];
        if (rectified.Length == 0)
            yield break;
        yield return new Table(
            [
                new("Channels after"), new("Channels", IsNumber: true), new("Dead", IsNumber: true), new("Near-constant", IsNumber: true),
                new("Never cut", IsNumber: true), new("Outputs that are 0", IsNumber: true),
            ],
            [
                .. rectified.Select(layer => (string[])
                    [layer.Name, $"{layer.Channels.Count}", $"{layer.Dead}", $"{layer.NearConstant}", $"{layer.NeverZero}", FigureText.Short(layer.ZeroShare)]),
            ]);
        yield return new Paragraph(
            $"On the first {run.Split} images. Dead channels output nothing but zeros; near-constant ones vary by less than a hundredth of their layer's "
            + "median; those that ReLU never cuts are linear on every image.",
            IsNote: true);
    }

    private static IEnumerable<(string Name, EvaluationResult Result)> Evaluations(TrainingStatistics statistics, string split)
    {
        yield return ("Training images, without dropout and augmentation", statistics.TrainingImages);
        yield return ($"First {split} images{(statistics.BatchStatistics is null ? "" : ", running statistics")}", statistics.RunningStatistics);
        if (statistics.BatchStatistics is { } batch)
            yield return ($"The same, statistics of their batch, without dropout", batch);
    }

    private static string Size(double value) => double.IsFinite(value) ? value == 0 ? "0" : $"{value:0.0e-0}" : "not a number";
}
