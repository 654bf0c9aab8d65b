using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Thimble.Cli.Commands;
using Thimble.Cli.Display;
using Thimble.Lab;

namespace Thimble.Cli;

/// <summary>From words to an exit code.</summary>
internal static class CommandLine
{
    // Left alone, the parser puts the lines of FILE in the place of a word @FILE, and takes -abc for -a -b -c.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    // A page of them: after that many a file is something else than it seemed.
    private const int MostMistakes = 20;

    /// <summary>Runs the command that the words name.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="environment">What the command needs from outside.</param>
    public static int Run(IReadOnlyList<string> arguments, CommandEnvironment environment)
    {
        environment = environment with { Arguments = arguments };
        var configuration = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            // Errors become one line below; signals are StopSignal's, which lets a batch end.
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            Command root = CreateRoot(environment);
            BlankWords.Refuse(root);
            if (CompletedWords.AreAskedFor(arguments))
            {
                CompletedWords.AddTo(root);
                CompletedWords.Write(root, arguments, environment.Output);
                return ExitCode.Success;
            }

            ParseResult words = root.Parse(arguments, Parser);
            // A first word in brackets is a directive to the parser, which leaves it out where it knows none.
            if (words.Tokens.FirstOrDefault(token => token.Type == TokenType.Directive) is { } directive)
                throw new InvalidInputException($"Unrecognized command or argument '{directive.Value}'. 'thimble --help' shows what there is");
            if (words.Action is not HelpAction and not HelpWithExamples)
            {
                if (MistypedWord.Option(words) is var (word, meant))
                    return Refuse(words, $"Unrecognized option '{word}'. Did you mean '{meant}'?", environment);
                if (words.Errors.Count > 0)
                    return Refuse(words, Problem(words), environment);
                VectorWarning.Write(words.CommandResult.Command.Name, environment);
            }

            int code = words.Invoke(configuration);
            return environment.LostOutput() is { } reason ? ReportLost(reason, environment) : code;
        }
        catch (Exception error)
        {
            Report(error, environment);
            return ExitCodeOf(error);
        }
    }

    /// <summary>The tree of commands.</summary>
    public static Command CreateRoot(CommandEnvironment environment)
    {
        // A plain command and not a RootCommand, which would be called after the assembly.
        var root = new Command(
            "thimble", "Trains image classifiers small enough to fit in a thimble, on the CPU, and says whether they met their budget.")
        {
            TrainCommand.Create(environment),
            QuickstartCommand.Create(environment),
            EvaluateCommand.Create(environment),
            PredictCommand.Create(environment),
            ExportCommand.Create(environment),
            RunsCommand.Create(environment),
            CompareCommand.Create(environment),
            FindLearningRateCommand.Create(environment),
            SearchCommand.Create(environment),
            ReportCommand.Create(environment),
            SummaryCommand.Create(environment),
            DiagnoseCommand.Create(environment),
            ExperimentsCommand.Create(environment),
            InitCommand.Create(environment),
            NewCommand.Create(environment),
            DataCommand.Create(environment),
            CompletionCommand.Create(environment),
        };
        var version = new Option<bool>("--version") { Description = "Show the version." };
        root.Options.Add(version);
        root.Subcommands.Add(HelpCommand.Create(environment, root));
        root.SetAction(words => words.GetValue(version) ? ShowVersion(environment) : ShowHelp(root, environment));
        HelpWithExamples.AddTo(
            root,
            [
                "thimble quickstart                      train for a few seconds and look at the result",
                "thimble train part3                     train a built-in experiment",
                "thimble init part3 --out my.yaml        begin an experiment of your own",
                "thimble train my.yaml --epochs 3        train it",
                "thimble summary part3 --wide            look at a network without training it",
                "thimble diagnose part2                  find what is wrong with a network before training it",
                "thimble evaluate part3                  look closer at the best full run of part3",
                "thimble search my-search.yaml           find the best network and recipe within a budget",
                "thimble predict part3 seven.png         say what a picture shows",
                "thimble export part3 --c firmware       write a trained network as C, or as ONNX",
                "thimble runs                            list what was trained",
                "thimble compare part3/1 part3/2         what differs between two runs, and whether it is luck",
            ]);
        return root;
    }

    private static int ShowVersion(CommandEnvironment environment)
    {
        environment.Output.WriteLine($"thimble {ProductVersion.Text}");
        return ExitCode.Success;
    }

    private static int ShowHelp(Command root, CommandEnvironment environment)
    {
        root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = environment.Output });
        return ExitCode.InvalidInput;
    }

    private static string Problem(ParseResult words)
    {
        string problem = $"{words.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
        return words.UnmatchedTokens is [var word, ..] && MistypedWord.Command(words.CommandResult.Command, word) is { } meant ? $"{problem} Did you mean '{meant}'?" : problem;
    }

    private static int Refuse(ParseResult words, string problem, CommandEnvironment environment)
    {
        string call = "";
        for (SymbolResult? command = words.CommandResult; command is CommandResult one; command = one.Parent)
            call = $"{one.Command.Name} {call}";
        environment.Error.WriteLine($"thimble: {problem} '{call}--help' shows what there is.");
        return ExitCode.InvalidInput;
    }

    private static void Report(Exception error, CommandEnvironment environment)
    {
        if (error is ExperimentException { Mistakes.Count: > 1 } several)
        {
            Report(several.Mistakes, environment);
            return;
        }

        string message = error.Message.ReplaceLineEndings(" ");
        environment.Error.WriteLine(error switch
        {
            OperationCanceledException => "thimble: stopped.",
            ThimbleException known => $"thimble: {Advice.MessageOf(known)}",
            _ when environment.ShowsStackTraces => $"thimble: {error}",
            OutOfMemoryException =>
                "thimble: there is not enough memory; use a smaller batch, network or picture, or fewer threads or jobs, or close other programs",
            IOException or UnauthorizedAccessException => $"thimble: {message}",
            _ => $"thimble: a fault of Thimble's own, {error.GetType().Name}: {message} Please report it, with what THIMBLE_DEBUG=1 shows.",
        });
        foreach (string detail in (error as ThimbleException)?.Details ?? [])
            environment.Error.WriteLine(detail);
    }

    private static void Report(IReadOnlyList<ExperimentException> mistakes, CommandEnvironment environment)
    {
        foreach (ExperimentException mistake in mistakes.Take(MostMistakes))
            environment.Error.WriteLine($"thimble: {Advice.MessageOf(mistake)}");
        if (mistakes.Count > MostMistakes)
            environment.Error.WriteLine($"thimble: and {SearchLine.Count(mistakes.Count - MostMistakes, "more mistake")}");
    }

    private static int ReportLost(IOException reason, CommandEnvironment environment)
    {
        environment.Error.WriteLine($"thimble: the output cannot be written ({reason.Message}); free some space, or write it elsewhere");
        return ExitCode.InvalidInput;
    }

    private static int ExitCodeOf(Exception error) => error switch
    {
        OperationCanceledException => ExitCode.Stopped,
        InvalidInputException or OutOfMemoryException => ExitCode.InvalidInput,
        DataUnavailableException => ExitCode.DataUnavailable,
        _ => ExitCode.Failure,
    };
}
