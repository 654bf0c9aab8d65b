using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Export.C;

namespace Thimble.Cli.Exports;

/// <summary><c>--c DIR</c>.</summary>
internal sealed class CTarget : ExportTarget
{
    private readonly Option<string?> _folder = new("--c") { Description = "Write a C99 header and source into a folder.", HelpName = "DIR" };

    private readonly Option<bool> _int8 = new("--int8") { Description = "Let the C compute in whole numbers of 8 bits, without floating point." };

    private readonly CalibrationImages _calibration;

    private readonly Option<string?> _name = new("--name") { Description = "The network's name in C; the experiment's by default.", HelpName = "NAME" };

    private readonly Option<bool> _project = new("--project")
    {
        Description = "With --c: a firmware project, with a self-test, a program, a Makefile, and what Arduino and PlatformIO read.",
    };

    public CTarget(CalibrationImages calibration)
    {
        _calibration = calibration;
        _name.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && CNames.ProblemOf(result.Tokens[0].Value) is { } problem)
                result.AddError($"--name is '{result.Tokens[0].Value}'; {problem}");
        });
    }

    public override string Usage => "--c DIR";

    public override IReadOnlyList<Option> Options => [_folder, _int8, _calibration.Count, _name, _project];

    public override PlannedExport? Plan(ExportRequest request)
    {
        bool isInt8 = request.Words.GetValue(_int8);
        if (request.Words.GetValue(_calibration.Count) is not null && !isInt8 && request.Words.GetValue<string?>("--html") is null)
            throw new InvalidInputException("--calibration-images is for --int8 and --html; give it with one of them");
        if (request.Words.GetValue(_folder) is not { } folder)
        {
            string? alone = isInt8 ? "--int8" : request.Words.GetValue(_project) ? "--project" : request.Words.GetValue(_name) is not null ? "--name" : null;
            return alone is null ? null : throw new InvalidInputException($"{alone} is for C; give --c DIR with it");
        }

        var options = new CExportOptions(request.Words.GetValue(_name) ?? CExportOptions.NameOf(request.Name)) { IsProject = request.Words.GetValue(_project) };
        string? accuracy = null;
        return new(
            CFiles.PathsOf(folder, options),
            environment =>
            {
                options = isInt8 ? options with { CalibrationImages = _calibration.Of(request, environment) } : options;
                accuracy = isInt8 ? CalibrationImages.AccuracyInWords(request, environment, options.CalibrationImages!) : null;
            },
            environment => Write(request.Trained, environment, folder, options, accuracy),
            folder);
    }

    private static void Write(TrainedNetwork trained, CommandEnvironment environment, string folder, CExportOptions options, string? accuracy)
    {
        CSummary summary = CFiles.Write(trained, folder, options with { Accuracy = accuracy });
        string arithmetic = options.CalibrationImages is { } images ? $"8-bit whole numbers, calibrated on {images.Count:N0} training images" : "float32";
        LabelledLine.Write(environment, "C", $"{summary.Source}, {summary.Header}: {arithmetic}");
        if (accuracy is not null)
            LabelledLine.Write(environment, "Accuracy", accuracy);
        LabelledLine.Write(environment, "Flash", $"{summary.ConstantBytes:N0} bytes of constants, and the code");
        LabelledLine.Write(environment, "RAM", $"{summary.MemoryBytes:N0} bytes of static memory, and the stack");
        if (options.IsProject)
            LabelledLine.Write(environment, "Next", $"make -C {folder} test");
    }
}
