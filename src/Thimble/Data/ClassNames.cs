namespace Thimble;

/// <summary>What a data set's classes are called.</summary>
internal static class ClassNames
{
    private static readonly string[] Clothing =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly string[] Kana = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

    /// <summary>The names of the classes, in the order of their labels: Fashion-MNIST's and KMNIST's own, numbers from 0 otherwise.</summary>
    /// <param name="dataName">The data set's name.</param>
    /// <param name="count">The number of classes.</param>
    public static IReadOnlyList<string> Of(string dataName, int count) =>
        dataName == CatalogueEntry.FashionMnist.Name && count == Clothing.Length ? Clothing
            : dataName == CatalogueEntry.Kmnist.Name && count == Kana.Length ? Kana
            : [.. Enumerable.Range(0, count).Select(label => $"{label}")];
}
