using System.Text.Json.Serialization;

namespace Thimble.Training;

/// <summary>Whether a run stayed within its budget, line by line.</summary>
/// <param name="Lines">One line for each line that the budget sets.</param>
public sealed record Verdict(IReadOnlyList<VerdictLine> Lines)
{
    private const string NothingCompleted = "no completed epoch";

    /// <summary>Whether no line is missed; a line that is <see cref="VerdictLine.IsOpen"/> is not.</summary>
    public bool Met => Lines.All(line => line.Met);

    /// <summary>Whether a line asks for more than one run can tell.</summary>
    public bool IsOpen => Lines.Any(line => line.IsOpen);

    /// <summary>Judges a run. The accuracy is the final epoch's: the best epoch is known only by looking at the test images.</summary>
    /// <param name="budget">What was asked.</param>
    /// <param name="definition">The network that was trained.</param>
    /// <param name="result">What the run brought; it may have stopped before its first epoch was over.</param>
    public static Verdict Judge(Budget budget, NetworkDefinition definition, TrainingResult result)
    {
        VerdictLine? accuracy = budget.Accuracy is not { } asked ? null
            : budget.AccuracyOf == AccuracyOf.Mean ? ShowAccuracy((decimal)asked, result) : JudgeAccuracy((decimal)asked, result);
        return new(LinesOf(accuracy, budget, definition, result.Epochs.Count));
    }

    /// <summary>Judges several seeds by the mean of their accuracies, which is what <see cref="AccuracyOf.Mean"/> asks for.</summary>
    /// <param name="budget">What was asked.</param>
    /// <param name="definition">The network that was trained.</param>
    /// <param name="finals">What each completed run brought in its final epoch, at least one.</param>
    /// <param name="epochs">The epochs of the longest of them.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Verdict JudgeMean(Budget budget, NetworkDefinition definition, IReadOnlyList<EvaluationResult> finals, int epochs)
    {
        if (finals.Count == 0)
            throw new ArgumentException("There is no run to judge.", nameof(finals));
        decimal mean = finals.Average(Accuracy);
        VerdictLine? accuracy = budget.Accuracy is not { } asked ? null : new(
            "accuracy", $"mean of at least {Percent((decimal)asked)}", $"mean {Percent(mean)} of {finals.Count} seeds in the final epoch",
            mean >= (decimal)asked, Outcome(mean - (decimal)asked));
        return new(LinesOf(accuracy, budget, definition, epochs));
    }

    private static VerdictLine[] LinesOf(VerdictLine? accuracy, Budget budget, NetworkDefinition definition, int epochs) =>
    [
        .. new[]
        {
            accuracy,
            budget.ParametersBelow is { } bound ? JudgeParameters(bound, definition.ParameterCount) : null,
            budget.Epochs is { } most ? JudgeEpochs(most, epochs) : null,
        }.OfType<VerdictLine>(),
        .. DeviceBound.Of(budget, definition).Select(Judge),
    ];

    private static VerdictLine Judge(DeviceBound bound) =>
        new(bound.Name, bound.Asked, bound.Measured, bound.IsMet, bound.Needed is { } needed ? Outcome(bound.Most - needed) : "missed");

    // The mean of one seed is no mean: the figure is shown, and nothing is said of it.
    private static VerdictLine ShowAccuracy(decimal required, TrainingResult result) => new(
        "accuracy",
        $"mean of at least {Percent(required)}",
        result.Final is { } final ? $"{Percent(Accuracy(final.Evaluated))} ({final.Evaluated.Correct:N0} of {final.Evaluated.Count:N0}) in the final epoch, {final.Epoch}" : NothingCompleted,
        Met: true,
        "not judged: the budget asks for the mean of several seeds")
    { IsOpen = true };

    private static VerdictLine JudgeAccuracy(decimal required, TrainingResult result)
    {
        string asked = $"at least {Percent(required)}";
        if (result is not { Final: { } final, Best: { } best })
            return new("accuracy", asked, NothingCompleted, Met: false, "missed: there is nothing to judge");
        // Decimals, because 9,940 of 10,000 must reach 99.4%, whatever binary fractions make of either.
        decimal difference = Accuracy(final.Evaluated) - required;
        string outcome = Outcome(difference);
        string bestOne = best.Epoch == final.Epoch
            ? "no epoch was better"
            : $"best was {Percent(Accuracy(best.Evaluated))} in epoch {best.Epoch}, picked by looking at the {result.EvaluatedSplit} images";
        // A figure of held-out images says so, because elsewhere accuracy means the test images'.
        string on = result.EvaluatedSplit == Dataset.TestName ? "" : $" {result.EvaluatedSplit} images";
        string measured = $"{Percent(Accuracy(final.Evaluated))} ({final.Evaluated.Correct:N0} of {final.Evaluated.Count:N0}{on}) in the final epoch, {final.Epoch}";
        return new("accuracy", asked, measured, difference >= 0, $"{outcome}; {bestOne}");
    }

    private static VerdictLine JudgeParameters(int bound, int count)
    {
        // "Under 10,000" allows 9,999 at most: that is what a spare or a surplus is counted from.
        int spare = bound - 1 - count;
        return new("parameters", $"under {bound:N0}", $"{count:N0}", spare >= 0, Outcome(spare));
    }

    private static VerdictLine JudgeEpochs(int bound, int count)
    {
        string asked = $"at most {bound:N0}";
        return count == 0
            ? new("epochs", asked, NothingCompleted, Met: false, "missed: there is nothing to judge")
            : new("epochs", asked, $"{count:N0}", count <= bound, Outcome(bound - count));
    }

    private static string Outcome(long spare) => spare switch
    {
        < 0 => $"missed by {-spare:N0}",
        0 => "met exactly",
        _ => $"met with {spare:N0} to spare",
    };

    private static string Outcome(decimal difference) => difference switch
    {
        < 0 => $"missed by {Points(-difference)}",
        0 => "met exactly",
        _ => $"met by {Points(difference)}",
    };

    private static decimal Accuracy(EvaluationResult result) => result.Count == 0 ? 0 : (decimal)result.Correct / result.Count;

    private static string Percent(decimal share) => $"{share * 100:0.00##}%";

    private static string Points(decimal share) => $"{share * 100:0.00##} points";
}

/// <summary>One line of a budget, judged.</summary>
/// <param name="Name">What is judged: <c>accuracy</c>, <c>parameters</c>, <c>epochs</c>, <c>ram</c>, <c>flash</c> or <c>multiply-adds</c>.</param>
/// <param name="Required">What the budget asks for: <c>under 10,000</c>.</param>
/// <param name="Measured">What was measured: <c>10,224</c>.</param>
/// <param name="Met">Whether it was met.</param>
/// <param name="Remark">By how much it was met or missed, and what else must be known to read the figure.</param>
public sealed record VerdictLine(string Name, string Required, string Measured, bool Met, string Remark)
{
    /// <summary>Whether it is shown but not judged: the budget asks for the mean of several seeds, and this is one run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOpen { get; init; }

    /// <summary>What became of it, in a word: <c>met</c>, <c>missed</c> or <c>open</c>.</summary>
    public string Outcome => IsOpen ? "open" : Met ? "met" : "missed";

    /// <summary>The line for people: <c>parameters: under 10,000 — 10,224: missed by 225</c>.</summary>
    public override string ToString() => $"{Name}: {Required} — {Measured}: {Remark}";
}
