namespace Thimble.Training;

/// <summary>Whether a run stayed within its budget, line by line.</summary>
/// <param name="Lines">One line for each line that the budget sets.</param>
public sealed record Verdict(IReadOnlyList<VerdictLine> Lines)
{
    private const string NothingCompleted = "no completed epoch";

    /// <summary>Whether every line is met.</summary>
    public bool Met => Lines.All(line => line.Met);

    /// <summary>Judges a run. The accuracy is the final epoch's: the best epoch is known only by looking at the test images.</summary>
    /// <param name="budget">What was asked.</param>
    /// <param name="definition">The network that was trained.</param>
    /// <param name="result">What the run brought; it may have stopped before its first epoch was over.</param>
    public static Verdict Judge(Budget budget, NetworkDefinition definition, TrainingResult result)
    {
        var lines = new List<VerdictLine>();
        if (budget.Accuracy is { } accuracy)
            lines.Add(JudgeAccuracy((decimal)accuracy, result));
        if (budget.ParametersBelow is { } bound)
            lines.Add(JudgeParameters(bound, definition.ParameterCount));
        if (budget.Epochs is { } epochs)
            lines.Add(JudgeEpochs(epochs, result.Epochs.Count));
        return new(lines);
    }

    private static VerdictLine JudgeAccuracy(decimal required, TrainingResult result)
    {
        string asked = $"at least {Percent(required)}";
        if (result is not { Final: { } final, Best: { } best })
            return new("accuracy", asked, NothingCompleted, Met: false, "missed: there is nothing to judge");
        // Decimals, because 9,940 of 10,000 must reach 99.4%, whatever binary fractions make of either.
        decimal difference = Accuracy(final.Evaluated) - required;
        string outcome = difference switch
        {
            < 0 => $"missed by {Points(-difference)}",
            0 => "met exactly",
            _ => $"met by {Points(difference)}",
        };
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

    private static string Outcome(int spare) => spare switch
    {
        < 0 => $"missed by {-spare:N0}",
        0 => "met exactly",
        _ => $"met with {spare:N0} to spare",
    };

    private static decimal Accuracy(EvaluationResult result) => result.Count == 0 ? 0 : (decimal)result.Correct / result.Count;

    private static string Percent(decimal share) => $"{share * 100:0.00##}%";

    private static string Points(decimal share) => $"{share * 100:0.00##} points";
}

/// <summary>One line of a budget, judged.</summary>
/// <param name="Name">What is judged: <c>accuracy</c>, <c>parameters</c> or <c>epochs</c>.</param>
/// <param name="Required">What the budget asks for: <c>under 10,000</c>.</param>
/// <param name="Measured">What was measured: <c>10,224</c>.</param>
/// <param name="Met">Whether it was met.</param>
/// <param name="Remark">By how much it was met or missed, and what else must be known to read the figure.</param>
public sealed record VerdictLine(string Name, string Required, string Measured, bool Met, string Remark)
{
    /// <summary>The line for people: <c>parameters: under 10,000 — 10,224: missed by 225</c>.</summary>
    public override string ToString() => $"{Name}: {Required} — {Measured}: {Remark}";
}
