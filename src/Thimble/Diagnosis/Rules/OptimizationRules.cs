using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>Learning rate, schedule and weight decay.</summary>
internal static class OptimizationRules
{
    // Every schedule is a function of the step; how many steps an epoch has hardly changes its shape.
    private const int StepsAnEpoch = 100;
    private const int LongEnough = 5;
    // A short training needs the full rate to the end: docs/findings.md.
    private const int LongEnoughToFall = 10;
    private const double LargestFallWithoutStep = 0.5;
    private const int LongWait = 3;

    /// <summary>A learning rate far from what is customary for its optimizer.</summary>
    [TestedBy("OptimizationRulesTests.A_learning_rate_far_from_custom_is_doubted")]
    public static IEnumerable<Finding> LearningRate(TrainingPlan plan)
    {
        OptimizerOptions optimizer = plan.Recipe.Optimizer;
        bool isNormalized = plan.Network.AllLayers().Any(layer => layer.Traits.Normalizes);
        // With momentum a gradient is followed 1 / (1 − momentum) times as far.
        double momentum = (optimizer as SgdOptions)?.Momentum ?? 0;
        double reach = optimizer.LearningRate / (1 - momentum);
        (double low, double high) = (optimizer, isNormalized) switch
        {
            (AdamOptions, true) => (1e-5, 0.1),
            (AdamOptions, false) => (1e-5, 0.02),
            (_, true) => (0.005, 5.0),
            _ => (0.005, 1.0),
        };
        // 0.5 / (1 − 0.9) is a little more than 5 in binary fractions.
        if (reach > 1.0001 * high)
            yield return Odd("learning-rate-high", "high", reach, $"above {high}", "Halve it a few times.");
        if (reach < 0.9999 * low)
            yield return Odd("learning-rate-low", "low", reach, $"below {low}", "Raise it by factors of 3 while the loss still falls.");

        Finding Odd(string id, string word, double value, string range, string suggestion) => new(
            id,
            $"The learning rate is unusually {word}",
            $"A rate of {optimizer.LearningRate:0.######}{(momentum > 0 ? $" and a momentum of {momentum:0.##} reach as far as {value:0.####}" : "")}: {range}, "
            + $"where networks {(isNormalized ? "with" : "without")} batch normalization seldom train well",
            Confidence.Possible,
            Severity.Weakness,
            suggestion);
    }

    /// <summary>A training whose loss stopped being a number.</summary>
    [TestedBy("OptimizationRulesTests.A_run_that_diverged_says_so_and_nothing_of_its_figures")]
    public static IEnumerable<Finding> Divergence(TrainedRun run)
    {
        if (run.Divergence is not { } reason)
            yield break;
        yield return new(
            "diverged",
            "Training diverged",
            $"{char.ToUpperInvariant(reason[0])}{reason[1..]}",
            Confidence.Certain,
            Severity.Problem,
            $"Divide the learning rate of {run.Recipe.Optimizer.LearningRate:0.######} by 3 until it trains.");
    }

    /// <summary>What a schedule does to the learning rate within the epochs that there are.</summary>
    [TestedBy("OptimizationRulesTests.A_schedule_is_held_against_the_epochs")]
    public static IEnumerable<Finding> Schedule(TrainingPlan plan)
    {
        Recipe recipe = plan.Recipe;
        double[] rates = recipe.LearningRates(StepsAnEpoch);
        int[] milestones = [.. Milestones(recipe)];
        if (milestones.Length > 0 && milestones.All(epoch => epoch >= recipe.Epochs))
            yield return NeverSteps(recipe, milestones[0]);
        else if (recipe.Epochs >= LongEnoughToFall && rates[^1] > 0.5 * rates.Max())
            yield return NeverFalls(recipe, rates);
        if (recipe.Epochs >= LongEnough && milestones.Contains(recipe.Epochs - 1))
            yield return StepsTooLate(recipe);
        if (rates.Max() < 0.9 * recipe.Optimizer.LearningRate)
            yield return PeakMissed(recipe, rates);
        if (recipe.Epochs >= LongEnough && ShareSpent(rates) is > 0.4 and var spent)
            yield return FallsEarly(spent);
    }

    /// <summary>Weight decay that also pulls at normalizations' scales.</summary>
    [TestedBy("OptimizationRulesTests.Weight_decay_on_normalizations_is_noted")]
    public static IEnumerable<Finding> DecayedNormalization(TrainingPlan plan)
    {
        OptimizerOptions optimizer = plan.Recipe.Optimizer;
        ResolvedLayer[] normalizations = [.. plan.Network.AllLayers().Where(layer => layer.Traits.Normalizes)];
        if (optimizer.WeightDecay > 0 && optimizer.DecayNormalization && normalizations.Length > 0)
        {
            yield return new(
                "decayed-normalization",
                "Weight decay also pulls the scales of the normalizations towards zero",
                $"A decay of {optimizer.WeightDecay:0.######} acts on {normalizations.Sum(layer => layer.ParameterCount):N0} scales and shifts, "
                + "which start at 1 and 0 and do not overfit; it is PyTorch's way unless told otherwise",
                Confidence.Possible,
                Severity.Note,
                "Exempt them, and biases, from the decay.");
        }
    }

    /// <summary>Steps of the learning rate that came when the old rate was long exhausted, or still had much to give.</summary>
    [TestedBy("OptimizationRulesTests.Steps_that_came_late_or_early_are_named")]
    public static IEnumerable<Finding> StepTiming(TrainedRun run)
    {
        // A schedule that falls all the time has no step to judge.
        if (run.Recipe.Schedule is not (StepLR or MultiStepLR))
            yield break;
        int first = 0;
        for (int i = 1; i < run.Epochs.Count; i++)
        {
            if (run.Epochs[i].LearningRate > LargestFallWithoutStep * run.Epochs[i - 1].LearningRate)
                continue;
            if ((SteppedLate(run, first, i) ?? SteppedEarly(run, first, i)) is { } finding)
                yield return finding;
            first = i;
        }
    }

    private static IEnumerable<int> Milestones(Recipe recipe) => recipe.Schedule switch
    {
        StepLR step => Enumerable.Range(1, Math.Max(1, recipe.Epochs / step.StepSize)).Select(n => n * step.StepSize),
        MultiStepLR steps => steps.Milestones,
        _ => [],
    };

    // Steps at less than a hundredth of the highest rate, after the highest one.
    private static double ShareSpent(double[] rates)
    {
        double peak = rates.Max();
        return (double)rates.Skip(Array.IndexOf(rates, peak)).Count(rate => rate < 0.01 * peak) / rates.Length;
    }

    private static Finding NeverSteps(Recipe recipe, int first) => new(
        "schedule-never-steps", "The schedule never takes a step",
        $"Its first step comes after epoch {first}, and there are {recipe.Epochs}", Confidence.Certain, Severity.Weakness,
        $"Let it step after about {Math.Max(1, recipe.Epochs * 2 / 3)} epochs.");

    private static Finding NeverFalls(Recipe recipe, double[] rates) => new(
        "rate-never-falls", "The learning rate does not fall towards the end",
        $"It ends at {rates[^1]:0.######} after {recipe.Epochs} epochs; its highest was {rates.Max():0.######}", Confidence.Possible, Severity.Note,
        "Compare with a rate that falls: it helps where batches are noisy, and can cost a little where the training is short.");

    private static Finding StepsTooLate(Recipe recipe) => new(
        "schedule-steps-late", "The last step of the schedule leaves a single epoch",
        $"It comes after epoch {recipe.Epochs - 1} of {recipe.Epochs}", Confidence.Possible, Severity.Note,
        "Step an epoch or two earlier, or not at all.");

    private static Finding PeakMissed(Recipe recipe, double[] rates) => new(
        "rate-peak-missed", "The learning rate never reaches what the recipe says",
        $"The highest rate of {recipe.Epochs} epochs is {rates.Max():0.######}, and {recipe.Optimizer.LearningRate:0.######} was asked for",
        Confidence.Certain, Severity.Weakness, "Shorten the warm-up.");

    private static Finding FallsEarly(double spent) => new(
        "rate-falls-early", "The learning rate is spent long before the end",
        $"For {Figures.Percent(spent)} of the steps it is below a hundredth of its highest", Confidence.Possible, Severity.Weakness,
        "Let it fall later; steps that small change next to nothing.");

    // Nothing was gained for epochs before the step, and much at it.
    private static Finding? SteppedLate(TrainedRun run, int first, int step)
    {
        EpochResult best = run.Epochs.Take(first..step).MaxBy(epoch => epoch.Evaluated.Accuracy)!;
        EpochResult after = run.Epochs[step];
        int waited = run.Epochs[step - 1].Epoch - best.Epoch;
        double gain = after.Evaluated.Accuracy - best.Evaluated.Accuracy;
        if (waited < LongWait || gain < after.Evaluated.StandardError())
            return null;
        return new(
            "stepped-late", $"The learning rate fell {waited} epochs later than it could have",
            $"At {run.Epochs[step - 1].LearningRate:0.######} the best test accuracy came in epoch {best.Epoch}, {Figures.Percent(best.Evaluated.Accuracy)}; "
            + $"epoch {after.Epoch}, the first at {after.LearningRate:0.######}, has {Figures.Percent(after.Evaluated.Accuracy)}",
            Confidence.Possible, Severity.Weakness, $"Step after about {best.Epoch + 1} epochs, and spend the rest at the lower rate.");
    }

    // The training loss was falling fast, and hardly falls afterwards.
    private static Finding? SteppedEarly(TrainedRun run, int first, int step)
    {
        if (step - first < 2 || run.Epochs.Count - step < 3)
            return null;
        double before = Fall(run.Epochs[step - 2], run.Epochs[step - 1]);
        double after = Fall(run.Epochs[step + 1], run.Epochs[step + 2]);
        if (before < 0.1 || after > before / 4)
            return null;
        return new(
            "stepped-early", "The learning rate fell while the old one still had much to give",
            $"In the last epoch at {run.Epochs[step - 1].LearningRate:0.######} the training loss fell by {Figures.Percent(before)}; two epochs after the step "
            + $"to {run.Epochs[step].LearningRate:0.######} it fell by {Figures.Percent(Math.Max(0, after))}",
            Confidence.Possible, Severity.Weakness, "Step a few epochs later.");
    }

    private static double Fall(EpochResult one, EpochResult next) => 1 - (next.Training.Loss / one.Training.Loss);
}
