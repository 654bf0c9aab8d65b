namespace Thimble.Diagnosis;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>It keeps the network from what is asked of it.</summary>
    Problem,

    /// <summary>It costs something: accuracy, parameters or time.</summary>
    Weakness,

    /// <summary>Nothing is wrong; it is needed to read the other figures.</summary>
    Note,
}
