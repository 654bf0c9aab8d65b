namespace Thimble.Diagnosis;

/// <summary>How sure a finding is.</summary>
public enum Confidence
{
    /// <summary>It follows from arithmetic.</summary>
    Certain,

    /// <summary>The figures speak for it and stand clear of the noise.</summary>
    Likely,

    /// <summary>A rule of thumb: worth a try.</summary>
    Possible,
}
