using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Thimble.Tests.Data;

public sealed unsafe class AugmentationTests
{
    private static readonly Normalization Plain = new(0, 1 / 255f);
    private static readonly AugmentationOptions AllFour = new(20, 2, 0.2f, 10);

    [Fact]
    public void Without_movement_pixels_are_normalized_to_the_bit_as_in_PyTorch()
    {
        byte[] source = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        float[] result = new float[256];
        new Augmentation(AugmentationOptions.None, new Shape(1, 16, 16), Normalization.Mnist).Write(source, Random(0), result);
        Assert.Equal(source.Select(pixel => ((pixel / 255f) - 0.1307f) / 0.3081f), result);
    }

    [Fact]
    public void A_map_that_moves_nothing_changes_nothing()
    {
        var shape = new Shape(1, 9, 7);
        byte[] source = Noise(shape.Size);
        Assert.Equal(source.Select(pixel => (float)pixel), Warp(source, shape, new AffineDraw(0, 0, 0, 1, 0)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-2, 3)]
    [InlineData(0, -1)]
    [InlineData(50, 0)]
    public void A_shift_by_whole_pixels_moves_the_image_right_and_down_and_fills_with_background(int right, int down)
    {
        var shape = new Shape(1, 9, 13);
        byte[] source = Noise(shape.Size);
        float[] result = Warp(source, shape, new AffineDraw(0, right, down, 1, 0));
        for (int y = 0; y < 9; y++)
        {
            for (int x = 0; x < 13; x++)
                Assert.Equal(Pixel(source, shape, 0, x - right, y - down), result[(y * 13) + x]);
        }
    }

    [Fact]
    public void A_quarter_turn_turns_clockwise()
    {
        var shape = new Shape(1, 8, 8);
        byte[] source = Noise(shape.Size);
        float[] result = Warp(source, shape, new AffineDraw(90, 0, 0, 1, 0));
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
                Assert.Equal(source[((7 - x) * 8) + y], result[(y * 8) + x], 0.01f);
        }
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 11, 17)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 70, 90)]
    public void Any_movement_agrees_with_a_plain_bilinear_map_in_double_precision(int channels, int height, int width)
    {
        var shape = new Shape(channels, height, width);
        byte[] source = Noise(shape.Size);
        for (int sample = 0; sample < 20; sample++)
        {
            AffineDraw draw = AffineDraw.Of(AllFour, Random(sample));
            float[] result = new float[shape.Size];
            new Augmentation(AllFour, shape, Plain).Write(source, Random(sample), result);
            double[] expected = Reference(source, shape, draw);
            for (int i = 0; i < result.Length; i++)
                Assert.Equal(expected[i], result[i], 0.05);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Samples_side_by_side_do_not_touch_each_other(int channels)
    {
        var shape = new Shape(channels, 28, 28);
        byte[] source = Noise(shape.Size);
        var augmentation = new Augmentation(AllFour, shape, Normalization.Mnist);
        float[] alone = new float[shape.Size];
        augmentation.Write(source, Random(3), alone);
        float[] block = new float[shape.Size * 16];
        Array.Fill(block, -99);
        fixed (float* pointer = block)
            augmentation.Write(source, Random(3), pointer + 5, 16);
        for (int i = 0; i < block.Length; i++)
            Assert.Equal(i % 16 == 5 ? alone[i / 16] : -99, block[i]);
    }

    [Fact]
    public void Lengths_that_do_not_fit_the_shape_are_refused()
    {
        var augmentation = new Augmentation(AllFour, new Shape(1, 3, 4), Plain);

        Assert.Throws<ArgumentException>(() => augmentation.Write(new byte[12], Random(0), new float[11]));
        Assert.Throws<ArgumentException>(() => augmentation.Write(new byte[12], Random(0), new float[13]));
        Assert.Throws<ArgumentException>(() => augmentation.Write(new byte[11], Random(0), new float[12]));
        Assert.Throws<ArgumentException>(() => augmentation.Write(new byte[13], Random(0), new float[12]));
    }

    [Fact]
    public void The_key_alone_decides()
    {
        var shape = new Shape(1, 28, 28);
        byte[] source = Noise(shape.Size);
        float[][] results = [new float[784], new float[784], new float[784]];
        new Augmentation(AllFour, shape, Plain).Write(source, Random(3), results[0]);
        new Augmentation(AllFour, shape, Plain).Write(source, Random(3), results[1]);
        new Augmentation(AllFour, shape, Plain).Write(source, Random(4), results[2]);
        Assert.Equal(results[0], results[1]);
        Assert.NotEqual(results[0], results[2]);
    }

    [Fact]
    public void The_bits_are_the_same_on_every_system()
    {
        ImageDataset digits = SyntheticDigits.Create(200, 1, 1).Train;
        var augmentation = new Augmentation(new AugmentationOptions(20, 3, 0.2f, 10), digits.ImageShape, Normalization.Mnist);
        float[] results = new float[200 * 784];
        for (int i = 0; i < 200; i++)
            augmentation.Write(digits.Pixels(i), new KeyedRandom(1, 1, i, RandomPlace.Augmentation), results.AsSpan(i * 784, 784));
        Assert.Equal(
            "0223da62a14563a8a8367ec3e9cdd9b6e2d1f03d4930e202132b47a03315fb56",
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(results.AsSpan()))));
    }

    [Fact]
    public void Every_figure_is_drawn_from_its_whole_range_and_no_further()
    {
        var draws = Enumerable.Range(0, 2000).Select(sample => AffineDraw.Of(AllFour, Random(sample))).ToList();
        AssertFills(draws.Select(draw => draw.RotationDegrees), 20);
        AssertFills(draws.Select(draw => draw.ShiftX), 2);
        AssertFills(draws.Select(draw => draw.ShiftY), 2);
        AssertFills(draws.Select(draw => draw.Scale - 1), 0.2f);
        AssertFills(draws.Select(draw => draw.ShearDegrees), 10);
    }

    [Fact]
    public void Sine_and_cosine_are_right_up_to_a_half_turn()
    {
        for (int degrees = -180; degrees <= 180; degrees++)
        {
            (double sine, double cosine) = AffineDraw.SineAndCosine(degrees);
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), sine, 1e-13);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), cosine, 1e-13);
        }
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, 1, "rotation_degrees: -1 is not a number from 0 to 180")]
    [InlineData(181, 0, 0, 0, 1, "rotation_degrees: 181 is not a number from 0 to 180")]
    [InlineData(float.NaN, 0, 0, 0, 1, "rotation_degrees: NaN is not a number from 0 to 180")]
    [InlineData(0, -0.5f, 0, 0, 1, "shift_pixels: -0.5 is not a number from 0 to 64")]
    [InlineData(0, 65, 0, 0, 1, "shift_pixels: 65 is not a number from 0 to 64")]
    [InlineData(0, 0, 0.6f, 0, 1, "scale: 0.6 is not a number from 0 to 0.5")]
    [InlineData(0, 0, 0, 46, 1, "shear_degrees: 46 is not a number from 0 to 45")]
    [InlineData(0, 0, 0, 0, -0.1f, "final_share: -0.1 is not a number from 0 to 1")]
    [InlineData(0, 0, 0, 0, 1.5f, "final_share: 1.5 is not a number from 0 to 1")]
    public void A_figure_out_of_range_is_refused(float rotation, float shift, float scale, float shear, float share, string message) => Assert.Equal(
        $"AugmentationOptions: {message}",
        Assert.Throws<InvalidInputException>(
            () => new Augmentation(new(rotation, shift, scale, shear, share), new Shape(1, 28, 28), Normalization.Mnist)).Message);

    [Fact]
    public void The_figures_fall_in_a_straight_line_to_their_final_share()
    {
        AugmentationOptions falling = AllFour with { FinalShare = 0.2f };
        Assert.Equal(AllFour, falling.AtEpoch(1, 5));
        AugmentationOptions middle = falling.AtEpoch(3, 5);
        Assert.Equal(12, middle.RotationDegrees, 1e-5f);
        Assert.Equal(1.2f, middle.ShiftPixels, 1e-6f);
        Assert.Equal(0.12f, middle.ScaleFraction, 1e-7f);
        Assert.Equal(6, middle.ShearDegrees, 1e-5f);
        Assert.Equal(AllFour.RotationDegrees * 0.2f, falling.AtEpoch(5, 5).RotationDegrees, 5);
        Assert.True((AllFour with { FinalShare = 0 }).AtEpoch(5, 5).IsNone);
        Assert.True((AllFour with { FinalShare = 0 }).AtEpoch(6, 5).IsNone);
    }

    [Fact]
    public void Nothing_falls_without_a_final_share_or_with_a_single_epoch()
    {
        Assert.Equal(AllFour, AllFour.AtEpoch(4, 5));
        AugmentationOptions falling = AllFour with { FinalShare = 0.2f };
        Assert.Equal(falling, falling.AtEpoch(1, 1));
    }

    [Fact]
    public void Of_two_epochs_the_second_is_the_last() =>
        Assert.Equal(4, (AllFour with { FinalShare = 0.2f }).AtEpoch(2, 2).RotationDegrees, 1e-5f);

    [Fact]
    public void All_zero_is_none_and_any_single_movement_is_not()
    {
        Assert.Equal(AugmentationOptions.None, new AugmentationOptions(0, 0, 0, 0));
        Assert.True(new AugmentationOptions(FinalShare: 0.5f).IsNone);
        foreach (AugmentationOptions one in (AugmentationOptions[])[new(RotationDegrees: 1), new(ShiftPixels: 1), new(ScaleFraction: 0.1f), new(ShearDegrees: 1)])
            Assert.False(one.IsNone);
    }

    private static KeyedRandom Random(int sample) => new(1, 2, sample, RandomPlace.Augmentation);

    private static byte[] Noise(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)Random(i).Below(9, 256))];

    private static float[] Warp(byte[] source, Shape shape, AffineDraw draw)
    {
        float[] result = new float[shape.Size];
        fixed (float* pointer = result)
            new AffineWarp(shape).Write(source, draw.Inverse(shape), PixelScale.Of(Plain, shape.Channels), pointer, 1);
        return result;
    }

    private static void AssertFills(IEnumerable<float> values, float range)
    {
        var drawn = values.ToList();
        Assert.InRange(drawn.Min(), -range * 1.0001f, -range * 0.98f);
        Assert.InRange(drawn.Max(), range * 0.98f, range * 1.0001f);
        Assert.InRange(drawn.Average(), -range * 0.1f, range * 0.1f);
    }

    private static double Pixel(byte[] source, Shape shape, int channel, int x, int y) =>
        x < 0 || y < 0 || x >= shape.Width || y >= shape.Height ? 0 : source[(((channel * shape.Height) + y) * shape.Width) + x];

    /// <summary>Forward matrix, inverted by its determinant: another way than the one under test.</summary>
    private static double[] Reference(byte[] source, Shape shape, AffineDraw draw)
    {
        double angle = draw.RotationDegrees * Math.PI / 180;
        double shear = Math.Tan(draw.ShearDegrees * Math.PI / 180);
        double a = draw.Scale * Math.Cos(angle);
        double b = draw.Scale * ((Math.Cos(angle) * shear) - Math.Sin(angle));
        double c = draw.Scale * Math.Sin(angle);
        double d = draw.Scale * ((Math.Sin(angle) * shear) + Math.Cos(angle));
        double determinant = (a * d) - (b * c);
        double centreX = (shape.Width - 1) / 2.0;
        double centreY = (shape.Height - 1) / 2.0;
        double[] result = new double[shape.Size];
        for (int i = 0; i < result.Length; i++)
        {
            double x = (i % shape.Width) - centreX - draw.ShiftX;
            double y = (i / shape.Width % shape.Height) - centreY - draw.ShiftY;
            double fromX = (((d * x) - (b * y)) / determinant) + centreX;
            double fromY = (((a * y) - (c * x)) / determinant) + centreY;
            result[i] = Bilinear(source, shape, i / shape.PlaneSize, fromX, fromY);
        }

        return result;
    }

    private static double Bilinear(byte[] source, Shape shape, int channel, double x, double y)
    {
        int left = (int)Math.Floor(x);
        int top = (int)Math.Floor(y);
        double right = x - left;
        double down = y - top;
        return ((1 - down) * (((1 - right) * Pixel(source, shape, channel, left, top)) + (right * Pixel(source, shape, channel, left + 1, top))))
            + (down * (((1 - right) * Pixel(source, shape, channel, left, top + 1)) + (right * Pixel(source, shape, channel, left + 1, top + 1))));
    }
}
