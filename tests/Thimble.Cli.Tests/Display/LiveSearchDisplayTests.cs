using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;
using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Cli.Tests.Display;

/// <summary>What a search looks like on a terminal.</summary>
public sealed class LiveSearchDisplayTests : IDisposable
{
    private const string Search =
        """
        name: widths
        experiment:
          data: {name: synthetic-digits, train_images: 60, validation: {images: 20}}
          input: [1, 28, 28]
          network: [{conv2d: {out: $width, kernel: 5}}, adaptive_avg_pool2d, {linear: 10}]
          recipe: {epochs: 3, optimizer: {sgd: {learning_rate: 0.1}}}
          budget: {parameters_below: 500}
        space:
          width: [4, 8, 12]
          recipe.label_smoothing: [0.1]
        rungs: {epochs: [1]}
        finalists: {count: 1, seeds: 2}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly SearchPlan _plan;

    /// <summary>Settles a search.</summary>
    public LiveSearchDisplayTests()
    {
        File.WriteAllText(_folder["search.yaml"], Search);
        SearchDefinition definition = SearchDefinition.Load(_folder["search.yaml"]);
        SearchDraws draws = SearchDraws.Of(definition);
        ExperimentData used = draws.Trials[0].Experiment.Data;
        _plan = new(definition, draws, used, used.Apply(SyntheticDigits.Create(60, 1)));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_round_moves_and_the_best_so_far_settle(int width)
    {
        var terminal = new TestTerminal(width);
        using var display = new LiveSearchDisplay(terminal.Environment, _plan);
        display.OnStage(_plan.Stages[0], 3, known: 0);
        display.OnTime(new(_plan.Stages[0], 0, 3, 2, null, null));
        string begun = new TerminalScreen(width).Show(terminal.Output).Text;
        Add(display, trial: 0, correct: 9812, done: 1);
        Add(display, trial: 2, correct: 9790, done: 2);
        Add(display, trial: 1, correct: null, done: 3);
        string going = new TerminalScreen(width).Show(terminal.Output).Text;
        display.OnStage(_plan.Stages[1], 1, known: 1);
        display.OnTime(new(_plan.Stages[1], 1, 2, 1, TimeSpan.FromSeconds(4000), null));
        var screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"search-terminal-{width}", $"{begun}{going}{screen.Text}");
    }

    [Fact]
    public void At_its_end_it_leaves_no_half_line()
    {
        var terminal = new TestTerminal(80);
        using (var display = new LiveSearchDisplay(terminal.Environment, _plan))
            display.OnTime(new(_plan.Stages[0], 1, 3, 1, null, null));

        Assert.Equal("\n", new TerminalScreen(80).Show(terminal.Output).Text);
    }

    private void Add(LiveSearchDisplay display, int trial, int? correct, int done)
    {
        SearchTrial tried = _plan.Trials[trial];
        TrainingStatus status = correct is null ? TrainingStatus.Diverged : TrainingStatus.Completed;
        var run = new SearchRun("", tried.Number, 0, 1, status, correct is { } right ? [right] : [], 10_000, 12.34);
        SearchStanding best = new(_plan.Trials[0], [new SearchRun("", 1, 0, 1, TrainingStatus.Completed, [9812], 10_000, 12.34)]);
        display.OnRun(tried, run, new(_plan.Stages[0], done, 3, 3 - done, TimeSpan.FromSeconds(100 - done), best));
    }
}
