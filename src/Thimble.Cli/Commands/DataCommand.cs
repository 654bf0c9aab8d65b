using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble data</c>.</summary>
internal static class DataCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var folder = new Option<string?>("--data") { Description = "Look in this folder too, before the others.", HelpName = "DIR" };
        var command = new Command("data", "Show which data sets are on this machine, verified, and where they are looked for.")
        {
            folder,
            DataGetCommand.Create(environment),
        };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble data",
                "thimble data --data ~/mnist",
                "thimble data get mnist",
            ]);
        command.SetAction(words => Run(environment, words.GetValue(folder)));
        return command;
    }

    private static int Run(CommandEnvironment environment, string? folder)
    {
        foreach (DatasetStatus status in new DatasetCatalogue(environment.DataLocations).Statuses(folder))
            Show(environment, status);
        return ExitCode.Success;
    }

    private static void Show(CommandEnvironment environment, DatasetStatus status)
    {
        IAnsiConsole console = environment.Console;
        console.MarkupLineInterpolated($"[bold]{status.Name}[/]  {status.Description}");
        if (status.IsAvailable)
        {
            console.MarkupLineInterpolated(
                $"  [green]here[/]     {status.TrainCount:N0} training and {status.TestCount:N0} test images, {DataLine.Short(status.ContentHash ?? "")}");
        }
        else
        {
            console.MarkupLineInterpolated($"  [yellow]missing[/]  to download it: {environment.Call("data", "get", status.Name)}");
        }

        foreach (DatasetPlace place in status.Places)
            Show(console, place);
        console.WriteLine();
    }

    private static void Show(IAnsiConsole console, DatasetPlace place)
    {
        string colour = place.State switch
        {
            DatasetPlaceState.Verified => "green",
            DatasetPlaceState.Missing => "grey",
            _ => "red",
        };
        string origin = place.Origin == DatasetPlace.GivenFolder ? "--data" : place.Origin;
        string text = $"{Markup.Escape(origin)} {Markup.Escape(place.Folder)}: [{colour}]{Markup.Escape(place.Explanation)}[/]";
        console.Write(new Padder(new Markup(text), new Padding(2, 0, 0, 0)));
    }
}
