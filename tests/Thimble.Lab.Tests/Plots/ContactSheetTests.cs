using Thimble.Lab.Plots;
using Thimble.Training;

namespace Thimble.Lab.Tests.Plots;

/// <summary>The sheet shows the pixels that a training sees, where they belong.</summary>
public class ContactSheetTests
{
    private const int Tile = 56; // 28×28, twice as large
    private const int Gap = 4;
    private const int FirstGap = 12;

    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 20, testCount: 1, seed: 3);

    [Fact]
    public void Without_augmentation_every_column_is_the_image_as_it_is()
    {
        ContactSheet sheet = ContactSheet.Of(Digits, Recipe(AugmentationOptions.None), seed: 1, images: 3, versions: 4);

        Assert.Equal((Gap + (5 * (Tile + Gap)) + FirstGap - Gap, Gap + (3 * (Tile + Gap)), 1), (sheet.Width, sheet.Height, sheet.Channels));
        for (int row = 0; row < 3; row++)
        {
            byte[] original = TileAt(sheet, row, 0);
            Assert.Contains(Enumerable.Range(0, 20), index => Digits.Train.Pixels(index).SequenceEqual(original));
            for (int column = 1; column <= 4; column++)
                Assert.Equal(original, TileAt(sheet, row, column));
        }
    }

    [Fact]
    public void A_flip_shows_the_image_or_its_mirror_image()
    {
        ContactSheet sheet = ContactSheet.Of(Digits, Recipe(new() { HorizontalFlip = true }), seed: 1, images: 4, versions: 5);
        int flipped = 0;
        for (int row = 0; row < 4; row++)
        {
            byte[] original = TileAt(sheet, row, 0);
            byte[] mirrored = [.. original.Chunk(28).SelectMany(line => line.Reverse())];
            for (int column = 1; column <= 5; column++)
            {
                byte[] shown = TileAt(sheet, row, column);
                Assert.True(shown.SequenceEqual(original) || shown.SequenceEqual(mirrored));
                flipped += shown.SequenceEqual(mirrored) ? 1 : 0;
            }
        }

        Assert.InRange(flipped, 3, 17);
    }

    [Fact]
    public void What_was_mixed_in_is_below_the_image()
    {
        ContactSheet sheet = ContactSheet.Of(Digits, Recipe(new() { Cutmix = 1 }), seed: 1, images: 3, versions: 3);
        int pasted = 0;
        for (int image = 0; image < 3; image++)
        {
            byte[] original = TileAt(sheet, 2 * image, 0);
            Assert.All(TileAt(sheet, (2 * image) + 1, 0), pixel => Assert.Equal(128, pixel));
            for (int column = 1; column <= 3; column++)
            {
                byte[] shown = TileAt(sheet, 2 * image, column);
                byte[] partner = TileAt(sheet, (2 * image) + 1, column);
                for (int p = 0; p < shown.Length; p++)
                    Assert.True(shown[p] == original[p] || shown[p] == partner[p]);
                pasted += shown.SequenceEqual(original) ? 0 : 1;
            }
        }

        Assert.InRange(pasted, 4, 9);
    }

    [Fact]
    public void The_sheet_is_a_PNG_file_and_the_same_every_time()
    {
        Recipe recipe = Recipe(new(RotationDegrees: 10) { Mixup = 0.3f });
        byte[] png = ContactSheet.Of(Digits, recipe, seed: 1, images: 2, versions: 3).ToPng();

        Assert.Equal(png, ContactSheet.Of(Digits, recipe, seed: 1, images: 2, versions: 3).ToPng());
        Assert.NotEqual(png, ContactSheet.Of(Digits, recipe, seed: 2, images: 2, versions: 3).ToPng());
        ContactSheet sheet = ContactSheet.Of(Digits, recipe, seed: 1, images: 2, versions: 3);
        Picture read = PngReader.Read(png, "sheet");
        Assert.Equal((sheet.Width, sheet.Height), (read.Width, read.Height));
        Assert.Equal(sheet.Pixels, read.Grey.ToArray());
    }

    [Fact]
    public void Colours_come_back_and_small_data_has_fewer_rows()
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)250, 64 * 64), .. Enumerable.Repeat((byte)120, 64 * 64), .. Enumerable.Repeat((byte)7, 64 * 64)];
        var one = new ImageDataset("one", "train", new(3, 64, 64), 2, pixels, [1]);
        ContactSheet sheet = ContactSheet.Of(new(one, one, new(0.4f, 0.3f), ""), Recipe(new() { CropBorder = 3 }), seed: 1, images: 5, versions: 2);

        Assert.Equal((Gap + (3 * (64 + Gap)) + FirstGap - Gap, Gap + 64 + Gap, 3), (sheet.Width, sheet.Height, sheet.Channels));
        int middle = (((sheet.Height / 2) * sheet.Width) + sheet.Width - Gap - 32) * 3;
        Assert.Equal([250, 120, 7], sheet.Pixels[middle..(middle + 3)]);
        byte[] png = sheet.ToPng();
        Assert.Equal((8, 2), (png[24], png[25]));
    }

    [Fact]
    public void Images_that_cannot_be_drawn_are_refused()
    {
        var two = new ImageDataset("two", "train", new(2, 4, 4), 2, new byte[32], [1]);
        Assert.Equal(
            "'two' has images of 2 channels; only grey images and those of 3 channels can be drawn",
            Assert.Throws<InvalidInputException>(() => ContactSheet.Of(new(two, two, Normalization.Mnist, ""), Recipe(new()), 1, 1, 1)).Message);
    }

    private static Recipe Recipe(AugmentationOptions augmentation) =>
        new() { Epochs = 5, BatchSize = 8, Optimizer = new SgdOptions { LearningRate = 0.1 }, Augmentation = augmentation };

    // Every second pixel of every second line.
    private static byte[] TileAt(ContactSheet sheet, int row, int column)
    {
        int left = Gap + (column * (Tile + Gap)) + (column > 0 ? FirstGap - Gap : 0);
        int top = Gap + (row * (Tile + Gap));
        return [.. Enumerable.Range(0, 784).Select(p => sheet.Pixels[((top + (p / 28 * 2)) * sheet.Width) + left + (p % 28 * 2)])];
    }
}
