namespace Thimble.Training;

/// <summary>An exponential average of weights between two epochs.</summary>
/// <param name="Values">The averaged weights.</param>
/// <param name="BufferValues">The averaged running statistics.</param>
/// <param name="Steps">The steps that went into them.</param>
public sealed record AverageCheckpoint(float[] Values, float[] BufferValues, int Steps);
