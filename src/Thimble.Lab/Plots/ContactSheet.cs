using Thimble.Training;

namespace Thimble.Lab.Plots;

/// <summary>
/// Training images as a network sees them: a row an image, first as it is, then after a gap as it looks in the first
/// epochs of the recipe, an epoch a column. Where the recipe mixes images, the row below has what was mixed in; it is empty
/// where nothing was.
/// </summary>
/// <param name="Pixels">Row after row: red, green and blue of each pixel, or its grey.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">3 for colours, 1 for grey.</param>
public sealed record ContactSheet(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>The most images of a sheet, and the most versions of one.</summary>
    public const int Most = 100;

    /// <summary>Draws a sheet. The same arguments give the same pixels; they are those of the training with that seed.</summary>
    /// <param name="data">Where the images are from: some of its training images, drawn at random.</param>
    /// <param name="recipe">How they are augmented, and in which batches they are mixed.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="images">Images, 1 to 100; all of them if there are fewer.</param>
    /// <param name="versions">Augmented versions of each, 1 to 100.</param>
    /// <exception cref="InvalidInputException">The images are neither grey nor of three channels, there are none, or the recipe's augmentation is not for them.</exception>
    public static ContactSheet Of(Dataset data, Recipe recipe, ulong seed, int images, int versions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images, Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(versions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(versions, Most);
        ImageDataset train = data.Train;
        if (train.ImageShape.Channels is not (1 or 3))
            throw new InvalidInputException($"'{data.Name}' has images of {train.ImageShape.Channels} channels; only grey images and those of 3 channels can be drawn");
        if (train.Count == 0)
            throw new InvalidInputException($"'{data.Name}' has no training images");
        int[] chosen = Chosen(train, seed, Math.Min(images, train.Count));
        int rowsPerImage = recipe.Augmentation.Mixes ? 2 : 1;
        var tiles = new TileGrid(train.ImageShape, chosen.Length * rowsPerImage, versions + 1);
        for (int row = 0; row < chosen.Length; row++)
            tiles.Draw(row * rowsPerImage, 0, train.Pixels(chosen[row]));
        var shown = new AugmentedImages(data, recipe, seed);
        for (int epoch = 1; epoch <= versions; epoch++)
        {
            shown.StartEpoch(epoch);
            for (int row = 0; row < chosen.Length; row++)
            {
                tiles.Draw(row * rowsPerImage, epoch, shown.Image(chosen[row]));
                if (shown.Partner(chosen[row]) is { } partner)
                    tiles.Draw((row * rowsPerImage) + 1, epoch, partner);
            }
        }

        return new(tiles.Pixels, tiles.Width, tiles.Height, train.ImageShape.Channels);
    }

    /// <summary>The sheet as a PNG file.</summary>
    public byte[] ToPng() => Channels == 3 ? PngWriter.Colour(Pixels, Width, Height) : PngWriter.Grey(Pixels, Width, Height);

    // In their own order, so that the sheet of another recipe shows the same rows.
    private static int[] Chosen(ImageDataset train, ulong seed, int count)
    {
        int[] chosen = new KeyedRandom(seed, epoch: 0, sample: 0, RandomPlace.Probe).Draw(count, train.Count);
        Array.Sort(chosen);
        return chosen;
    }
}
