namespace Thimble.Data;

/// <summary>What a place holds of a data set.</summary>
public enum DatasetPlaceState
{
    /// <summary>No folder, or none of the four files.</summary>
    Missing,

    /// <summary>Some of the four files, but not all.</summary>
    Incomplete,

    /// <summary>A file cannot be read or is not sound, or the files do not fit together.</summary>
    Damaged,

    /// <summary>Four sound files whose content is not this data set's.</summary>
    Different,

    /// <summary>All four files, and the SHA-256 of each is this data set's.</summary>
    Verified,
}
