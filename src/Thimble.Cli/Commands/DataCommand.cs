using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Pictures;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble data</c>.</summary>
internal static class DataCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var folder = new Option<string?>("--data") { Description = "Show this folder only.", HelpName = "DIR" };
        var path = new Argument<string?>("PATH")
        {
            Description = "Say what is there: pictures in folders or in a table, an .npz file, CIFAR, EMNIST, IDX files. Without it, the data sets that are known by name.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var sheet = new Option<string?>("--show-augmented")
        {
            Description = "Draw some images as a network would see them in training, as a PNG picture. With --experiment, as that one has it.",
            HelpName = "FILE",
        };
        var experiment = new Option<string?>("--experiment")
        {
            Description = "For --show-augmented: whose input and augmentation; those that 'thimble new PATH' would propose by default.",
            HelpName = "EXPERIMENT",
        };
        Option<bool> force = OutputFiles.CreateForce();
        var command = new Command("data", "Show which data sets are on this machine, verified, and where they are looked for; or what is at a path.")
        {
            path,
            folder,
            sheet,
            experiment,
            force,
            DataGetCommand.Create(environment),
        };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble data",
                "thimble data pictures/",
                "thimble data pictures/ --show-augmented sheet.png",
                "thimble data --data ~/mnist",
                "thimble data get mnist",
            ]);
        command.SetAction(words =>
        {
            if (words.GetValue(path) is not null && words.GetValue(folder) is not null)
                throw new InvalidInputException("data: a path and --data are two places; name one of them");
            if (words.GetValue(sheet) is { } file)
                return AugmentedSheet.Draw(environment, words.GetValue(path) ?? words.GetValue(folder), words.GetValue(experiment), file, words.GetValue(force));
            if (words.GetValue(experiment) is not null || words.GetValue(force))
                throw new InvalidInputException($"data: {(words.GetValue(force) ? force.Name : experiment.Name)} is for {sheet.Name}; give that, too, or leave it out");
            return words.GetValue(path) is { } place ? ShowPath(environment, place) : ShowSets(environment, words.GetValue(folder));
        });
        return command;
    }

    private static int ShowPath(CommandEnvironment environment, string path)
    {
        if (!Path.Exists(path))
            throw new InvalidInputException($"{path}: no such file or folder; to download a data set: {environment.Call("data", "get", "NAME")}");
        if (DataSources.Recognize(path) is { } content)
        {
            SourceDisplay.Show(environment, content);
            return ExitCode.Success;
        }

        // What it is not, and why, is the catalogue's to say.
        ShowSet(environment, new DatasetCatalogue(environment.DataLocations).Open(name: null, allowDownload: false, path), "");
        LabelledLine.Write(environment, "Next", environment.Call("train", "EXPERIMENT", "--data", ShellWord.OfPath(path)));
        return ExitCode.Success;
    }

    private static void ShowSet(CommandEnvironment environment, Dataset data, string origin)
    {
        Shape shape = data.Train.ImageShape;
        environment.Console.MarkupLineInterpolated($"[bold]{data.Name}[/]  {origin}{shape.Height}×{shape.Width}{(shape.Channels == 1 ? "" : " in colour")}, {data.Train.ClassCount} classes");
        ShowHere(environment, data.Train.Count, data.Evaluated.Count, data.Train.ContentHash);
    }

    private static int ShowSets(CommandEnvironment environment, string? folder)
    {
        if (folder is not null && DataSources.Recognize(folder) is { } content)
        {
            SourceDisplay.Show(environment, content);
            return ExitCode.Success;
        }

        var catalogue = new DatasetCatalogue(environment.DataLocations);
        IReadOnlyList<DatasetStatus> statuses = catalogue.Statuses(folder);
        bool isFound = statuses.Any(status => status.IsAvailable);
        // A folder with one set need not be told that it is not another.
        if (folder is not null && isFound)
            statuses = [.. statuses.Where(status => status.IsAvailable)];
        if (folder is not null && !isFound && OwnFiles(catalogue, folder) is { } own)
        {
            ShowSet(environment, own, "your own, ");
            environment.Console.WriteLine();
        }
        else if (File.Exists(folder) && !isFound)
        {
            throw new InvalidInputException($"{folder}: not a data file that is recognized; give a table of pictures (.csv, .jsonl), an .npz file, CIFAR's archive or an IDX file");
        }

        foreach (DatasetStatus status in statuses)
            Show(environment, status, folder);
        return ExitCode.Success;
    }

    // What is no set of the catalogue may be sound files of your own; why it is none of the catalogue's is said beside it.
    private static Dataset? OwnFiles(DatasetCatalogue catalogue, string folder)
    {
        try
        {
            return catalogue.Open(DatasetCatalogue.FilesName, allowDownload: false, folder);
        }
        catch (ThimbleException)
        {
            return null;
        }
    }

    private static void ShowHere(CommandEnvironment environment, int train, int test, string hash) => environment.Console.MarkupLineInterpolated(
        $"  [green]here[/]     {train:N0} training and {test:N0} test images, {DataLine.Short(hash)}");

    private static void Show(CommandEnvironment environment, DatasetStatus status, string? folder)
    {
        IAnsiConsole console = environment.Console;
        console.MarkupLineInterpolated($"[bold]{status.Name}[/]  {status.Description}");
        if (status.IsAvailable)
        {
            ShowHere(environment, status.TrainCount, status.TestCount, status.ContentHash ?? "");
        }
        else if (folder is not null)
        {
            console.MarkupLineInterpolated($"  [yellow]missing[/]  it is not in this folder");
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
