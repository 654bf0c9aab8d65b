using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Export.C;

namespace Thimble.Cli.Exports;

/// <summary><c>--c DIR</c>.</summary>
internal sealed class CTarget : ExportTarget
{
    private const int DefaultCalibrationImages = 500;

    private readonly Option<string?> _folder = new("--c") { Description = "Write a C99 header and source into a folder.", HelpName = "DIR" };

    private readonly Option<bool> _int8 = new("--int8") { Description = "Let the C compute in whole numbers of 8 bits, without floating point." };

    private readonly Option<int?> _calibration =
        NumberOption.Create("--calibration-images", "Training images that choose the scales of --int8; 500 by default.", 1, 100_000);

    private readonly Option<string?> _name = new("--name") { Description = "The network's name in C; the experiment's by default.", HelpName = "NAME" };

    public CTarget() => _name.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && CExportOptions.NameOf(result.Tokens[0].Value) != result.Tokens[0].Value)
            result.AddError($"--name is '{result.Tokens[0].Value}'; give a small letter, then small letters, digits and underscores");
    });

    public override string Usage => "--c DIR";

    public override IReadOnlyList<Option> Options => [_folder, _int8, _calibration, _name];

    public override PlannedExport? Plan(ExportRequest request)
    {
        bool isInt8 = request.Words.GetValue(_int8);
        if (request.Words.GetValue(_folder) is not { } folder)
            return isInt8 ? throw new InvalidInputException("--int8 is for C; give --c DIR with it") : null;
        var options = new CExportOptions(request.Words.GetValue(_name) ?? CExportOptions.NameOf(request.Name));
        (string header, string source) = CFiles.PathsOf(folder, options.Name);
        return new(
            [header, source],
            () => options = isInt8 ? options with { CalibrationImages = Calibration(request) } : options,
            () => Write(request, folder, options));
    }

    private static void Write(ExportRequest request, string folder, CExportOptions options)
    {
        CSummary summary = CFiles.Write(request.Trained, folder, options);
        string arithmetic = options.CalibrationImages is { } images ? $"8-bit whole numbers, calibrated on {images.Count:N0} training images" : "float32";
        LabelledLine.Write(request.Environment, "C", $"{summary.Source}, {summary.Header}: {arithmetic}");
        LabelledLine.Write(request.Environment, "Flash", $"{summary.ConstantBytes:N0} bytes of constants, and the code");
        LabelledLine.Write(request.Environment, "RAM", $"{summary.MemoryBytes:N0} bytes of static memory, and the stack");
    }

    private List<byte[]> Calibration(ExportRequest request)
    {
        using var stop = new StopSignal();
        ImageDataset train = request.Data.Resolve(
            request.Source, request.Trained.Description, new(request.Trained.Description.DataName), DatasetSplits.Train, request.Environment, stop.Token).Train;
        int count = Math.Min(request.Words.GetValue(_calibration) ?? DefaultCalibrationImages, train.Count);
        return [.. Enumerable.Range(0, count).Select(image => train.Pixels(image).ToArray())];
    }
}
