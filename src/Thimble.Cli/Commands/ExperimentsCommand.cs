using System.CommandLine;
using Spectre.Console;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble experiments</c>.</summary>
internal static class ExperimentsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new Command("experiments", "List the built-in experiments.");
        HelpWithExamples.AddTo(command, ["thimble experiments"]);
        command.SetAction(_ => Run(environment));
        return command;
    }

    private static int Run(CommandEnvironment environment)
    {
        Experiment[] experiments = [.. ExperimentCatalogue.Names.Select(ExperimentCatalogue.Load)];
        int nameWidth = experiments.Max(experiment => experiment.Name.Length);
        int dataWidth = experiments.Max(experiment => experiment.Data.Name.Length);
        IAnsiConsole console = environment.Console;
        console.MarkupLineInterpolated($"[grey]{"name".PadRight(nameWidth)}  parameters  {"data".PadRight(dataWidth)}  target[/]");
        foreach (Experiment experiment in experiments)
        {
            console.MarkupLineInterpolated(
                $"[bold]{experiment.Name.PadRight(nameWidth)}[/]  {experiment.Network.ParameterCount,10:N0}  {experiment.Data.Name.PadRight(dataWidth)}  {experiment.Target}");
        }

        return ExitCode.Success;
    }
}
