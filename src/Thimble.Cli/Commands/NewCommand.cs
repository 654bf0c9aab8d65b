using System.CommandLine;
using System.Text;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab.Proposals;
using Thimble.Pictures;
using Thimble.Training;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble new FOLDER</c>.</summary>
internal static class NewCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var data = new Argument<string>("DATA") { Description = "Your data: a folder of pictures with a folder for each class, and what 'thimble data PATH' knows." };
        var output = new Option<string?>("--out") { Description = "The file to write; FOLDER.yaml by default.", HelpName = "FILE" };
        var budget = new ProposalBudget();
        Option<int?> epochs = NumberOption.Create("--epochs", "How many epochs; as many as the data needs by default.", 1, Recipe.MaximumEpochs);
        Option<ulong?> seed = TrainOptions.CreateSeed();
        Option<int?> threads = TrainOptions.CreateThreads();
        Option<bool> force = OutputFiles.CreateForce();
        var command = new Command("new", "Write an experiment for your own data: input, network and recipe, with the reason for each choice.") { data, output, epochs, seed, threads, force };
        budget.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble new pictures/",
                "thimble new pictures/ --parameters 20000 --accuracy 95% --out mine.yaml",
            ]);
        command.SetAction(words =>
        {
            string path = words.GetValue(data)!;
            string name = ProposedExperiment.NameOf(path);
            string file = words.GetValue(output) ?? $"{name}.yaml";
            Budget asked = budget.Read(words);
            return Run(
                environment,
                ProposedExperiment.Find(path) ?? throw new InvalidInputException($"{path}: no such folder, or no data; give a folder with a folder of pictures for each class"),
                new(OutputFiles.ExperimentName(file) ?? name, asked.Accuracy, asked.ParametersBelow, words.GetValue(epochs), words.GetValue(seed) ?? 1, PathFrom(file, path)),
                file, words.GetValue(threads), words.GetValue(force));
        });
        return command;
    }

    private static int Run(CommandEnvironment environment, SourceContent content, ProposalOptions options, string file, int? threads, bool overwrites)
    {
        OutputFiles.Check(overwrites, file);
        OutputFiles.CheckFolderOf(file);
        using var stop = new StopSignal();
        CommandEnvironment shown = environment.Beside(file);
        var choice = new DataChoice(Folder: content.Path);
        (ExperimentProposal proposal, _, _) = ProposedExperiment.Propose(content, options, one => one.Experiment, choice, threads, shown, stop.Token);
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(proposal.Yaml)));
        LabelledLine.Write(shown, "Written", $"{file}; its comments say why each thing is as it is");
        LabelledLine.Write(shown, "Next", shown.Call("summary", ShellWord.OfPath(file)));
        LabelledLine.Write(shown, "", shown.Call("train", ShellWord.OfPath(file)));
        return ExitCode.Success;
    }

    // From where the file is, so that both can be moved together; the full path where there is no file, or the way is long.
    private static string PathFrom(string file, string data)
    {
        if (OutputPlace.Of(file).Kind == OutputKind.Stream)
            return Path.GetFullPath(data);
        string relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFullPath(data));
        return relative.StartsWith($"..{Path.DirectorySeparatorChar}..{Path.DirectorySeparatorChar}..", StringComparison.Ordinal) ? Path.GetFullPath(data) : relative.Replace('\\', '/');
    }
}
