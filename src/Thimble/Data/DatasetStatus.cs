namespace Thimble.Data;

/// <summary>Whether a data set of the catalogue is to be had without a download, and where.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Places">Every place, in the order in which they are looked at; none for generated data.</param>
/// <param name="Folder">The first folder whose content is verified; null if there is none.</param>
/// <param name="IsAvailable">Whether it can be opened without a download.</param>
/// <param name="TrainCount">Training images; 0 if it is not available.</param>
/// <param name="TestCount">Test images; 0 if it is not available.</param>
/// <param name="ContentHash">The training images' <see cref="ImageDataset.ContentHash"/>; null if it is not available.</param>
public sealed record DatasetStatus(
    string Name,
    string Description,
    IReadOnlyList<DatasetPlace> Places,
    string? Folder,
    bool IsAvailable,
    int TrainCount,
    int TestCount,
    string? ContentHash);
