namespace Thimble.Lab;

/// <summary>Which weights of a run.</summary>
public enum RunWeights
{
    /// <summary>Those of the last completed epoch.</summary>
    Final,

    /// <summary>Those of the epoch with the highest test accuracy: picked by looking at the test images.</summary>
    Best,
}
