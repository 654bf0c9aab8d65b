namespace Thimble.Lab;

/// <summary>Writes an experiment as YAML that reads back as an equal one.</summary>
public static class ExperimentWriter
{
    /// <summary>The experiment as it stands, every setting spelled out.</summary>
    public static string Write(Experiment experiment) => throw new NotSupportedException();
}
