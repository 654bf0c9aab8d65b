namespace Thimble;

/// <summary>How pictures are prepared for a network, by the name of the data that it was trained on.</summary>
internal static class CustomaryPreparation
{
    /// <summary>What the catalogue says of a data set; the whole picture for one that it does not know, such as your own files.</summary>
    /// <param name="dataName">The data set's name.</param>
    public static PicturePreparation Of(string dataName) => dataName == SyntheticDigits.Name
        ? PicturePreparation.Digit
        : CatalogueEntry.All.FirstOrDefault(entry => entry.Name == dataName)?.Preparation ?? PicturePreparation.Whole;
}
