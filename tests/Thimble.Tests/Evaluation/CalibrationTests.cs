using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Evaluation;

/// <summary>How a network's answers are calibrated, and what it does not recognize.</summary>
public sealed class CalibrationTests : IDisposable
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 2000, testCount: 1000);
    private static readonly CalibrationFit Fit = new(Digits.Train, Digits.Evaluated, classCount: 10);

    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1f)]
    [InlineData(3f)]
    public void Finds_the_temperature_that_the_labels_were_drawn_with(float temperature)
    {
        (ImageDataset images, float[] logits) = Drawn(temperature);

        Calibration found = new CalibrationFit(images, images, logits.Length / images.Count).Choose(logits)!;

        Assert.InRange(found.Temperature, 0.95 * temperature, 1.05 * temperature);
        Assert.InRange(CalibrationMeasurement.ExpectedError(images, logits, _ => found.Temperature), 0, 0.02);
        if (temperature != 1)
            Assert.InRange(CalibrationMeasurement.ExpectedError(images, logits, _ => 1), 0.05, 1);
    }

    [Fact]
    public void Keeps_a_doubt_where_every_held_out_image_is_right()
    {
        ImageDataset images = Digits.Evaluated.Take(100);
        float[] logits = new float[1000];
        for (int i = 0; i < 100; i++)
            logits[(i * 10) + images.Label(i)] = 5;

        Calibration found = new CalibrationFit(images, images, logits.Length / images.Count).Choose(logits)!;

        Classification answer = Softmax.Of(logits.AsSpan(0, 10), found.Temperature, []);
        Assert.InRange(answer.Probability, 0.985, 0.995);
    }

    [Fact]
    public void Weighs_the_distance_between_probability_and_accuracy_by_the_images_of_a_bin()
    {
        // Of 4 images with a probability of about 0.88 two are right, of 1 with 0.5 none is.
        var images = new ImageDataset("few", "test", new(1, 1, 1), 2, [1, 2, 3, 4, 5], [0, 0, 1, 1, 1]);
        float[] logits = [2, 0, 2, 0, 2, 0, 2, 0, 0, 0];

        double probability = 1 / (1 + Math.Exp(-2));
        double expected = ((4 * (probability - 0.5)) + (1 * 0.5)) / 5;
        Assert.Equal(expected, CalibrationMeasurement.ExpectedError(images, logits, _ => 1), 1e-6);
    }

    [Fact]
    public void Refuses_one_in_a_hundred_of_the_images_that_it_was_chosen_on()
    {
        float[] logits = LogitsOf(Digits.Evaluated);

        Calibration found = Fit.Choose(logits)!;

        Assert.Equal(10, CalibrationMeasurement.CountRefused(found, Digits.Evaluated, logits));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("noise")]
    [InlineData("smooth noise")]
    [InlineData("inverted")]
    public void Refuses_pictures_whose_pixels_are_not_those_of_any_class(string name)
    {
        Calibration found = Fit.Choose(LogitsOf(Digits.Evaluated))!;
        ImageDataset foreign = ForeignPictures.Of(Digits.Evaluated).Single(one => one.Name == name).Pictures;
        // Whatever the network says, and however confident it is.
        float[] logits = new float[foreign.Count * 10];
        for (int i = 0; i < foreign.Count; i++)
            logits[(i * 10) + (i % 10)] = 1000;

        Assert.Equal(foreign.Count, CalibrationMeasurement.CountRefused(found, foreign, logits));
    }

    [Fact]
    public void Foreign_pictures_are_the_same_every_time_and_different_from_each_other()
    {
        (string Name, ImageDataset Pictures)[] first = [.. ForeignPictures.Of(Digits.Evaluated)];
        (string Name, ImageDataset Pictures)[] second = [.. ForeignPictures.Of(Digits.Evaluated)];

        Assert.Equal(first.Select(one => one.Pictures.ContentHash), second.Select(one => one.Pictures.ContentHash));
        Assert.Equal(first.Length, first.Select(one => one.Pictures.ContentHash).Distinct().Count());
        Assert.All(first.Skip(1), one => Assert.False(one.Pictures.Pixels(0).SequenceEqual(one.Pictures.Pixels(1)), one.Name));
    }

    [Fact]
    public void Says_nothing_where_an_output_is_not_finite()
    {
        float[] logits = LogitsOf(Digits.Evaluated);
        logits[^1] = float.NaN;

        Assert.Null(Fit.Choose(logits));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    public void Is_found_for_the_fewest_images(int trainCount, int testCount)
    {
        Dataset few = SyntheticDigits.Create(trainCount, testCount);

        Calibration found = new CalibrationFit(few.Train, few.Evaluated, 10).Choose(LogitsOf(few.Evaluated))!;

        Assert.Equal(0, CalibrationMeasurement.CountRefused(found, few.Evaluated, LogitsOf(few.Evaluated)));
    }

    [Fact]
    public void One_black_image_does_not_open_the_limits_to_everything()
    {
        byte[] pixels = [.. Enumerable.Range(0, 100).SelectMany(index => Digits.Evaluated.Pixels(index).ToArray())];
        Array.Clear(pixels, 0, 784);
        var images = new ImageDataset("odd", "test", new(1, 28, 28), 10, pixels, Digits.Evaluated.Labels[..100].ToArray());

        Calibration found = new CalibrationFit(Digits.Train, images, 10).Choose(LogitsOf(images))!;

        ImageDataset noise = ForeignPictures.Of(Digits.Evaluated).Single(one => one.Name == "noise").Pictures;
        Assert.Equal(noise.Count, CalibrationMeasurement.CountRefused(found, noise, LogitsOf(noise)));
        Assert.All(found.Limits, limits => Assert.InRange(limits.Highest.Brightness, 1, 255 * 784));
    }

    [Fact]
    public void Pixels_are_measured_in_whole_numbers()
    {
        byte[] pixels = [0, 10, 30, 250, 0, 255, 1, 2, 3, 4, 5, 6];

        PixelTraits traits = PixelTraits.Of(pixels, new(2, 2, 3));

        Assert.Equal(0 + 10 + 30 + 250 + 0 + 255 + 21, traits.Brightness);
        Assert.Equal(256L * (100 + 900 + 62_500 + 65_025 + 91) / traits.Brightness, traits.Contrast);
        Assert.Equal(10 + 20 + 250 + 255 + 1 + 1 + 1 + 1, traits.Across);
        // The second channel begins again.
        Assert.Equal(250 + 10 + 225 + 3 + 3 + 3, traits.Down);
        Assert.Equal(default, PixelTraits.Of(new byte[12], new(2, 2, 3)));
    }

    [Fact]
    public void Is_kept_in_the_weights_file_and_used_by_the_classifier()
    {
        TrainedNetwork trained = Trained(leastLogit: 0.1f);
        string path = Path.Combine(_folder, "net.safetensors");
        trained.Save(path);
        using var evaluator = new Evaluator(trained.Network, threads: 1);
        float[] logits = evaluator.Logits(Digits.Evaluated, trained.Description.Normalization);

        TrainedNetwork loaded = TrainedNetwork.Load(path);
        using var classifier = new Classifier(loaded);

        Calibration calibration = trained.Description.Calibration!;
        Assert.Equal((calibration.Temperature, calibration.LeastLogit), (loaded.Description.Calibration!.Temperature, loaded.Description.Calibration.LeastLogit));
        Assert.Equal(calibration.Limits, loaded.Description.Calibration.Limits);
        Assert.True(classifier.IsCalibrated);
        byte[] pixels = [.. Enumerable.Range(0, 100).SelectMany(index => Digits.Evaluated.Pixels(index).ToArray())];
        var answers = new Classification[100];
        classifier.ClassifyBatch(pixels, answers);
        for (int i = 0; i < answers.Length; i++)
        {
            ReadOnlySpan<float> row = logits.AsSpan(i * 10, 10);
            Assert.Equal(answers[i], classifier.Classify(Digits.Evaluated.Pixels(i)));
            Assert.Equal(Softmax.Of(row, 2, []).Probability, answers[i].Probability, 1e-6);
            Assert.Equal(calibration.Recognizes(Digits.Evaluated.Pixels(i), new(1, 28, 28), answers[i].Class, row[answers[i].Class]), answers[i].IsRecognized);
        }

        Assert.Contains(answers, answer => answer.IsRecognized);
        Assert.Contains(answers, answer => !answer.IsRecognized);
    }

    [Fact]
    public void Of_weights_for_a_network_that_is_known_it_is_read_too()
    {
        TrainedNetwork trained = Trained(leastLogit: 0);
        string path = Path.Combine(_folder, "net.safetensors");
        trained.Save(path);

        var known = new NetworkDescription(trained.Network.Definition, Normalization.Mnist, "mnist");

        Assert.Equal(2, TrainedNetwork.Load(path, known).Description.Calibration!.Temperature);
        var otherwise = new NetworkDescription(trained.Network.Definition, new(0.5f, 0.5f), "mnist");
        Assert.Null(TrainedNetwork.Load(path, otherwise).Description.Calibration);
    }

    [Fact]
    public void One_for_another_number_of_classes_is_refused()
    {
        Calibration calibration = Trained(leastLogit: 0).Description.Calibration!;
        var definition = new NetworkDefinition(new(1, 28, 28), new Conv2d(3, 28));

        Assert.Throws<ArgumentException>(() => new NetworkDescription(definition, Normalization.Mnist, "") { Calibration = calibration });
    }

    /// <summary>An untrained network with a calibration of its own.</summary>
    private static TrainedNetwork Trained(float leastLogit)
    {
        var network = new Network(AssignmentNetworks.Part3, seed: 1);
        IReadOnlyList<PixelLimits> limits = CalibrationFit.UsualLimits(Digits.Train, 10);
        return new(network, new(network.Definition, Normalization.Mnist, "mnist") { Calibration = new(temperature: 2, leastLogit, limits) });
    }

    // As if a network were right about all of them, and less certain of some.
    private static float[] LogitsOf(ImageDataset images)
    {
        float[] logits = new float[images.Count * 10];
        var random = new KeyedRandom(seed: 4, epoch: 0, sample: 0, place: 0);
        for (int i = 0; i < images.Count; i++)
            logits[(i * 10) + images.Label(i)] = random.Uniform(i, 3, 9);
        return logits;
    }

    // Logits that are too large by the temperature, and labels that are what the true ones say.
    private static (ImageDataset Images, float[] Logits) Drawn(float temperature)
    {
        const int count = 20_000;
        var random = new KeyedRandom(seed: 9, epoch: 0, sample: 0, place: 0);
        float[] logits = new float[count * 3];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < 3; c++)
                logits[(i * 3) + c] = random.Uniform((i * 4) + c, -2, 2) * temperature;
            double[] powers = [.. logits.AsSpan(i * 3, 3).ToArray().Select(logit => Math.Exp(logit / temperature))];
            double draw = random.Uniform((i * 4) + 3) * powers.Sum();
            labels[i] = (byte)(draw < powers[0] ? 0 : draw < powers[0] + powers[1] ? 1 : 2);
        }

        return (new("drawn", "test", new(1, 1, 1), 3, new byte[count], labels), logits);
    }
}
