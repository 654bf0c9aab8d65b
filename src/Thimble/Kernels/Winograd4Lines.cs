namespace Thimble.Kernels;

/// <summary>
/// Which of the six lines of a transformed tile are made: all of them, or two that have most of their additions in common. The
/// weight gradient goes through the lines two by two, so that three times as many tiles fit into the second-level cache.
/// </summary>
internal enum Winograd4Lines
{
    /// <summary>All six.</summary>
    All,

    /// <summary>The first and the last: the points 0 and ∞.</summary>
    Ends,

    /// <summary>The second and the third: the points 1 and −1.</summary>
    Ones,

    /// <summary>The fourth and the fifth: the points 5/8 and −5/8.</summary>
    Fractions,
}
