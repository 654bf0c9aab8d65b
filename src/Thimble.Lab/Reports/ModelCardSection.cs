using Thimble.Export.C;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>What whoever uses the network has to know: what it was trained and judged on, what it reaches, what it costs, and where nobody measured.</summary>
internal static class ModelCardSection
{
    private const int MostNames = 12;

    /// <summary>Writes the section.</summary>
    public static IEnumerable<ReportBlock> Of(ReportRun run)
    {
        yield return new Table([new("About"), new("")], [.. Network(run), .. Data(run), .. Accuracy(run), .. Cost(run)]);
        yield return new Table([new("Limits"), new("")], [.. Limits(run)]);
    }

    private static IEnumerable<IReadOnlyList<string>> Network(ReportRun run)
    {
        if (run.Experiment is not { Network: { } network })
            yield break;
        yield return ["Input", $"{FigureText.Shape(network.Input)}: channels, rows, columns"];
        string[] names = [.. Enumerable.Range(0, Math.Min(MostNames, network.ClassCount)).Select(run.ClassName)];
        yield return ["Classes", $"{network.ClassCount}: {string.Join(", ", names)}{(network.ClassCount > MostNames ? " …" : "")}"];
    }

    private static IEnumerable<IReadOnlyList<string>> Data(ReportRun run)
    {
        if (run.Environment is not { } environment)
        {
            yield return ["Data", "not known: the environment cannot be read"];
            yield break;
        }

        yield return ["Trained on", $"{environment.DataName}, {FigureText.Split(environment.Train)}"];
        yield return [run.Split == Dataset.TestName ? "Tested on" : "Validated on", $"{environment.DataName}, {FigureText.Split(environment.Evaluated)}"];
    }

    private static IEnumerable<IReadOnlyList<string>> Accuracy(ReportRun run)
    {
        if (run.Final is { } final)
            yield return ["Accuracy", $"{FigureText.Accuracy(final.Evaluation)} of the {run.Split} images, final weights; 95% interval {FigureText.Interval(final.Evaluation)}"];
        if (run.Result is { Verdict.Lines: { Count: > 0 } lines })
            yield return ["Budget", string.Join("; ", lines.Select(line => $"{line.Name} {line.Required}: {line.Outcome}"))];
    }

    private static IEnumerable<IReadOnlyList<string>> Cost(ReportRun run)
    {
        if (run.Experiment is { Network: { } network })
        {
            yield return ["Parameters", $"{network.ParameterCount:N0}"];
            yield return ["Multiply-adds of one image", $"{network.MultiplyAdds:N0}"];
        }

        if (run.Trained is { } trained && CFiles.SizesOf(trained) is var (constants, memory))
            yield return ["As C, in single precision", $"flash {constants:N0} bytes of constants, and the code; RAM {memory:N0} bytes, and the stack"];
        if (run.Experiment is { Network: { } one } && DeviceCost.Find(one, out _) is { } device)
            yield return ["As C, in 8 bits", $"flash about {device.FlashBytes:N0} bytes, {device.ConstantBytes:N0} of them constants; RAM {device.RamBytes:N0} bytes, {device.Largest.RamBytes:N0} of them {device.Largest.InWords}, and the stack"];
        if (run.Final is { } final)
        {
            yield return ["Training time", $"{FigureText.Time(FigureText.TotalTime(run.Epochs))} for {run.Epochs.Count} epochs, evaluation included; {final.ImagesPerSecond:N0} training images per second in the last"];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Limits(ReportRun run)
    {
        string data = run.Environment is { } environment ? $"{environment.DataName}'s {run.Split} images" : $"the {run.Split} images";
        yield return ["Other pictures", $"The accuracy was measured on {data}. Pictures from another camera, pen, light or size may do worse; thimble evaluate measures it on yours."];
        if (run.Split != Dataset.TestName)
            yield return ["Not on test images", $"It was judged on {(run.Experiment?.Data.Validation is null ? "the data's own validation images" : "images held out of the training images")}. If settings were chosen by them, new pictures will do a little worse."];
        yield return ["One run", "Another seed gives another accuracy. Training several seeds measures by how much."];
        yield return ["Foreign pictures", Foreign(run)];
        yield return ["8 bits", "The figures are those of single precision. An export to C in 8 bits measures what they lose."];
    }

    private static string Foreign(ReportRun run)
    {
        if (run.Statistics?.Calibration is not { Foreign: { Count: > 0 } foreign } measured)
            return "Not measured: a picture of something else gets one of the classes.";
        RefusedPictures hardest = foreign.MinBy(kind => (double)kind.Refused / Math.Max(1, kind.Count))!;
        return $"It refuses {Share(measured.Real)} of the {run.Split} images. Of the foreign pictures that Thimble makes, the kind it refuses least is {hardest.Name} ({Share(hardest)}). "
            + "What it does not refuse gets one of the classes.";
    }

    private static string Share(RefusedPictures pictures) => $"{100.0 * pictures.Refused / Math.Max(1, pictures.Count):0.0}%";
}
