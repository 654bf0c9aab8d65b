namespace Thimble.Diagnosis;

/// <summary>What can be known of a run after it.</summary>
public static class RunDiagnosis
{
    /// <summary>Looks for everything that the rules know, the weightiest first.</summary>
    /// <param name="run">What was trained, and what each epoch brought.</param>
    public static IReadOnlyList<Finding> Of(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [];
    }
}
