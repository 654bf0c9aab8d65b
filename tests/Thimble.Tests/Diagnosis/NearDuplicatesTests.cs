using Thimble.Diagnosis;
using Thimble.Tests.Data;

namespace Thimble.Tests.Diagnosis;

public class NearDuplicatesTests
{
    private const int Side = 16;
    private static readonly Shape Grey = new(1, Side, Side);

    // 220 pictures of waves, each with directions and lengths of its own.
    private static readonly byte[][] Pictures = [.. Enumerable.Range(0, 220).Select(Waves)];

    [Fact]
    public void A_brighter_one_one_of_less_contrast_and_a_coarser_one_are_found()
    {
        byte[] brighter = Changed(Pictures[3], value => (value * 1.15) + 10);
        byte[] paler = Changed(Pictures[50], value => (value * 0.7) + 30);
        // Steps of 16 grey levels: about what strong compression leaves.
        byte[] coarser = Changed(Pictures[120], value => (Math.Floor(value / 16) * 16) + 8);

        NearDuplicates found = Find([brighter, Pictures[210], paler, coarser])!;

        Assert.Equal(3, found.Count);
        Assert.Equal([("0", "3"), ("2", "50"), ("3", "120")], found.First.Select(pair => (pair.Evaluated, pair.Training)).Order());
    }

    [Fact]
    public void Other_pictures_of_the_same_kind_are_not() => Assert.Equal(0, Find([.. Pictures[200..]])!.Count);

    [Fact]
    public void What_is_alike_by_nature_is_not_taken_as_a_copy()
    {
        // A dozen training images as near to each other as to the evaluated one: such as thin strokes.
        byte[][] alike = [.. Enumerable.Range(0, 13).Select(shade => Changed(Pictures[7], (value, pixel) => value + (pixel % 13 == shade ? 12 : 0)))];

        Assert.Equal(0, Find([alike[12]], [.. Pictures[20..200], .. alike[..12]])!.Count);
        Assert.Equal(1, Find([alike[12]], [.. Pictures[20..200], alike[0]])!.Count);
    }

    [Fact]
    public void Flat_pictures_say_nothing()
    {
        byte[] flat = Changed(Pictures[0], (_, pixel) => 100 + (pixel % 2));

        Assert.Equal(0, Find([flat], [.. Pictures[..199], flat])!.Count);
    }

    [Fact]
    public void Exact_copies_count_elsewhere_and_classes_and_right_answers_are_counted()
    {
        byte[] copy = Pictures[5];
        byte[] near = Changed(Pictures[6], value => value + 9);
        Dataset data = Data([copy, near, Pictures[205]], Pictures[..200]);
        // The training image that the near one comes from is of the other class; of the three only the near one is right.
        byte[] labels = new byte[200];
        labels[6] = 1;
        data = data with { Train = new("made", "train", Grey, 2, [.. Pictures[..200].SelectMany(one => one)], labels) };
        Prediction[] predictions = [new(0, 0, 1, 1), new(1, 0, 0, 1), new(2, 0, 1, 1)];

        var statistics = DataStatistics.Of(data, predictions);

        Assert.Equal((1, 1, 1, 1), (statistics.Repeated.Count, statistics.Near!.Count, statistics.Near.OtherLabel, statistics.Near.Correct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_threads_do_not_change_what_is_found(int threads)
    {
        byte[][] evaluated = [.. Enumerable.Range(0, 40).Select(i => Changed(Pictures[i], value => value + (i % 3)))];
        var likeness = new PictureLikeness(Images("train", Pictures[..200]));
        NearPair[] found = [.. new NearestPictures(new(Images("test", evaluated)), likeness, threads).Find(_ => true)];

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (i, i)), found.Select(pair => (pair.Evaluated, pair.Training)));
        Assert.Equal([.. new NearestPictures(new(Images("test", evaluated)), likeness, 3).Find(_ => true)], found);
    }

    [Fact]
    public void The_first_2000_test_images_of_MNIST_have_none()
    {
        Dataset data = new DatasetCatalogue().Open("mnist", RealMnist.Folder);

        Assert.Empty(new NearestPictures(new(data.Evaluated.Take(2000)), new(data.Train), threads: null).Find(_ => true));
    }

    private static NearDuplicates? Find(byte[][] evaluated, byte[][]? training = null) => NearDuplicates.Of(Data(evaluated, training ?? Pictures[..200]), predictions: null, _ => false);

    private static Dataset Data(byte[][] evaluated, byte[][] training) => new(Images("train", training), Images("test", evaluated), new(0, 1), "");

    private static ImageDataset Images(string split, byte[][] pictures) => new("made", split, Grey, 2, [.. pictures.SelectMany(one => one)], new byte[pictures.Length]);

    private static byte[] Waves(int picture)
    {
        var random = new KeyedRandom(1, 1, picture, RandomPlace.Augmentation);
        double[] draws = [.. Enumerable.Range(0, 12).Select(i => (double)random.Uniform(i))];
        double Wave(int first, int x, int y) => Math.Sin((((draws[first] - 0.5) * x) + ((draws[first + 1] - 0.5) * y) + (draws[first + 2] * 6.3)) * 1.5);
        return [.. Enumerable.Range(0, Side * Side).Select(i => (byte)(110 + (25 * Enumerable.Range(0, 4).Sum(wave => Wave(3 * wave, i % Side, i / Side)))))];
    }

    private static byte[] Changed(byte[] picture, Func<double, double> change) => Changed(picture, (value, _) => change(value));

    private static byte[] Changed(byte[] picture, Func<double, int, double> change) => [.. picture.Select((value, pixel) => (byte)Math.Clamp(change(value, pixel), 0, 255))];
}
