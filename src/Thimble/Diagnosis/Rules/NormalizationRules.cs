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
    // With fewer images than give this, an equal accuracy is no proof that the statistics fit.
    private const double ExactEnough = 0.03;

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
            "Put batch normalization after each convolution: the first epochs gain most.");
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
            $"The normalization right after {biased.Listed()} subtracts the mean, and any bias with it",
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
            $"Normalizing before ReLU instead of after it would free {biased.Sum(layer => layer.Output.Channels):N0} parameters",
            $"{biased.Listed()}: ReLU follows, then batch normalization; with the two exchanged the biases could go",
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
        // The same images twice: they differ by less than two draws of images would.
        double noise = StandardErrorsApart * batch.StandardErrorOfGap(running);
        int batchSize = Math.Min(run.Recipe.BatchSize, running.Count);
        string images = Figures.Count(running.Count, $"{run.Split} image");
        string evidence = $"Of {images} drawn at random, {Figures.Percent(running.Accuracy)} are correctly classified with running statistics and "
            + $"{Figures.Percent(batch.Accuracy)} with those of their batch of {batchSize}, without dropout; the noise of that many images is at most ±{Figures.Points(noise)}";
        if (loss > Math.Max(WorthSaying, noise))
        {
            yield return new(
                "stale-statistics", $"Running statistics cost {Figures.Points(loss)}: they do not fit the weights", evidence, Confidence.Likely, Severity.Problem,
                "Common causes: dropout before a normalization, a high learning rate in the last steps, too few steps, or a low momentum of the normalization.");
        }
        else if (-loss > Math.Max(WorthSaying, noise))
        {
            yield return new(
                "noisy-batch-statistics", $"With the statistics of single batches the accuracy is {Figures.Points(-loss)} lower than with running statistics", evidence,
                Confidence.Likely, Severity.Note,
                $"Training sees the noisier statistics of batches of {batchSize}; if it goes badly, try larger ones.");
        }
        else if (noise <= ExactEnough)
        {
            yield return new(
                "batch-statistics", "The running statistics fit: those of the batch give the same accuracy within the noise", evidence, Confidence.Likely, Severity.Note);
        }
        else
        {
            yield return new(
                "unclear-statistics", $"{images} {(running.Count == 1 ? "is" : "are")} too few to tell whether the running statistics fit", evidence,
                Confidence.Certain, Severity.Note);
        }
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
            $"{normalization.Label()} learns its variance after {dropout.Label()}, and meets another one in evaluation",
            $"At a rate of {rate:0.###} the mean square is 1 / (1 − {rate:0.###}) = {1 / (1 - rate):0.00} times as large in training as in evaluation"
            + (isMixed ? "; the weights between the two soften it" : ""),
            isMixed ? Confidence.Possible : Confidence.Certain,
            Severity.Weakness,
            "Put dropout after the last normalization, or lower its rate.");
    }
}
