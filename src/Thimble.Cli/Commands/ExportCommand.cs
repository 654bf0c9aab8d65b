using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Data;
using Thimble.Export.C;
using Thimble.Export.Onnx;
using Thimble.Files;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble export RUN</c>.</summary>
internal static class ExportCommand
{
    private const int DefaultCalibrationImages = 500;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "A run's folder, its name (part3/2), an experiment's name for its latest run, or a weights file.",
        };
        var options = new ExportOptions();
        var data = new DataOptions();
        var command = new Command("export", "Write a trained network for other programs: ONNX, C, or safetensors with PyTorch's names.") { run };
        options.AddTo(command);
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble export part3 --onnx part3.onnx",
                "thimble export part3 --onnx part3.onnx --fold --input normalized",
                "thimble export part3/2 --weights best --c firmware",
                "thimble export part3 --c firmware --int8 --data ~/mnist",
                "thimble export torch.safetensors --experiment part3 --onnx part3.onnx",
            ],
            "The data is needed for --int8 only, whose scales its training images choose.");
        command.SetAction(words => Run(environment, words.GetRequiredValue(run), options.Read(words), data.Read(words)));
        return command;
    }

    private static int Run(CommandEnvironment environment, string pathOrName, ExportSettings settings, DataChoice choice)
    {
        TrainedNetwork trained = TrainedNetworks.Load(pathOrName, settings.Weights, settings.Experiment);
        string name = settings.Name ?? CExportOptions.NameOf(NameOf(pathOrName, settings.Experiment));
        CheckTargets(settings, name);
        Shape input = trained.Description.Definition.Input;
        LabelledLine.Write(
            environment,
            "Network",
            $"{pathOrName}: {trained.Description.Definition.ParameterCount:N0} parameters, {input.Channels}×{input.Height}×{input.Width}, "
            + $"{trained.Description.Definition.ClassCount} classes");
        // What may fail for want of data comes before the first file.
        CExportOptions inC = new(name, settings.IsInt8 ? Calibration(environment, pathOrName, trained, settings, choice) : null);
        if (settings.OnnxFile is { } onnx)
            WriteOnnx(environment, trained, onnx, settings.Onnx);
        if (settings.CFolder is { } folder)
            WriteC(environment, trained, folder, inC);
        if (settings.SafetensorsFile is { } file)
        {
            trained.Save(file);
            LabelledLine.Write(environment, "Weights", $"{file}: {new FileInfo(file).Length:N0} bytes, safetensors");
        }

        return ExitCode.Success;
    }

    private static void WriteOnnx(CommandEnvironment environment, TrainedNetwork trained, string path, OnnxOptions options)
    {
        OnnxSummary summary = OnnxFile.Write(trained, path, options);
        string takes = options.NormalizesPixels ? "pixels from 0 to 255" : "normalized images";
        LabelledLine.Write(environment, "ONNX", $"{path}: {summary.Bytes:N0} bytes, opset {OnnxFile.Opset}, takes {takes}");
        if (!options.Fold)
            return;
        string remain = summary.RemainingNormalizations == 0
            ? ""
            : $"; the other {summary.RemainingNormalizations} cannot be without changing what comes out";
        LabelledLine.Write(
            environment, "Folded", $"{summary.Normalizations - summary.RemainingNormalizations} of {summary.Normalizations} batch normalizations{remain}");
    }

    private static void WriteC(CommandEnvironment environment, TrainedNetwork trained, string folder, CExportOptions options)
    {
        CSummary summary = CFiles.Write(trained, folder, options);
        string arithmetic = options.CalibrationImages is { } images ? $"8-bit whole numbers, calibrated on {images.Count:N0} training images" : "float32";
        LabelledLine.Write(environment, "C", $"{summary.Source}, {summary.Header}: {arithmetic}");
        LabelledLine.Write(environment, "Flash", $"{summary.ConstantBytes:N0} bytes of constants, and the code");
        LabelledLine.Write(environment, "RAM", $"{summary.MemoryBytes:N0} bytes of static memory, and the stack");
    }

    private static List<byte[]> Calibration(
        CommandEnvironment environment, string pathOrName, TrainedNetwork trained, ExportSettings settings, DataChoice choice)
    {
        using var stop = new StopSignal();
        ImageDataset train = choice.Resolve(pathOrName, trained.Description, environment, stop.Token).Train;
        int count = Math.Min(settings.CalibrationImages ?? DefaultCalibrationImages, train.Count);
        return [.. Enumerable.Range(0, count).Select(image => train.Pixels(image).ToArray())];
    }

    private static string NameOf(string pathOrName, string? experiment)
    {
        if (experiment is not null || File.Exists(pathOrName))
            return Path.GetFileNameWithoutExtension(experiment ?? pathOrName);
        RunFolder run = RunFolder.Open(pathOrName);
        return run.LoadExperiment().Name;
    }

    private static void CheckTargets(ExportSettings settings, string name)
    {
        if (settings.OnnxFile is null && settings.CFolder is null && settings.SafetensorsFile is null)
            throw new InvalidInputException("nothing to write; give --onnx FILE, --c DIR or --safetensors FILE");
        if (settings.CFolder is null && settings.IsInt8)
            throw new InvalidInputException("--int8 is for C; give --c DIR with it");
        if (settings.OnnxFile is null && settings.Onnx != new OnnxOptions())
            throw new InvalidInputException("--fold and --input are for ONNX; give --onnx FILE with them");
        (string? header, string? source) = settings.CFolder is { } folder ? CFiles.PathsOf(folder, name) : (null, null);
        CheckFiles([.. ((string?[])[settings.OnnxFile, header, source, settings.SafetensorsFile]).OfType<string>()], settings.Overwrites);
    }

    private static void CheckFiles(string[] files, bool overwrites)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (string.IsNullOrWhiteSpace(file))
                throw new InvalidInputException("a file to write has no name; give --onnx and --safetensors a path");
            if (!places.Add(Path.GetFullPath(file)))
                throw new InvalidInputException($"{file}: two forms would be written into this one file; give each its own");
            if (!overwrites && File.Exists(file))
                throw new InvalidInputException($"{file}: this file is there already; give --force to replace it");
        }
    }
}
