using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Exports;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble export RUN</c>.</summary>
internal static class ExportCommand
{
    private static readonly IReadOnlyList<ExportTarget> Targets = ExportTarget.All();

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "A run's folder, its name (part3/2), an experiment's name for its best finished full run, or a weights file.",
        };
        Option<string> weights = WeightsOption.Create();
        var experiment = new NamedExperimentOptions();
        Option<bool> force = OutputFiles.CreateForce();
        Option<string?> preparation = PreparationOption.Create();
        var data = new DataOptions();
        var command = new Command("export", "Write a trained network for other programs: ONNX, C, a page to draw on, or safetensors with PyTorch's names.") { run };
        foreach (Option option in (Option[])[.. Targets.SelectMany(target => target.Options), weights, preparation, force])
            command.Options.Add(option);
        experiment.AddTo(command);
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble export part3 --onnx part3.onnx",
                "thimble export part3 --onnx part3.onnx --fold --input normalized",
                "thimble export part3/2 --weights best --c firmware",
                "thimble export part3 --c firmware --int8 --data ~/mnist",
                "thimble export part3 --html part3.html",
                "thimble export torch.safetensors --experiment part3 --onnx part3.onnx",
            ],
            "The data is needed for --int8 and --html only, whose scales its training images choose. A run's is found where the run found it.");
        command.SetAction(words =>
        {
            string source = words.GetRequiredValue(run);
            NamedExperiment? named = experiment.Read(words);
            TrainedNetwork trained = PreparationOption.Apply(
                words, preparation, WeightsOption.Load(environment, source, WeightsOption.Read(words, weights), named, out RunFolder? folder));
            PreparationOption.TellAssumption(environment, source, trained.Description);
            string name = folder?.LoadExperiment().Name ?? Path.GetFileNameWithoutExtension(named?.Name ?? source);
            return Run(new(environment, words, trained, source, name, folder, data.Read(words)), words.GetValue(force));
        });
        return command;
    }

    // --force is given to replace an earlier export, not to lose what is exported.
    private static void CheckNotTheSource(ExportRequest request, string[] files)
    {
        string[] sources = request.Run is { } run ? [.. Enum.GetValues<RunWeights>().Select(run.WeightsFile)] : [request.Source];
        HashSet<string> targets = [.. sources.Select(source => Path.GetFullPath(OutputPlace.Of(source).Target))];
        foreach (string file in files)
        {
            if (targets.Contains(Path.GetFullPath(OutputPlace.Of(file).Target)))
                throw new InvalidInputException($"{file}: this file is what is exported; choose another name");
        }
    }

    private static int Run(ExportRequest request, bool overwrites)
    {
        PlannedExport[] exports = [.. Targets.Select(target => target.Plan(request)).OfType<PlannedExport>()];
        if (exports.Length == 0)
            throw new InvalidInputException($"nothing to write; give {string.Join(", ", Targets.SkipLast(1).Select(target => target.Usage))} or {Targets[^1].Usage}");
        string[] files = [.. exports.SelectMany(export => export.Files)];
        OutputFiles.Check(overwrites, files);
        CheckNotTheSource(request, files);
        foreach (PlannedExport export in exports)
        {
            OutputFiles.CheckFolder(export.Folder);
            foreach (string file in export.Folder is null ? export.Files : [])
                OutputFiles.CheckFolderOf(file);
        }

        request = request with { Environment = request.Environment.Beside(files) };
        Shape input = request.Trained.Description.Definition.Input;
        if (request.Run?.Reason is not null)
            LabelledLine.Write(request.Environment, "Run", NamedRun.Describe(request.Run));
        LabelledLine.Write(
            request.Environment,
            "Network",
            $"{request.Source}: {request.Trained.Description.Definition.ParameterCount:N0} parameters, {input.Channels}×{input.Height}×{input.Width}, "
            + $"{request.Trained.Description.Definition.ClassCount} classes");
        foreach (PlannedExport export in exports)
            export.Prepare(request.Environment);
        foreach (PlannedExport export in exports)
            export.Write(request.Environment);
        return ExitCode.Success;
    }
}
