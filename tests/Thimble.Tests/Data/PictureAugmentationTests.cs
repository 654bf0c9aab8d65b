using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Thimble.Tests.Golden;
using Thimble.Training;

namespace Thimble.Tests.Data;

/// <summary>Flip, crop, colours and cutout; mixup and CutMix by their pixels.</summary>
public sealed unsafe class PictureAugmentationTests
{
    private static readonly Shape Colour = new(3, 32, 32);
    private static readonly Normalization Plain = new(0, 1 / 255f);

    private static readonly AugmentationOptions Everything = new(10, 1, 0.1f, 3)
    {
        HorizontalFlip = true,
        CropBorder = 4,
        Brightness = 0.4f,
        Contrast = 0.3f,
        Saturation = 0.2f,
        Cutout = 8,
        Mixup = 0.2f,
        Cutmix = 1,
    };

    public static TheoryData<string> GoldenNames => [.. GoldenAugmentation.Names];

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void Every_change_agrees_with_torchvision_and_timm(string name)
    {
        GoldenAugmentation golden = GoldenAugmentation.Of(name);
        int size = golden.Shape.Size;
        float[][] images = [.. Enumerable.Range(0, golden.Shares.Length).Select(sample => Augmented(golden, sample))];
        float[][] mixed = [.. images.Select(image => image.ToArray())];
        for (int i = 0; i < images.Length; i++)
        {
            MixDraw mix = MixDraw.Of(golden.Options, GoldenAugmentation.Random(i, RandomPlace.Mixing), golden.Shape);
            fixed (float* image = mixed[i])
                Mixing.Apply(mix, golden.Shape, image, 1, images[(i + images.Length - 1) % images.Length]);
            Assert.Equal(golden.Shares[i], mix.Share, 1e-6);
            for (int p = 0; p < size; p++)
                Assert.Equal(golden.Pixels[(i * size) + p], mixed[i][p], 2e-5);
        }
    }

    // A golden case in which nothing is flipped, cropped or mixed would prove nothing.
    [Fact]
    public void The_golden_pictures_differ_from_the_plain_ones()
    {
        foreach (string name in GoldenAugmentation.Names)
        {
            GoldenAugmentation golden = GoldenAugmentation.Of(name);
            GoldenAugmentation none = golden with { Options = AugmentationOptions.None };
            int changed = Enumerable.Range(0, golden.Shares.Length).Count(sample =>
                Enumerable.Range(0, golden.Shape.Size).Any(p => Math.Abs(golden.Pixels[(sample * golden.Shape.Size) + p] - Augmented(none, sample)[p]) > 0.01));
            Assert.True(changed * 2 >= golden.Shares.Length, $"{name}: {changed} of {golden.Shares.Length}");
        }
    }

