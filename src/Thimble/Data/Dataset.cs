namespace Thimble.Data;

/// <summary>A data set: what to train on and what to test on.</summary>
/// <param name="Train">The training images.</param>
/// <param name="Test">The test images.</param>
/// <param name="Normalization">How pixels become network inputs.</param>
/// <param name="Source">Where it came from, for people: a folder, or "generated, seed 1".</param>
public sealed record Dataset(ImageDataset Train, ImageDataset Test, Normalization Normalization, string Source)
{
    /// <summary>The data set's name, e.g. <c>mnist</c>.</summary>
    public string Name => Train.Name;
}
