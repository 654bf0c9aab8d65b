using System.CommandLine;
using Thimble.Cli.Display;

namespace Thimble.Cli.Exports;

/// <summary><c>--safetensors FILE</c>.</summary>
internal sealed class SafetensorsTarget : ExportTarget
{
    private readonly Option<string?> _file = new("--safetensors")
    {
        Description = "Write the weights with PyTorch's names, and the network's structure beside them.",
        HelpName = "FILE",
    };

    public override string Usage => "--safetensors FILE";

    public override IReadOnlyList<Option> Options => [_file];

    public override PlannedExport? Plan(ExportRequest request) => request.Words.GetValue(_file) is { } file
        ? new([file], () => { }, () => Write(request, file))
        : null;

    private static void Write(ExportRequest request, string file)
    {
        request.Trained.Save(file);
        LabelledLine.Write(request.Environment, "Weights", $"{file}: {new FileInfo(file).Length:N0} bytes, safetensors");
    }
}
