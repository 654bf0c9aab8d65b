namespace Thimble.Diagnosis.Rules;

/// <summary>The same images with running statistics and with the batch's own: whether the running ones are any good.</summary>
internal static class BatchStatisticsRule
{
    private const double Clear = 3;
    private const double WorthSaying = 0.005;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        if (run.Statistics is not { BatchStatistics: { } batch, RunningStatistics: var running })
            yield break;
        double loss = batch.Accuracy - running.Accuracy;
        string evidence = $"Of {running.Count:N0} test images {Figures.Percent(running.Accuracy)} are found with running statistics and {Figures.Percent(batch.Accuracy)} "
            + $"with those of their batch of {run.Recipe.BatchSize}, without dropout";
        yield return loss > WorthSaying && loss > Clear * batch.StandardErrorOfGap(running)
            ? new(
                "stale-statistics", $"Running statistics cost {Figures.Points(loss)}: they do not fit the weights", evidence, Confidence.Likely, Severity.Problem,
                "Dropout before a normalization, a high learning rate in the last steps or a low momentum of the normalization leave them behind.")
            : new(
                "batch-statistics", $"Batch statistics change the accuracy by {100 * loss:+0.00;-0.00;0.00} points: the running statistics fit", evidence,
                Confidence.Certain, Severity.Note);
    }
}
