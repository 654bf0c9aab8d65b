using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble data get NAME</c>.</summary>
internal static class DataGetCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var name = new Argument<string>("NAME") { Description = "The data set: mnist, fashion-mnist, kmnist or qmnist." };
        var command = new Command("get", "Download a data set into the cache, unless it is already here.") { name };
        HelpWithExamples.AddTo(command, ["thimble data get mnist"]);
        command.SetAction(words => Run(environment, words.GetRequiredValue(name)));
        return command;
    }

    private static int Run(CommandEnvironment environment, string name)
    {
        using var stop = new StopSignal();
        using var progress = new DownloadDisplay(environment);
        progress.LookingFor(name);
        Dataset data = new DatasetCatalogue(environment.DataLocations).Open(name, allowDownload: true, progress: progress, cancellation: stop.Token);
        progress.Dispose();
        environment.Console.MarkupLineInterpolated($"{DataLine.Of(data)}");
        return ExitCode.Success;
    }
}
