using System.CommandLine;
using Thimble.Cli.Options;
using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble search FILE</c>.</summary>
internal static class SearchCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var file = new Argument<string>("FILE") { Description = "The YAML file of a search." };
        Option<int?> jobs = NumberOption.Create(
            "--jobs", "Runs at a time, one a processor by default. The result does not depend on it.", 1, TrainerOptions.MaximumThreads);
        var folder = new Option<string?>("--out") { Description = "Folder for the search; searches/NAME by default.", HelpName = "DIR" };
        var restart = new Option<bool>("--restart") { Description = "Begin again; the earlier results are kept in a folder of their own." };
        var extend = new Option<bool>("--extend") { Description = "Continue though the search has changed, with the runs that are in both." };
        var plain = new Option<bool>("--plain") { Description = "Plain lines even on a terminal." };
        var quiet = new Option<bool>("--quiet") { Description = "Show the result only." };
        var json = new Option<bool>("--json") { Description = "The result as JSON, for other programs." };
        var data = new DataOptions();
        var command = new Command("search", "Find the best network and recipe within a budget, without looking at the test images.")
        {
            file, jobs, folder, restart, extend, plain, quiet, json,
        };
        data.AddValidationOnlyTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble search my-search.yaml",
                "thimble search my-search.yaml --jobs 4",
                "thimble search my-search.yaml            once more after Ctrl-C or a crash: continues",
                "thimble search my-search.yaml --restart",
                "thimble train searches/NAME/best.yaml    train what was found on all training images, and test it",
            ],
            """
            A search is a file:
              name: my-search
              base: part3                        a built-in experiment, or a file; its budget holds for every trial
              space:
                recipe.batch_size: [32, 64, 128]
                recipe.optimizer.sgd.learning_rate: {from: 0.02, to: 0.3, log: true}
              trials: 20
              rungs: {epochs: [1, 3], keep: 1/3}
              finalists: {count: 3, seeds: 5}
            docs/search.md explains it.

            Exit codes:
              0    searched to the end
              1    failed
              2    a mistake in the command line or in the file
              3    the data is not available
              130  stopped by Ctrl-C; every finished run is kept, and the same command continues
            """);
        command.Validators.Add(result =>
        {
            if (result.GetValue(restart) && result.GetValue(extend))
                result.AddError("--restart begins again and --extend continues; leave one of them out");
        });
        command.SetAction(words => new SearchSession(
            environment,
            new SearchSettings(
                words.GetValue(jobs), words.GetValue(folder), words.GetValue(restart), words.GetValue(extend),
                words.GetValue(plain), words.GetValue(quiet), words.GetValue(json)),
            data.ReadValidationOnly(words)).Run(SearchDefinition.Load(words.GetRequiredValue(file))));
        return command;
    }
}
