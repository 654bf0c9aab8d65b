using System.CommandLine;
using Thimble.Lab;
using Thimble.Lab.Proposals;
using Thimble.Training;

namespace Thimble.Cli.Options;

/// <summary>The options of training, the same in every command that trains.</summary>
internal sealed class TrainOptions
{
    private readonly Option<int?> _epochs =
        NumberOption.Create("--epochs", "Epochs in place of the experiment's.", 1, Recipe.MaximumEpochs);

    private readonly Option<int?> _batch = CreateBatch();

    private readonly Option<string[]> _set = SetOption.Create();

    private readonly Option<ulong?> _seed = CreateSeed();

    private readonly Option<int?> _threads = CreateThreads();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for the run: new or empty. The next one below runs/ by default.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _plain = new("--plain") { Description = "Plain lines even on a terminal." };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show the verdict only." };

    private readonly Option<bool> _requireBudget = new("--require-budget") { Description = "Exit with 4 if the budget is missed." };

    private readonly Option<bool> _tensorBoard = new("--tensorboard") { Description = "Write event files for TensorBoard into the run's folder, too." };

    private readonly RunLabelOptions _labels = new();

    /// <summary>The option for the batch size.</summary>
    public static Option<int?> CreateBatch() =>
        NumberOption.Create("--batch", "Images a step in place of the experiment's.", 1, Recipe.MaximumBatchSize);

    /// <summary>The option for the seed.</summary>
    public static Option<ulong?> CreateSeed() =>
        NumberOption.Create<ulong>("--seed", "Seed of weights, order, augmentation and dropout.", 0, ulong.MaxValue);

    /// <summary>The option for the number of threads.</summary>
    public static Option<int?> CreateThreads() =>
        NumberOption.Create("--threads", "Threads, one a processor by default. The result does not depend on it.", 1, TrainerOptions.MaximumThreads);

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_epochs);
        command.Options.Add(_batch);
        command.Options.Add(_set);
        command.Options.Add(_seed);
        command.Options.Add(_threads);
        command.Options.Add(_out);
        command.Options.Add(_plain);
        command.Options.Add(_quiet);
        command.Options.Add(_requireBudget);
        command.Options.Add(_tensorBoard);
        foreach (Option label in _labels.All)
            command.Options.Add(label);
    }

    /// <summary>The settings that the command line gives.</summary>
    public TrainSettings Read(ParseResult words) => _labels.AddTo(
        new(
            words.GetValue(_threads),
            words.GetValue(_out),
            words.GetValue(_plain),
            words.GetValue(_quiet),
            words.GetValue(_requireBudget),
            words.GetValue(_tensorBoard)),
        words);

    /// <summary>Those that were given and are no matter of how a run is trained or shown, but of which run it is.</summary>
    public IEnumerable<string> ThatMakeAnotherRun(ParseResult words) =>
        ((Option[])[_epochs, _batch, _set, _seed, _out, .. _labels.All]).Where(option => words.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>Loads an experiment with what the command line says in place of its own settings.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="nameOrFile">A built-in name, or a YAML file.</param>
    public Experiment Load(ParseResult words, string nameOrFile) =>
        ExperimentCatalogue.Load(nameOrFile, SetOption.Read(words, _set)).Override(words.GetValue(_epochs), words.GetValue(_batch), words.GetValue(_seed));

    /// <summary>The same for an experiment that was proposed.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="proposal">The experiment.</param>
    public Experiment Load(ParseResult words, ExperimentProposal proposal) =>
        ExperimentCatalogue.Read(proposal.Experiment.Source, proposal.Yaml, SetOption.Read(words, _set)).Override(words.GetValue(_epochs), words.GetValue(_batch), words.GetValue(_seed));

    /// <summary>What an experiment that is proposed is to be like.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="budget">What it has to reach and stay within.</param>
    /// <param name="trainImages">How many images are taken; all of them if null.</param>
    public ProposalOptions ReadProposal(ParseResult words, string name, Budget budget, int? trainImages) =>
        new(name, budget.Accuracy, budget.ParametersBelow, words.GetValue(_epochs), words.GetValue(_seed) ?? 1, TrainImages: trainImages);
}
