using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Where normalizations are, what is around them, and whether their statistics fit.</summary>
internal static class NormalizationRules
{
    private const int Deep = 6;
    private const float HighDropRate = 0.2f;
    private const int SmallBatchSize = 8;
    private const double StandardErrorsApart = 3;
    private const double WorthSaying = 0.005;

    /// <summary>A deep network without any normalization starts slowly, and sometimes not at all.</summary>
    [TestedBy("NormalizationRulesTests.Depth_without_normalization_is_slow")]
    public static IEnumerable<Finding> Missing(TrainingPlan plan)
    {
        ResolvedLayer[] weighted = [.. plan.Network.AllLayers().Where(layer => layer.Traits.HasWeights)];
        bool hasHelp = plan.Network.AllLayers().Any(layer => layer.Traits.Normalizes || layer.Traits.HasSkip);
        if (hasHelp || weighted.Length < Deep)
            yield break;
        yield return new(
            "missing-normalization",
            $"{weighted.Length} layers of weights and no normalization between them",
            "The customary first weights shrink what passes through a layer and its ReLU, and the gradient on its way back with it; nothing restores the scale",
            Confidence.Likely,
            Severity.Weakness,
            "Put batch normalization behind each convolution: the first epochs gain most.");
    }

    /// <summary>
    /// Dropout before batch normalization: what is dropped widens the variance in training, but not in evaluation, where
    /// the running variance is then too large (Li et al., "Understanding the Disharmony between Dropout and Batch
    /// Normalization by Variance Shift", 2019).
    /// </summary>
    [TestedBy("NormalizationRulesTests.Dropout_before_normalization_shifts_its_variance")]
    public static IEnumerable<Finding> VarianceShift(TrainingPlan plan) => LayerChain.AllIn(plan.Network).SelectMany(VarianceShift);

    /// <summary>A bias right before a batch normalization, which subtracts it again.</summary>
    [TestedBy("NormalizationRulesTests.A_bias_that_is_subtracted_again_is_redundant")]
    public static IEnumerable<Finding> RedundantBias(TrainingPlan plan)
    {
        ResolvedLayer[] biased =
        [
            .. from pair in LayerChain.Neighbours(plan.Network)
               where pair.First.Traits.HasBias && pair.Second.Traits.Normalizes
               select pair.First,
        ];
        if (biased.Length == 0)
            yield break;
        int parameters = biased.Sum(layer => layer.Output.Channels);
        yield return new(
            "redundant-bias",
            $"{Figures.Count(parameters, "parameter")} of biases do nothing",
            $"The normalization right behind {biased.Listed()} subtracts the mean, and any bias with it",
            Confidence.Certain,
            Severity.Weakness,
            "Write bias: false there and spend the parameters elsewhere.");
    }

    /// <summary>Normalization after ReLU works too, but then every convolution needs its bias.</summary>
    [TestedBy("NormalizationRulesTests.The_order_of_normalization_and_ReLU_costs_biases")]
    public static IEnumerable<Finding> Order(TrainingPlan plan)
    {
        ResolvedLayer[] biased =
        [
            .. from chain in LayerChain.AllIn(plan.Network)
               from i in Enumerable.Range(0, Math.Max(0, chain.Count - 2))
               where chain[i].Traits is { HasBias: true, HasWindow: true } && chain[i + 1].Traits.CutsAtZero && chain[i + 2].Traits.Normalizes
               select chain[i],
        ];
        if (biased.Length == 0)
            yield break;
        yield return new(
            "normalization-order",
            $"Normalizing before ReLU instead of behind it would free {biased.Sum(layer => layer.Output.Channels):N0} parameters",
            $"{biased.Listed()} stand before ReLU and then batch normalization; with the two exchanged their biases could go",
            Confidence.Possible,
            Severity.Note,
            "Try convolution without bias, batch normalization, ReLU; which order is more accurate has to be measured.");
    }

