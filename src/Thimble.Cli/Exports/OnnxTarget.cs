using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Export.Onnx;

namespace Thimble.Cli.Exports;

/// <summary><c>--onnx FILE</c>.</summary>
internal sealed class OnnxTarget : ExportTarget
{
    private readonly Option<string?> _file = new("--onnx") { Description = "Write an ONNX file.", HelpName = "FILE" };

    private readonly Option<bool> _fold = new("--fold")
    {
        Description = "Work batch normalizations into the ONNX file's convolutions where nothing changes by it.",
    };

    private readonly Option<string?> _input = new("--input")
    {
        Description = "What the ONNX file takes: pixels from 0 to 255 (the default), or images normalized already.",
        HelpName = "pixels|normalized",
    };

    public OnnxTarget() => _input.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("pixels" or "normalized"))
            result.AddError($"--input is '{result.Tokens[0].Value}'; give pixels or normalized");
    });

    public override string Usage => "--onnx FILE";

    public override IReadOnlyList<Option> Options => [_file, _fold, _input];

    public override PlannedExport? Plan(ExportRequest request)
    {
        var options = new OnnxOptions(request.Words.GetValue(_fold), request.Words.GetValue(_input) != "normalized");
        if (request.Words.GetValue(_file) is { } file)
            return new([file], _ => { }, environment => Write(request.Trained, environment, file, options));
        return options == new OnnxOptions() ? null : throw new InvalidInputException("--fold and --input are for ONNX; give --onnx FILE with them");
    }

    private static void Write(TrainedNetwork trained, CommandEnvironment environment, string path, OnnxOptions options)
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
}
