using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Export.Html;

namespace Thimble.Cli.Exports;

/// <summary><c>--html FILE</c>.</summary>
/// <param name="calibration">The images that choose its scales.</param>
internal sealed class HtmlTarget(CalibrationImages calibration) : ExportTarget
{
    private readonly Option<string?> _file = new("--html") { Description = "Write a page in which the network reads what you draw.", HelpName = "FILE" };

    public override string Usage => "--html FILE";

    public override IReadOnlyList<Option> Options => [_file];

    public override PlannedExport? Plan(ExportRequest request)
    {
        if (request.Words.GetValue(_file) is not { } file)
            return null;
        List<byte[]> images = [];
        string accuracy = "";
        return new(
            [file],
            environment =>
            {
                images = calibration.Of(request, environment);
                accuracy = CalibrationImages.AccuracyInWords(request, environment, images);
            },
            environment =>
            {
                long bytes = HtmlFile.Write(request.Trained, file, new(request.Name, images));
                LabelledLine.Write(environment, "Page", $"{file}: {bytes:N0} bytes, 8-bit whole numbers, calibrated on {images.Count:N0} training images");
                LabelledLine.Write(environment, "Accuracy", accuracy);
            });
    }
}
