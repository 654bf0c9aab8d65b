using System.CommandLine;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Exports;

/// <summary>
/// A form in which <c>thimble export</c> writes a network: its options, and what it writes. A new one is a class of its own and a
/// line in <see cref="All"/>.
/// </summary>
internal abstract class ExportTarget
{
    /// <summary>The option that asks for it, as in a sentence: <c>--onnx FILE</c>.</summary>
    public abstract string Usage { get; }

    /// <summary>Its options, the one that asks for it first.</summary>
    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Every target.</summary>
    public static IReadOnlyList<ExportTarget> All()
    {
        var calibration = new CalibrationImages();
        return [new OnnxTarget(), new CTarget(calibration), new HtmlTarget(calibration), new SafetensorsTarget()];
    }

    /// <summary>What the command line asks for, or null if it does not ask for this form.</summary>
    /// <exception cref="InvalidInputException">An option is given that means nothing without the form.</exception>
    public abstract PlannedExport? Plan(ExportRequest request);
}

/// <summary>What an export is made of.</summary>
/// <param name="Environment">Where it is shown.</param>
/// <param name="Words">The command line.</param>
/// <param name="Trained">The network.</param>
/// <param name="Source">The run or file that it was loaded from.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Run">The run, if it was loaded from one.</param>
/// <param name="Data">The data that the command line chose.</param>
internal sealed record ExportRequest(
    CommandEnvironment Environment, ParseResult Words, TrainedNetwork Trained, string Source, string Name, RunFolder? Run, DataChoice Data);

/// <summary>An export that has been asked for.</summary>
/// <param name="Files">The files that it will write; their folders are there, or <paramref name="Folder"/> is made.</param>
/// <param name="Prepare">Does what may fail for want of data, before the first file of any form is written; what it says goes to the environment.</param>
/// <param name="Write">Writes the files and says so.</param>
/// <param name="Folder">The folder that it makes for them; null if it makes none.</param>
internal sealed record PlannedExport(
    IReadOnlyList<string> Files, Action<CommandEnvironment> Prepare, Action<CommandEnvironment> Write, string? Folder = null);
