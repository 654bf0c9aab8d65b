using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Export.C;
using Thimble.Lab;

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

    private readonly Option<bool> _project = new("--project")
    {
        Description = "With --c: a firmware project, with a self-test, a program, a Makefile, and what Arduino and PlatformIO read.",
    };

    public CTarget() => _name.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && CNames.ProblemOf(result.Tokens[0].Value) is { } problem)
            result.AddError($"--name is '{result.Tokens[0].Value}'; {problem}");
    });

    public override string Usage => "--c DIR";

    public override IReadOnlyList<Option> Options => [_folder, _int8, _calibration, _name, _project];

    public override PlannedExport? Plan(ExportRequest request)
    {
        bool isInt8 = request.Words.GetValue(_int8);
        if (request.Words.GetValue(_calibration) is not null && !isInt8)
            throw new InvalidInputException("--calibration-images is for --int8; give both, or neither");
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
                options = isInt8 ? options with { CalibrationImages = Calibration(request, environment) } : options;
                accuracy = isInt8 ? Int8Accuracy.InWords(request.Trained, options.CalibrationImages!, () => Images(request, environment, DatasetSplits.Test)) : null;
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

    // A run's training images are those that it was trained on, from where it had them.
    private List<byte[]> Calibration(ExportRequest request, CommandEnvironment environment)
    {
        ImageDataset train = Images(request, environment, DatasetSplits.Train).Train;
        int count = Math.Min(request.Words.GetValue(_calibration) ?? DefaultCalibrationImages, train.Count);
        return [.. Enumerable.Range(0, count).Select(image => train.Pixels(image).ToArray())];
    }

    private static Dataset Images(ExportRequest request, CommandEnvironment environment, DatasetSplits needed)
    {
        DataChoice choice = request.Run is { } run ? request.Data.For(run.LoadEnvironment()) : request.Data;
        ExperimentData written = request.Run?.LoadExperiment().Data ?? new(request.Trained.Description.DataName);
        return StopSignal.During(cancellation => choice.Resolve(request.Source, request.Trained.Description, written, needed, environment, cancellation));
    }
}
