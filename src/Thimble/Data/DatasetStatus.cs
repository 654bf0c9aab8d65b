namespace Thimble;

/// <summary>Whether a data set of the catalogue is available without a download, and where.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Places">Every place, in the order in which they are looked at; none for generated data.</param>
/// <param name="Folder">The first folder whose content is verified; null if there is none.</param>
/// <param name="IsAvailable">Whether it can be opened without a download.</param>
/// <param name="TrainCount">Training images; 0 if it is not available.</param>
/// <param name="TestCount">Test images; 0 if it is not available.</param>
/// <param name="ContentHash">The training images' <see cref="ImageDataset.ContentHash"/>; null if it is not available.</param>
internal sealed record DatasetStatus(
    string Name,
    string Description,
    IReadOnlyList<DatasetPlace> Places,
    string? Folder,
    bool IsAvailable,
    int TrainCount,
    int TestCount,
    string? ContentHash);

/// <summary>A place where a data set is looked for, and what was found there.</summary>
/// <param name="Origin">Why it is looked at: <see cref="GivenFolder"/>, <c>THIMBLE_DATA</c> or <c>cache</c>.</param>
/// <param name="Folder">The folder.</param>
/// <param name="State">What it holds.</param>
/// <param name="Explanation">The same for people, with the reason; one line.</param>
internal sealed record DatasetPlace(string Origin, string Folder, DatasetPlaceState State, string Explanation)
{
    /// <summary>The origin of a folder that the caller gave.</summary>
    public const string GivenFolder = "folder";
}

/// <summary>What a place holds of a data set.</summary>
internal enum DatasetPlaceState
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
