namespace Thimble.Export.C;

/// <summary>What each of the 256 pixels becomes as the network's input: one table for all channels, or one a channel after the other.</summary>
/// <param name="Values">The tables.</param>
/// <param name="Length">Pixels of an image that one table is for.</param>
internal sealed record PixelTables(float[] Values, int Length)
{
    /// <summary>Numbers in a table.</summary>
    public const int Size = 256;

    /// <summary>Whether each channel has a table of its own.</summary>
    public bool IsPerChannel => Values.Length > Size;

    /// <summary>The tables of a normalization.</summary>
    /// <param name="normalization">How pixels become inputs.</param>
    /// <param name="image">The shape of an image.</param>
    public static PixelTables Of(Normalization normalization, Shape image)
    {
        int pairs = normalization.Means.Count;
        return new(
            [.. Enumerable.Range(0, pairs).SelectMany(pair => Enumerable.Range(0, Size).Select(pixel => (pixel * normalization.Factor(pair)) + normalization.Addend(pair)))],
            image.Size / pairs);
    }

    /// <summary>Where a pixel's number is in <see cref="Values"/>.</summary>
    /// <param name="index">The pixel's index in the image: channel, row, column.</param>
    /// <param name="pixel">The pixel.</param>
    public int PlaceOf(int index, byte pixel) => (index / Length * Size) + pixel;
}
