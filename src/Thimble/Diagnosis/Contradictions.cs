namespace Thimble.Diagnosis;

/// <summary>
/// Resolves findings that contradict each other before they are shown. What was measured outweighs custom, a cause outweighs its effects, and
/// advice that another finding rules out is withdrawn. Every rule speaks for itself alone, so the pairs are here, in one place.
/// </summary>
internal static class Contradictions
{
    private const string Measured = "what was measured outweighs what is customary";
    private const string Cause = "the first explains the second";

    /// <summary>The pairs, in the order in which they are applied: a finding that was left out has no effect after that.</summary>
    public static IReadOnlyList<Contradiction> Table { get; } =
    [
        // Data with a hole in it explains figures that look like faults of the network.
        new("one-class", "over-fitting", Cause),
        new("one-class", "under-fitting", Cause),
        new("one-class", "learned-by-heart", Cause),
        new("one-class", "not-learning", Cause),
        new("one-class", "plateau", Cause),
        new("class-without-images", "over-fitting", "images of a class that was never shown cannot be right, whatever the fit",
            "Add training images or augment them, add dropout where there are many channels, use fewer parameters, or stop earlier.", "First add the missing classes: their share of the gap is not over-fitting."),

        // A network that guesses is not held back by details.
        new("not-learning", "under-fitting", Cause),
        new("not-learning", "plateau", Cause),
        new("not-learning", "falling", "a figure that is guessed falls by chance"),
        new("not-learning", "flat-at-spent-rate", Cause),
        new("collapsed", "under-fitting", Cause),
        new("collapsed", "plateau", Cause),
        new("collapsed", "flat-within-noise", Cause),
        new("collapsed", "flat-at-spent-rate", Cause),
        new("collapsed", "learning-rate-low", Measured),
        new("learned-by-heart", "plateau", Cause),
        new("learned-by-heart", "falling", "a figure that is guessed falls by chance"),
        new("learned-by-heart", "flat-at-spent-rate", Cause),
        new("not-learning", "flat-within-noise", Cause),
        new("not-learning", "rate-never-falls", "how the rate ends matters once something is learned"),
        new("learned-by-heart", "flat-within-noise", Cause),
        new("learned-by-heart", "rate-never-falls", "how the rate ends matters once something is learned that carries over"),
        // Low first: a rate that is low already did not kill the channels.
        new("learning-rate-low", "not-learning", "one of the two ways is the likelier one", "Change the learning rate by factors of 10 either way", "Raise the learning rate first"),
        new("dead-units", "not-learning", "one of the two ways is the likelier one", "Change the learning rate by factors of 10 either way", "Lower the learning rate first"),
        new("no-gradient", "not-learning", Cause),
        new("no-gradient", "rate-never-falls", "how the rate ends matters once something is learned"),
        new("learning-rate-high", "not-learning", "one of the two ways is the likelier one", "Change the learning rate by factors of 10 either way", "Lower the learning rate first"),
        new("large-updates", "not-learning", "one of the two ways is the likelier one", "Change the learning rate by factors of 10 either way", "Lower the learning rate first"),

        // The learning rate: measured before customary, and not higher and lower at once.
        new("diverged", "learning-rate-low", Measured),
        new("diverged", "rate-peak-missed", "a rate that diverged need not be reached"),
        new("diverged", "rate-falls-early", "a rate that diverged must fall earlier, not later"),
        new("rate-too-high", "learning-rate-low", Measured),
        new("rate-too-high", "rate-falls-early", "the rate has not fallen far enough by the end"),
        new("rate-too-high", "stepped-early", "the rate has not fallen far enough by the end"),
        new("large-updates", "learning-rate-low", Measured),
        new("stable-finish", "learning-rate-high", Measured),
        new("stable-finish", "learning-rate-low", Measured),
        new("stepped-late", "rate-falls-early", "the accuracies show that the rate could have fallen sooner"),
        new("stepped-early", "schedule-steps-late", "the losses show that a step came too soon"),
        new("learning-rate-low", "plateau", "a rate that is low already has nothing to gain from falling", "lower the learning rate", "raise the learning rate"),
        new("learning-rate-low", "dead-units", "a rate that is low already does not kill channels", "A lower learning rate or batch normalization keeps them alive; or take", "Batch normalization keeps them alive; or take"),
        new("learning-rate-low", "dead-units", "a rate that is low already does not kill channels", "A lower learning rate keeps them alive; or take", "Take"),
        new("learning-rate-low", "near-constant-channels", "a rate that is low already does not kill channels", ", or lower the learning rate if they died in training", ""),
        new("stepped-late", "flat-at-spent-rate", "the accuracies show that the rate could have fallen sooner", ", or a rate that falls later, may help", " may help"),
        new("stable-finish", "rate-never-falls", "the last epochs were seen to hold the target"),
        new("still-improving", "rate-never-falls", "the rate still brings something",
            "Compare with a rate that falls: it helps where batches are noisy, and can cost a little where the training is short.", "Keep it as long as it still brings something."),
        new("swings-within-noise", "unstable-finish", "the last epochs differ by chance, and a lower rate does not change that",
            "Let the learning rate fall further at the end, or average the weights: the last epochs should differ little.",
            "The last epochs differ by no more than noise: what is missing is accuracy, not a calmer end."),
        new("rate-falls-early", "unstable-finish", "the rate has fallen too far already", "Let the learning rate fall further at the end, or average the weights", "Average the weights"),

        // More of the same, or something else.
        new("at-erasing-ceiling", "plateau", "the ceiling holds whatever the learning rate", "lower the learning rate, or change the network", "first remove the dropout that wipes out images"),
        new("plateau", "under-fitting", "the last epochs were seen to bring nothing", ", more epochs", ""),
        new("falling", "under-fitting", "the last epochs were seen to harm", ", more epochs", ""),
        new("under-fitting", "over-fitting", "training images that are not learned come first",
            "Add training images or augment them, add dropout where there are many channels, use fewer parameters, or stop earlier.", "First fit the training images; then close the gap."),
        new("still-improving", "over-fitting", "the last epochs were seen to help", ", or stop earlier", ""),
        new("over-fitting", "held-back", "more dropout and less dropout cannot both be right", "With a target that is missed, try less of it.", ""),
        new("dead-units", "under-fitting", "there are channels that do nothing", "More channels or layers", "Channels that live"),
        new("under-fitting", "costliest-layer", "more channels and fewer channels cannot both be right", ", or give it fewer channels", ""),

        // What was measured on the trained network.
        new("batch-statistics", "variance-shift", "the running statistics were measured and fit"),
        new("early-pool", "receptive-field", "pooling earlier is what went wrong", ", or pool earlier, where a layer sees further", ""),
    ];

    /// <summary>The findings without those that another one silences, and without advice that another one rules out; the order stays.</summary>
    public static IReadOnlyList<Finding> Resolve(IEnumerable<Finding> findings)
    {
        List<Finding> left = [.. findings];
        foreach (Contradiction pair in Table.Where(pair => left.Exists(finding => finding.Id == pair.Stronger)))
        {
            left = pair.Advice is null
                ? [.. left.Where(finding => finding.Id != pair.Weaker)]
                : [.. left.Select(finding => finding.Id != pair.Weaker ? finding : finding with { Suggestion = finding.Suggestion.Replace(pair.Advice, pair.Instead, StringComparison.Ordinal) })];
        }

        return left;
    }
}

/// <summary>Two findings that should not be shown side by side as they are.</summary>
/// <param name="Stronger">The id of the one that stays.</param>
/// <param name="Weaker">The id of the one that gives way.</param>
/// <param name="Why">Why it does.</param>
/// <param name="Advice">The words that leave its suggestion; null where the whole finding is left out.</param>
/// <param name="Instead">What the suggestion says in their place.</param>
internal sealed record Contradiction(string Stronger, string Weaker, string Why, string? Advice = null, string Instead = "");