    [Fact]
    public void Augmented_pictures_have_the_same_bits_at_every_register_width()
    {
        float[] results = new float[50 * Colour.Size];
        for (int i = 0; i < 50; i++)
            new Augmentation(Everything, Colour, new(0.45f, 0.25f)).Write(Noise(i), Random(i), results.AsSpan(i * Colour.Size, Colour.Size));
        Assert.Equal(
            "15777e92db849ed32d0bc5e42364be2d2e5b967ad9bec409625b65683cdc4487",
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(results.AsSpan()))));
    }

    [Fact]
    public void Pictures_side_by_side_do_not_touch_each_other()
    {
        foreach (AugmentationOptions options in (AugmentationOptions[])[Everything, new() { HorizontalFlip = true, CropBorder = 4, Cutout = 5 }])
        {
            var augmentation = new Augmentation(options, Colour, Plain);
            float[] alone = new float[Colour.Size];
            augmentation.Write(Noise(3), Random(3), alone);
            float[] block = new float[Colour.Size * 16];
            Array.Fill(block, -99);
            fixed (float* pointer = block)
                augmentation.Write(Noise(3), Random(3), pointer + 5, 16);
            for (int i = 0; i < block.Length; i++)
                Assert.Equal(i % 16 == 5 ? alone[i / 16] : -99, block[i]);
        }
    }

    [Fact]
    public void A_flip_and_a_crop_within_an_affine_map_move_the_same_pixels()
    {
        // So small a rotation interpolates, but moves nothing by more than a thousandth of a pixel.
        AugmentationOptions pixels = new() { HorizontalFlip = true, CropBorder = 4 };
        for (int sample = 0; sample < 20; sample++)
        {
            float[] expected = Written(pixels, Noise(sample), sample);
            float[] warped = Written(pixels with { RotationDegrees = 1e-3f }, Noise(sample), sample);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], warped[i], 0.3f);
        }
    }

    [Fact]
    public void Half_of_the_pictures_are_flipped_and_every_crop_is_drawn_as_often()
    {
        AugmentationOptions options = new() { HorizontalFlip = true, CropBorder = 1 };
        FlipAndCrop[] draws = [.. Enumerable.Range(0, 9000).Select(sample => FlipAndCrop.Of(options, Random(sample)))];

        Assert.InRange(draws.Count(draw => draw.IsFlipped), 4300, 4700);
        int[] places = [.. draws.GroupBy(draw => (draw.FromX, draw.FromY)).Select(place => place.Count())];
        Assert.Equal(9, places.Length);
        Assert.All(places, count => Assert.InRange(count, 880, 1120));
    }

    [Fact]
    public void Saturation_0_is_grey_and_contrast_0_is_one_grey_and_brightness_is_cut_off_at_white()
    {
        byte[] source = [200, 100, 50, 0, 255, 30]; // two pixels: red, green, blue
        var jitter = new ColourJitter(new(3, 1, 2));

        Assert.Equal([118.2, 33.31, 118.2, 33.31, 118.2, 33.31], Jittered(source, jitter, new(1, 1, 0)), Within(0.01));
        Assert.Equal([75.755, 75.755, 75.755, 75.755, 75.755, 75.755], Jittered(source, jitter, new(1, 0, 1)), Within(0.01));
        Assert.Equal([255, 150, 75, 0, 255, 45], Jittered(source, jitter, new(1.5f, 1, 1)), Within(1e-4));
    }

    [Fact]
    public void Colour_factors_are_drawn_from_their_whole_range()
    {
        AugmentationOptions options = new() { Brightness = 0.2f, Contrast = 0.5f, Saturation = 1 };
        ColourDraw[] draws = [.. Enumerable.Range(0, 3000).Select(sample => ColourDraw.Of(options, Random(sample)))];
        AssertFills(draws.Select(draw => draw.Brightness), 0.2f);
        AssertFills(draws.Select(draw => draw.Contrast), 0.5f);
        AssertFills(draws.Select(draw => draw.Saturation), 1);
        Assert.Equal(new ColourDraw(1, 1, 1), ColourDraw.Of(AugmentationOptions.None, Random(0)));
    }

    [Fact]
    public void A_square_cut_out_is_the_mean_of_the_data_in_every_channel()
    {
        float[] result = Written(new() { Cutout = 8 }, Noise(1), 1, new(0.45f, 0.25f));
        float[] plain = Written(AugmentationOptions.None, Noise(1), 1, new(0.45f, 0.25f));
        PixelBox box = Cutout.Draw(8, Random(1), Colour);
        Assert.InRange(box.Width * box.Height, 16, 64);
        for (int i = 0; i < result.Length; i++)
        {
            int x = i % 32;
            int y = i / 32 % 32;
            bool isInside = x >= box.Left && x < box.Left + box.Width && y >= box.Top && y < box.Top + box.Height;
            Assert.Equal(isInside ? 0 : plain[i], result[i]);
        }
    }

    [Fact]
    public void All_figures_but_the_flip_and_the_shares_of_mixed_pictures_fall_to_their_final_share()
    {
        AugmentationOptions falling = Everything with { FinalShare = 0.5f };
        Assert.Equal(Everything, falling.AtEpoch(1, 5));
        AugmentationOptions last = falling.AtEpoch(5, 5);
        Assert.True(last.HorizontalFlip);
        Assert.Equal((2, 4), (last.CropBorder, last.Cutout));
        Assert.Equal((0.2f, 0.15f, 0.1f), (last.Brightness, last.Contrast, last.Saturation));
        Assert.Equal((0.2f, 1f, 0.5f), (last.Mixup, last.Cutmix, last.MixedShare));
        Assert.Equal(3, falling.AtEpoch(3, 5).CropBorder);
        Assert.Equal(0.75f, falling.AtEpoch(3, 5).MixedShare);

        AugmentationOptions gone = (Everything with { FinalShare = 0 }).AtEpoch(5, 5);
        Assert.Equal((true, false, false), (gone.HorizontalFlip, gone.Mixes, gone.IsNone));
        Assert.True((gone with { HorizontalFlip = false }).IsNone);
    }

    [Fact]
    public void Any_single_change_is_not_none()
    {
        AugmentationOptions[] single =
        [
            new() { HorizontalFlip = true }, new() { CropBorder = 1 }, new() { Brightness = 0.1f }, new() { Contrast = 0.1f }, new() { Saturation = 0.1f },
            new() { Cutout = 1 }, new() { Mixup = 0.1f }, new() { Cutmix = 0.1f },
        ];
        Assert.All(single, options => Assert.False(options.IsNone));
    }

    public static TheoryData<AugmentationOptions, string> Refused => new()
    {
        { new() { CropBorder = -1 }, "crop_border: -1 is not a whole number from 0 to 64" },
        { new() { CropBorder = 65 }, "crop_border: 65 is not a whole number from 0 to 64" },
        { new() { CropBorder = 28 }, "crop_border: 28 can move images of 28×30 out of sight; use less than 28" },
        { new() { Brightness = 1.5f }, "brightness: 1.5 is not a number from 0 to 1" },
        { new() { Contrast = -0.1f }, "contrast: -0.1 is not a number from 0 to 1" },
        { new() { Saturation = float.NaN }, "saturation: NaN is not a number from 0 to 1" },
        { new() { Saturation = 0.1f }, "saturation: it changes colours (3 channels), but these images have 1 channel; leave it out" },
        { new() { Cutout = 257 }, "cutout: 257 is not a whole number from 0 to 256" },
        { new() { Cutout = 28 }, "cutout: 28 can cover images of 28×30; use less than 28" },
        { new() { Mixup = 1.1f }, "mixup: 1.1 is not a number from 0 to 1" },
        { new() { Cutmix = -1 }, "cutmix: -1 is not a number from 0 to 1" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_figure_that_cannot_be_used_is_refused(AugmentationOptions options, string message) => Assert.Equal(
        $"AugmentationOptions: {message}",
        Assert.Throws<InvalidInputException>(() => new Augmentation(options, new Shape(1, 28, 30), Plain)).Message);

    private static float[] Augmented(GoldenAugmentation golden, int sample)
    {
        float[] image = new float[golden.Shape.Size];
        new Augmentation(golden.Options, golden.Shape, GoldenAugmentation.Normalization)
            .Write(golden.Picture(sample), GoldenAugmentation.Random(sample, RandomPlace.Augmentation), image);
        return image;
    }

    private static float[] Written(AugmentationOptions options, byte[] source, int sample, Normalization? normalization = null)
    {
        float[] result = new float[Colour.Size];
        new Augmentation(options, Colour, normalization ?? Plain).Write(source, Random(sample), result);
        return result;
    }

    private static double[] Jittered(byte[] source, ColourJitter jitter, ColourDraw draw)
    {
        float[] pixels = [.. source.Select(pixel => (float)pixel), .. Enumerable.Repeat(float.NaN, ColourJitter.ReadAhead)];
        fixed (float* image = pixels)
            jitter.Apply(image, draw, PixelScale.Plain(3));
        return [.. pixels.Take(source.Length).Select(pixel => (double)pixel)];
    }

    private static Func<double, double, bool> Within(double tolerance) => (expected, actual) => Math.Abs(expected - actual) <= tolerance;

    private static void AssertFills(IEnumerable<float> factors, float range)
    {
        float[] drawn = [.. factors];
        Assert.InRange(drawn.Min(), 1 - (range * 1.0001f), 1 - (range * 0.98f));
        Assert.InRange(drawn.Max(), 1 + (range * 0.98f), 1 + (range * 1.0001f));
        Assert.InRange(drawn.Average(), 1 - (range * 0.05f), 1 + (range * 0.05f));
    }

    private static KeyedRandom Random(int sample) => new(1, 2, sample, RandomPlace.Augmentation);

    private static byte[] Noise(int seed) => [.. Enumerable.Range(0, Colour.Size).Select(i => (byte)new KeyedRandom(9, 0, seed, 0).Below(i, 256))];
}
