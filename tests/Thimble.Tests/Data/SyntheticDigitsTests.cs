using System.Diagnostics;

namespace Thimble.Tests.Data;

public sealed class SyntheticDigitsTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(3000, 500, 7);

    [Fact]
    public void A_set_says_what_it_is()
    {
        Assert.Equal(("synthetic-digits", "generated, seed 7"), (Digits.Name, Digits.Source));
        Assert.Equal((3000, 500, 10), (Digits.Train.Count, Digits.Evaluated.Count, Digits.Train.ClassCount));
        Assert.Equal(new Shape(1, 28, 28), Digits.Train.ImageShape);
        Assert.Equal(Normalization.Of(Digits.Train), Digits.Normalization);
    }

    [Fact]
    public void The_bytes_are_the_same_on_every_system()
    {
        Dataset digits = SyntheticDigits.Create(200, 50, 1);
        Assert.Equal("203d7256d8ffcd6bf1c3e420b4b4d72588581d2dc5160da1fcde5aa1db9d1061", digits.Train.ContentHash);
        Assert.Equal("a0ca4e827c4a544be49b146bc02d2326fb5ba6c57e30b3b1384f6e815c27848d", digits.Evaluated.ContentHash);
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_made()
    {
        Dataset few = SyntheticDigits.Create(10, 5, 7);
        Assert.Equal(Digits.Train.Take(10).ContentHash, few.Train.ContentHash);
        Assert.Equal(Digits.Evaluated.Take(5).ContentHash, few.Evaluated.ContentHash);
    }

    [Fact]
    public void Another_seed_and_the_test_split_draw_other_images()
    {
        Assert.NotEqual(SyntheticDigits.Create(10, 10, 8).Train.ContentHash, Digits.Train.Take(10).ContentHash);
        Assert.NotEqual(Digits.Evaluated.Take(10).ContentHash, Digits.Train.Take(10).ContentHash);
    }

    [Fact]
    public void Every_class_has_about_its_tenth()
    {
        int[] counts = new int[10];
        foreach (byte label in Digits.Train.Labels)
            counts[label]++;
        Assert.All(counts, count => Assert.InRange(count, 230, 370));
    }

    [Fact]
    public void Digits_are_framed_as_in_MNIST()
    {
        Assert.Equal(0.1307f, Digits.Normalization.Means[0], 0.03f);
        Assert.Equal(0.3081f, Digits.Normalization.StandardDeviations[0], 0.03f);
        for (int i = 0; i < Digits.Train.Count; i++)
        {
            (double x, double y, int height, int width) = Frame(Digits.Train.Pixels(i));
            Assert.InRange(x, 11, 17);
            Assert.InRange(y, 11, 17);
            Assert.InRange(Math.Max(height, width), 17, 23);
        }
    }

    [Fact]
    public void The_border_is_empty_and_the_ink_is_white()
    {
        for (int i = 0; i < Digits.Train.Count; i++)
        {
            ReadOnlySpan<byte> pixels = Digits.Train.Pixels(i);
            Assert.False(pixels[..28].ContainsAnyExcept((byte)0));
            Assert.False(pixels[^28..].ContainsAnyExcept((byte)0));
            for (int y = 0; y < 28; y++)
                Assert.Equal(0, pixels[y * 28] + pixels[(y * 28) + 27]);
            Assert.True(pixels.ContainsAnyInRange((byte)150, (byte)255));
        }
    }

    [Fact]
    public void A_plain_comparison_with_class_means_recognizes_most_but_not_all()
    {
        // A person reads them; a comparison with ten mean images must do far better than chance, yet not be enough.
        double[][] means = ClassMeans(Digits.Train);
        int right = 0;
        for (int i = 0; i < Digits.Evaluated.Count; i++)
        {
            if (Nearest(means, Digits.Evaluated.Pixels(i)) == Digits.Evaluated.Label(i))
                right++;
        }

        Assert.InRange(right / (double)Digits.Evaluated.Count, 0.6, 0.97);
    }

    [Fact]
    public void Ten_thousand_take_well_below_two_seconds()
    {
        long start = Stopwatch.GetTimestamp();
        SyntheticDigits.Create(9000, 1000);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 2);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1_000_001, 1)]
    public void A_count_out_of_range_is_refused(int trainCount, int testCount) =>
        OneLine.Thrown<InvalidInputException>(() => SyntheticDigits.Create(trainCount, testCount), "synthetic-digits", "give 1 to 1,000,000");

    private static (double X, double Y, int Height, int Width) Frame(ReadOnlySpan<byte> pixels)
    {
        double mass = 0, x = 0, y = 0;
        int left = 28, right = -1, top = 28, bottom = -1;
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == 0)
                continue;
            mass += pixels[i];
            x += pixels[i] * (i % 28);
            y += pixels[i] * (i / 28);
            (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
            (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
        }

        return (x / mass, y / mass, bottom - top + 1, right - left + 1);
    }

    private static double[][] ClassMeans(ImageDataset images)
    {
        double[][] means = [.. Enumerable.Range(0, 10).Select(_ => new double[784])];
        int[] counts = new int[10];
        for (int i = 0; i < images.Count; i++)
        {
            counts[images.Label(i)]++;
            for (int k = 0; k < 784; k++)
                means[images.Label(i)][k] += images.Pixels(i)[k];
        }

        for (int label = 0; label < 10; label++)
        {
            for (int k = 0; k < 784; k++)
                means[label][k] /= counts[label];
        }

        return means;
    }

    private static int Nearest(double[][] means, ReadOnlySpan<byte> pixels)
    {
        int best = 0;
        double least = double.MaxValue;
        for (int label = 0; label < 10; label++)
        {
            double distance = 0;
            for (int k = 0; k < 784; k++)
                distance += (means[label][k] - pixels[k]) * (means[label][k] - pixels[k]);
            if (distance < least)
                (least, best) = (distance, label);
        }

        return best;
    }
}
