using System.CommandLine;
using System.Globalization;
using System.Text;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Plots;
using Thimble.Training;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble find-lr EXPERIMENT</c>.</summary>
internal static class FindLearningRateCommand
{
    private static readonly LearningRateFinderOptions Usual = new();

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var experiment = ExperimentArgument.Create();
        Option<double?> start = Rate("--start", $"The first learning rate; {Usual.Start} by default.");
        Option<double?> end = Rate("--end", $"The last; {Usual.End} by default.");
        Option<int?> steps = NumberOption.Create(
            "--steps", $"Training steps from the first to the last; {Usual.Steps} by default. Where the loss falls little, the search is repeated with more, up to {Usual.MostSteps}, and short trainings try what it suggests.", LearningRateFinderOptions.FewestSteps, 100_000);
        Option<int?> batch = TrainOptions.CreateBatch();
        Option<string[]> set = SetOption.Create();
        Option<ulong?> seed = TrainOptions.CreateSeed();
        Option<int?> threads = TrainOptions.CreateThreads();
        var svg = new Option<string?>("--svg") { Description = "Write the curve as a picture, too.", HelpName = "FILE" };
        Option<bool> force = OutputFiles.CreateForce();
        var data = new DataOptions();
        var command = new Command("find-lr", "Look for a good learning rate: train a few steps while it rises, and watch the loss.")
        {
            experiment, start, end, steps, batch, set, seed, threads, svg, force,
        };
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble find-lr part3",
                "thimble find-lr my.yaml --batch 128 --svg rate.svg",
                "thimble find-lr part3 --start 1e-4 --end 1 --steps 300 > curve.txt",
            ]);
        command.SetAction(words =>
        {
            string? file = words.GetValue(svg);
            OutputFiles.Check(words.GetValue(force), file);
            OutputFiles.CheckFolderOf(file);
            return Run(
                environment.Beside(file),
                ExperimentCatalogue.Load(words.GetRequiredValue(experiment), SetOption.Read(words, set)).Override(batchSize: words.GetValue(batch), seed: words.GetValue(seed)),
                data.Read(words) with { Needed = DatasetSplits.Train },
                Usual with
                {
                    Start = words.GetValue(start) ?? Usual.Start,
                    End = words.GetValue(end) ?? Usual.End,
                    Steps = words.GetValue(steps) ?? Usual.Steps,
                    MostSteps = words.GetValue(steps) ?? Usual.MostSteps,
                },
                words.GetValue(threads),
                file);
        });
        return command;
    }

    private static int Run(
        CommandEnvironment environment, Experiment written, DataChoice choice, LearningRateFinderOptions options, int? threads, string? svg)
    {
        using var stop = new StopSignal();
        (Experiment experiment, Dataset data) = choice.Resolve(written, environment, stop.Token);
        LearningRateCurve curve = LearningRateFinder.Find(
            experiment.Network, experiment.Recipe, data, new TrainerOptions(experiment.Seed, threads), options, stop.Token);
        double? suggested = curve.SuggestedRate;
        LearningRateDisplay.Show(environment, curve, suggested);
        environment.Console.WriteLine();
        LabelledLine.Write(environment, "Searched", Searched(experiment, data, curve, options));
        LabelledLine.Write(environment, "Suggested", Suggestion(curve, experiment.Recipe, suggested));
        LabelledLine.Write(
            environment, "Now", $"{experiment.Name} has {LearningRateDisplay.Rate(experiment.Recipe.Optimizer.LearningRate)}; nothing of it was changed");
        if (svg is not null)
        {
            string picture = PlotStyle.AsFile(LearningRatePlot.Of(curve, suggested).Render());
            AtomicFile.Write(svg, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
            LabelledLine.Write(environment, "Picture", svg);
        }

        return ExitCode.Success;
    }

    private static string Searched(Experiment experiment, Dataset data, LearningRateCurve curve, LearningRateFinderOptions options)
    {
        string end = curve.HasDiverged
            ? $"stopped where the loss was {options.StopFactor} times its best or no number"
            : "to the end";
        return $"{curve.Points.Count} steps of {experiment.Recipe.BatchSize} images of {data.Name} from {LearningRateDisplay.Rate(options.Start)} to "
            + $"{LearningRateDisplay.Rate(options.End)}, seed {experiment.Seed}; {end}";
    }

    private static string Suggestion(LearningRateCurve curve, Recipe recipe, double? suggested)
    {
        if (suggested is not { } rate || curve.Suggestion is not { } found)
            return "nothing: the loss does not fall by more than its noise; try more --steps, or a lower --start";
        string purpose = IsLowered(recipe) ? "the highest rate of this recipe's schedule" : "for a rate that stays the same throughout";
        if (curve.FromCurve is { } read && rate < read)
            return $"{LearningRateDisplay.Rate(rate)}, {purpose}; the curve alone says {LearningRateDisplay.Rate(read)}, but short trainings from the start learned more at a lower rate";
        string open = found.IsOpen ? "; the loss was still falling at the end, so try a higher --end" : "";
        return $"{LearningRateDisplay.Rate(rate)}, {purpose}; anything from {LearningRateDisplay.Rate(LearningRateSuggestion.Rounded(found.HalfWay))} (half of the fall) to "
            + $"{LearningRateDisplay.Rate(LearningRateSuggestion.Rounded(found.Bottom))} (the lowest loss) can be worth a try{open}";
    }

    private static bool IsLowered(Recipe recipe) => recipe.LearningRates(stepsPerEpoch: 100) is var rates && rates[^1] < rates.Max() / 2;

    private static Option<double?> Rate(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RATE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate > 0 && double.IsFinite(rate))
                return rate;
            result.AddError($"{name} is '{text}'; give a number above 0, such as 1e-4");
            return null;
        },
    };
}
