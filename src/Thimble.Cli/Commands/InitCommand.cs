using System.CommandLine;
using System.Text;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble init EXPERIMENT</c>.</summary>
internal static class InitCommand
{
    // It trains in seconds, so that you see at once what a change does.
    private const string Usual = "sprint";

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var experiment = new Argument<string?>("EXPERIMENT")
        {
            Description = $"The built-in experiment to start from ('thimble experiments' lists them); {Usual} by default.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string?>("--out") { Description = "The file to write; my-EXPERIMENT.yaml by default.", HelpName = "FILE" };
        Option<bool> force = OutputFiles.CreateForce();
        var command = new Command("init", "Write a built-in experiment as a YAML file of your own, with comments, to start from.") { experiment, output, force };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble init",
                "thimble init part3 --out mine.yaml",
            ]);
        command.SetAction(words =>
        {
            string name = words.GetValue(experiment) ?? Usual;
            return Run(environment, name, words.GetValue(output) ?? $"my-{name}.yaml", words.GetValue(force));
        });
        return command;
    }

    private static int Run(CommandEnvironment environment, string name, string file, bool overwrites)
    {
        // Called as its file, so that its runs are not taken as those of the built-in one.
        string text = ExperimentStarter.Of(name, OutputFiles.ExperimentName(file));
        OutputFiles.Check(overwrites, file);
        OutputFiles.CheckFolderOf(file);
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        CommandEnvironment shown = environment.Beside(file);
        Experiment written = ExperimentCatalogue.Load(name);
        LabelledLine.Write(shown, "Written", $"{file}: {name}, {written.Network.ParameterCount:N0} parameters, {written.Recipe.Epochs} epochs of {written.Data.Name}; change what you like");
        LabelledLine.Write(shown, "Next", shown.Call("summary", ShellWord.OfPath(file)));
        LabelledLine.Write(shown, "", shown.Call("train", ShellWord.OfPath(file)));
        return ExitCode.Success;
    }
}
