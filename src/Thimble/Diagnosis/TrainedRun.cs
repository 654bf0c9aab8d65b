using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>A run as its diagnosis sees it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Budget">What was asked of it.</param>
/// <param name="Epochs">What each completed epoch brought, in order.</param>
/// <param name="Statistics">What was measured on the trained network, if it was; without it fewer things can be found.</param>
internal sealed record TrainedRun(
    NetworkDefinition Network,
    Recipe Recipe,
    Budget Budget,
    IReadOnlyList<EpochResult> Epochs,
    TrainingStatistics? Statistics = null)
{
    private const double SpentRate = 0.02;
    private const double SameRate = 2;
    private const double Known = 0.995;
    private const double GuessErrors = 3;
    private const double NextToNothing = 0.05;

    /// <summary>Where and how it diverged, in a clause; null if it did not.</summary>
    public string? Divergence { get; init; }

    /// <summary>The last completed epoch.</summary>
    internal EpochResult Final => Epochs[^1];

    /// <summary>Whether the budget asks for an accuracy that the final epoch does not have.</summary>
    internal bool MissesAccuracy => Budget.Accuracy is { } target && !Reaches(Final, target);

    /// <summary>Whether the final epoch's training images were augmented; its training accuracy is then no measure of fit.</summary>
    internal bool EndsAugmented => !Recipe.Augmentation.AtEpoch(Final.Epoch, Recipe.Epochs).IsNone;

    /// <summary>What the evaluated images are: <c>test</c> or <c>validation</c>.</summary>
    internal string Split => Statistics?.Data?.Split ?? "test";

    /// <summary>Whether the budget leaves room for more epochs than the recipe has.</summary>
    internal bool MayTrainLonger => Budget.Epochs is not { } most || Recipe.Epochs < most;

    /// <summary>Whether the learning rate had fallen to next to nothing by the end: then a flat end says nothing about more epochs.</summary>
    internal bool EndsSpent => Final.LearningRate <= SpentRate * Epochs.Max(epoch => epoch.LearningRate);

    /// <summary>Training accuracy as test images are seen: without dropout and augmentation; null where it was not measured and cannot be told.</summary>
    internal EvaluationResult? PlainTraining =>
        Statistics is { } statistics ? statistics.TrainingImages
        : !EndsAugmented && Network.AllLayers().All(layer => layer.Traits.DropRate is 0f) ? Final.Training
        : null;

    /// <summary>Whether next to nothing is left to learn of the training images as they are.</summary>
    internal bool KnowsTrainingImages => PlainTraining?.Accuracy >= Known;

    /// <summary>What guessing reaches on the evaluated images: one class of all, or always the most frequent one.</summary>
    internal double Guess => Math.Max(1.0 / Network.ClassCount, Statistics?.Data is { } data ? new ClassBalance(data.Evaluated).LargestShare : 0);

    /// <summary>Whether an accuracy is no further above guessing than chance would be: on 60 images of ten classes a fifth may still be luck.</summary>
    internal bool IsGuess(EvaluationResult result)
    {
        double noise = GuessErrors * Noise.StandardError((int)Math.Round(Guess * result.Count), result.Count);
        return result.Accuracy <= Guess + Math.Max(noise, NextToNothing * (1 - Guess));
    }

    /// <summary>The last epochs in a row that had about the final learning rate, at most the later half of the run.</summary>
    internal IReadOnlyList<EpochResult> AtFinalRate =>
    [
        .. Epochs.Skip(Epochs.Count / 2).Reverse()
            .TakeWhile(epoch => epoch.LearningRate <= SameRate * Final.LearningRate && epoch.LearningRate * SameRate >= Final.LearningRate).Reverse(),
    ];

    /// <summary>Whether an epoch has at least such an accuracy on the test images.</summary>
    // Decimals, because 9,940 of 10,000 must reach 99.4%, whatever binary fractions make of either.
    internal static bool Reaches(EpochResult epoch, double target) =>
        epoch.Evaluated.Count > 0 && (decimal)epoch.Evaluated.Correct / epoch.Evaluated.Count >= (decimal)target;

    /// <summary>Accuracies of the last epochs, at most <paramref name="count"/>.</summary>
    internal double[] LastAccuracies(int count) => [.. Epochs.TakeLast(count).Select(epoch => epoch.Evaluated.Accuracy)];
}

/// <summary>What is known before training: what a rule looks at.</summary>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it is to be trained.</param>
/// <param name="Budget">What is asked of it.</param>
/// <param name="Data">What is in its data, if that was looked at.</param>
internal sealed record TrainingPlan(NetworkDefinition Network, Recipe Recipe, Budget Budget, DataStatistics? Data = null);
