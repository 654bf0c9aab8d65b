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
        ? new([file], _ => { }, environment => Write(request.Trained, environment, file))
        : null;

    private static void Write(TrainedNetwork trained, CommandEnvironment environment, string file)
    {
        trained.Save(file);
        // What went through a pipe has no size.
        string size = OutputPlace.Of(file) is { Kind: OutputKind.File } place ? $"{new FileInfo(place.Target).Length:N0} bytes, " : "";
        LabelledLine.Write(environment, "Weights", $"{file}: {size}safetensors");
    }
}
