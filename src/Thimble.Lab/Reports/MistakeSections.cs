using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>Which classes a run's network confuses, how well it knows each, and its worst mistakes.</summary>
internal sealed class MistakeSections
{
    private const int MostConfusions = 5;
    private const string NotKept = "Not known: the run did not keep its predictions, or they cannot be read.";

    private readonly ReportRun _run;
    private readonly string _prefix;
    private readonly ConfusionMatrix? _matrix;

    /// <summary>Counts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="prefix">What the names of plots begin with.</param>
    public MistakeSections(ReportRun run, string prefix)
    {
        _run = run;
        _prefix = prefix;
        if (run.Predictions is { Count: > 0 } predictions)
            _matrix = ConfusionMatrix.Of(predictions, run.Experiment?.Network.ClassCount ?? 1 + predictions.Max(one => Math.Max(one.Label, one.Class)));
    }

    /// <summary>Which classes are confused, as a picture; null where that is not known.</summary>
    public Figure? Confusion()
    {
        if (_matrix is not { } matrix)
            return null;
        string[] names = [.. Enumerable.Range(0, matrix.ClassCount).Select(_run.ClassName)];
        string description = $"Confusion matrix of {_run.Name}: {matrix.Correct:N0} of {matrix.Count:N0} images are right";
        var map = new HeatMap(description, "is", "predicted as", names, (actual, predicted) => matrix[actual, predicted]);
        return new($"{_prefix}confusion", map.Render(), description, "Final weights. Right ones and mistakes are shaded each against their own greatest count.");
    }

    /// <summary>Which classes are most often confused, and the recall of each with its interval.</summary>
    public IEnumerable<ReportBlock> Classes()
    {
        if (_matrix is not { } matrix)
            return [new Paragraph(NotKept)];
        string confused = string.Join(", ", matrix.MostConfused().Take(MostConfusions)
            .Select(pair => $"{_run.ClassName(pair.Actual)} predicted as {_run.ClassName(pair.Predicted)} ({pair.Count:N0})"));
        return
        [
            new Paragraph(confused.Length > 0 ? $"Most often confused: {confused}." : "Every image is right."),
            new Table(
                [new("Class", IsNumber: int.TryParse(_run.ClassName(0), out _)), new("Images", IsNumber: true), new("Right", IsNumber: true), new("Accuracy", IsNumber: true), new("95% interval", IsNumber: true)],
                [.. Enumerable.Range(0, matrix.ClassCount).Select(actual => Row(matrix, actual))]),
            new Paragraph("Final weights. The intervals are Wilson's: where the accuracy lies on as many images as one likes.", IsNote: true),
        ];
    }

    /// <summary>The mistakes with the highest loss, as pictures.</summary>
    public IEnumerable<ReportBlock> Worst()
    {
        if (_run.Mistakes is not { } mistakes)
            return [new Paragraph("Not known: the run did not keep its mistakes, or they cannot be read.")];
        if (mistakes.Count == 0)
            return [new Paragraph("There is none.")];
        return
        [
            new Paragraph("Highest loss first, by the final weights: what the image is, what it was predicted as, and its likeliest classes.", IsNote: true),
            new Gallery($"{_prefix}mistakes", $"The {mistakes.Count} worst mistakes of {_run.Name}", [.. mistakes.Select(Draw)]),
        ];
    }

    /// <summary>Training images whose labels may be wrong, as pictures; null where there is none.</summary>
    public IEnumerable<ReportBlock>? Suspects() => _run.Suspects is not { Count: > 0 } suspects
        ? null
        :
        [
            new Paragraph($"Training images that were predicted as another class than their label {_run.Statistics?.Data?.Suspects?.Judges ?? "after the training"}; the highest confidence first.", IsNote: true),
            new Gallery($"{_prefix}suspects", $"{suspects.Count} training images of {_run.Name} whose labels may be wrong", [.. suspects.Select(Draw)]),
        ];

    private string[] Row(ConfusionMatrix matrix, int actual)
    {
        var result = new EvaluationResult(0, matrix[actual, actual], matrix.CountOf(actual));
        return
        [
            _run.ClassName(actual), $"{result.Count:N0}", $"{result.Correct:N0}", result.Count == 0 ? "–" : FigureText.Short(result.Accuracy), FigureText.Interval(result),
        ];
    }

    private CaptionedPicture Draw(Mistake mistake)
    {
        // Rounded down: almost certain is not certain.
        string opinions = string.Join(", ", mistake.Opinions
            .Select(opinion => (opinion.Class, Percent: Math.Floor(opinion.Probability * 100)))
            .Where(opinion => opinion.Percent > 0)
            .Select(opinion => $"{_run.ClassName(opinion.Class)}\u00A0{opinion.Percent:0}%"));
        string predicted = _run.ClassName(mistake.Opinions[0].Class);
        string actual = _run.ClassName(mistake.Label);
        return new(
            Grey(mistake),
            mistake.Shape.Width,
            mistake.Shape.Height,
            $"Image {mistake.Name ?? $"{mistake.Index}"}: a {actual}, predicted as {predicted} ({opinions})",
            $"is {actual}",
            $"predicted as {predicted}",
            opinions);
    }

    // Pictures are grey: of several channels the mean is shown.
    private static byte[] Grey(Mistake mistake)
    {
        int plane = mistake.Shape.PlaneSize;
        return mistake.Shape.Channels == 1
            ? mistake.Pixels
            :
            [
                .. Enumerable.Range(0, plane).Select(pixel =>
                    (byte)Enumerable.Range(0, mistake.Shape.Channels).Average(channel => mistake.Pixels[(channel * plane) + pixel])),
            ];
    }
}