    /// <summary>Batch normalization over batches too small to have statistics.</summary>
    [TestedBy("NormalizationRulesTests.Small_batches_and_normalization_do_not_go_together")]
    public static IEnumerable<Finding> SmallBatch(TrainingPlan plan)
    {
        ResolvedLayer? narrowest = plan.Network.AllLayers()
            .Where(layer => layer.Traits.Normalizes).MinBy(layer => layer.Input.PlaneSize);
        int batch = plan.Recipe.BatchSize;
        if (narrowest is null || batch >= SmallBatchSize)
            yield break;
        int values = batch * narrowest.Input.PlaneSize;
        yield return values == 1
            ? new(
                "small-batch", $"{narrowest.Label()} normalizes a single number: nothing passes it in training",
                "A batch of 1 and one pixel a channel: the number less its own mean is 0", Confidence.Certain, Severity.Problem,
                "Use batches of 16 or more.")
            : new(
                "small-batch", "Batch normalization over very small batches",
                $"A batch of {batch} gives {narrowest.Label()} {Figures.Count(values, "number")} a channel to tell mean and variance from",
                Confidence.Likely, Severity.Weakness, "Use batches of 16 or more.");
    }

    /// <summary>The same images with running statistics and with the batch's own: whether the running ones are any good.</summary>
    [TestedBy("NormalizationRulesTests.Running_statistics_are_held_against_the_batchs_own")]
    public static IEnumerable<Finding> RunningStatistics(TrainedRun run)
    {
        if (run.Statistics is not { BatchStatistics: { } batch, RunningStatistics: var running })
            yield break;
        double loss = batch.Accuracy - running.Accuracy;
        string evidence = $"Of {running.Count:N0} test images {Figures.Percent(running.Accuracy)} are found with running statistics and {Figures.Percent(batch.Accuracy)} "
            + $"with those of their batch of {run.Recipe.BatchSize}, without dropout";
        yield return loss > WorthSaying && loss > StandardErrorsApart * batch.StandardErrorOfGap(running)
            ? new(
                "stale-statistics", $"Running statistics cost {Figures.Points(loss)}: they do not fit the weights", evidence, Confidence.Likely, Severity.Problem,
                "Dropout before a normalization, a high learning rate in the last steps or a low momentum of the normalization leave them behind.")
            : new(
                "batch-statistics", $"Batch statistics change the accuracy by {100 * loss:+0.00;-0.00;0.00} points: the running statistics fit", evidence,
                Confidence.Certain, Severity.Note);
    }

    private static IEnumerable<Finding> VarianceShift(IReadOnlyList<ResolvedLayer> chain)
    {
        ResolvedLayer? dropout = null;
        bool isMixed = false;
        foreach (ResolvedLayer layer in chain)
        {
            if (layer.Traits.DropRate > 0)
                (dropout, isMixed) = (layer, false);
            else if (layer.Traits.HasWeights)
                isMixed = true;
            if (!layer.Traits.Normalizes || dropout is null)
                continue;
            if (!isMixed || dropout.Traits.DropRate >= HighDropRate)
                yield return Shifted(dropout, layer, isMixed);
            dropout = null;
        }
    }

    private static Finding Shifted(ResolvedLayer dropout, ResolvedLayer normalization, bool isMixed)
    {
        float rate = dropout.Traits.DropRate;
        return new(
            "variance-shift",
            $"{normalization.Label()} learns its variance behind {dropout.Label()}, and meets another one in evaluation",
            $"At a rate of {rate:0.###} the mean square is 1 / (1 − {rate:0.###}) = {1 / (1 - rate):0.00} times as large in training as in evaluation"
            + (isMixed ? "; weights lie between the two and soften it" : ""),
            isMixed ? Confidence.Possible : Confidence.Certain,
            Severity.Weakness,
            "Put dropout behind the last normalization, or lower its rate.");
    }
}
