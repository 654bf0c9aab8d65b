using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What a schedule does to the learning rate within the epochs that there are.</summary>
internal static class ScheduleRule
{
    // Every schedule is a function of the step; how many steps an epoch has hardly changes its shape.
    private const int Steps = 100;
    private const int LongEnough = 5;

    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        Recipe recipe = plan.Recipe;
        double[] rates =
        [
            .. Enumerable.Range(0, recipe.Epochs * Steps).Select(step =>
                recipe.Schedule.LearningRate(new ScheduleStep(step, Steps, recipe.Epochs), recipe.Optimizer.LearningRate)),
        ];
        int[] milestones = [.. Milestones(recipe)];
        if (milestones.Length > 0 && milestones.All(epoch => epoch >= recipe.Epochs))
            yield return NeverSteps(recipe, milestones[0]);
        else if (recipe.Epochs >= LongEnough && rates[^1] > 0.5 * rates.Max())
            yield return NeverFalls(recipe, rates);
        if (recipe.Epochs >= LongEnough && milestones.Contains(recipe.Epochs - 1))
            yield return StepsTooLate(recipe);
        if (rates.Max() < 0.9 * recipe.Optimizer.LearningRate)
            yield return PeakMissed(recipe, rates);
        if (recipe.Epochs >= LongEnough && ShareSpent(rates) is > 0.4 and var spent)
            yield return FallsEarly(spent);
    }

    private static IEnumerable<int> Milestones(Recipe recipe) => recipe.Schedule switch
    {
        StepLR step => Enumerable.Range(1, Math.Max(1, recipe.Epochs / step.StepSize)).Select(n => n * step.StepSize),
        MultiStepLR steps => steps.Milestones,
        _ => [],
    };

    // Steps at less than a hundredth of the highest rate, behind the highest one.
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
        $"It ends at {rates[^1]:0.######} after {recipe.Epochs} epochs; its highest was {rates.Max():0.######}", Confidence.Possible, Severity.Weakness,
        "Let it fall: at a constant rate the last epochs jump about what they aim at.");

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
}
