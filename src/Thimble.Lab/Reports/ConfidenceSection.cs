using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>How far the network's answers can be believed: its probabilities, and the pictures that it does not recognize.</summary>
internal static class ConfidenceSection
{
    /// <summary>Writes the section.</summary>
    public static IEnumerable<ReportBlock> Of(ReportRun run)
    {
        if (run.Statistics?.Calibration is not { } measured)
        {
            yield return new Paragraph(run.Final is null
                ? "No epoch was completed."
                : "Not known: the run did not keep it, it cannot be read, or an output of the network is not finite.");
            yield break;
        }

        yield return new Paragraph(
            $"A probability is off by {100 * measured.ErrorAfter:0.00} points on average (by {100 * measured.ErrorBefore:0.00} before its logits are divided by a "
            + $"temperature of {measured.Temperature:0.00}). A picture is not recognized if its largest logit is too small, or if its pixels are unlike those of "
            + "the class that it would be.");
        yield return new Table(
            [new("Pictures"), new("Tried", IsNumber: true), new("Not recognized", IsNumber: true)],
            [
                Row($"The {run.Split} images", measured.Real),
                .. measured.Foreign.Select(foreign => Row($"Foreign: {foreign.Name}", foreign)),
            ]);
        yield return new Paragraph(
            $"The limits were chosen on {run.Split} images so that about 1 in 100 of them is refused; the figures of these images are of one half with limits chosen on the other. "
            + "The foreign pictures are made by Thimble, from nothing or from these images. Other foreign pictures can be harder: thimble evaluate counts them.",
            IsNote: true);
    }

    private static string[] Row(string name, RefusedPictures pictures) =>
        [name, $"{pictures.Count:N0}", $"{100.0 * pictures.Refused / pictures.Count:0.0}%"];
}
