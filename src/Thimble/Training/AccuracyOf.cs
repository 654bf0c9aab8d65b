namespace Thimble.Training;

/// <summary>Whose accuracy a budget asks for.</summary>
public enum AccuracyOf
{
    /// <summary>Each run's, by itself.</summary>
    Run,

    /// <summary>The mean of several seeds: a single run is not judged by it.</summary>
    Mean,
}
