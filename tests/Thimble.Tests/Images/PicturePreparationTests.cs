using Thimble.Layers;
using Thimble.Tests.Data;

namespace Thimble.Tests.Images;

/// <summary>How a picture becomes an input belongs to the data, and to the network that was trained on it.</summary>
public sealed class PicturePreparationTests
{
    private static readonly NetworkDefinition Small = new(new(1, 3, 2), new Flatten(), new Linear(2));

    [Fact]
    public void A_whole_picture_of_the_inputs_size_is_taken_as_it_is()
    {
        byte[] grey = [9, 200, 31, 255, 0, 77];

        PreparedPicture prepared = PicturePreparation.Whole.Prepare(new(2, 3, grey), new(1, 3, 2), "a");

        Assert.Equal(grey, prepared.Pixels);
        Assert.Null(prepared.WasLightOnDark);
    }

    [Fact]
    public void A_larger_one_is_averaged_over_areas_a_smaller_one_interpolated_and_other_proportions_stretched()
    {
        byte[] Scaled(int width, int height, byte[] grey, int rows, int columns) =>
            PicturePreparation.Whole.Prepare(new(width, height, grey), new(1, rows, columns), "a").Pixels;

        Assert.Equal([25], Scaled(2, 2, [10, 20, 30, 40], 1, 1));
        // The middle column is shared by both.
        Assert.Equal([(byte)((30 + (60 / 2)) / 1.5 + 0.5), (byte)(((60 / 2) + 90) / 1.5 + 0.5)], Scaled(3, 1, [30, 60, 90], 1, 2));
        Assert.Equal([0, 25, 75, 100], Scaled(2, 1, [0, 100], 1, 4));
        Assert.Equal([50, 50, 50], Scaled(2, 1, [0, 100], 3, 1));
    }

    [Fact]
    public void Transparency_is_black() => Assert.Equal(
        [0, 100, 50], PicturePreparation.Whole.Prepare(new(3, 1, [255, 100, 100], [0, 255, 128]), new(1, 1, 3), "a").Pixels);

    [Theory]
    [InlineData("mnist", "digit")]
    [InlineData("synthetic-digits", "digit")]
    [InlineData("fashion-mnist", "whole")]
    [InlineData("files", "whole")]
    [InlineData("", "whole")]
    public void Digits_in_MNISTs_frame_are_prepared_as_digits_and_nothing_else_is(string data, string name) =>
        Assert.Equal(name, CustomaryPreparation.Of(data).Name);

    [Fact]
    public void A_dataset_says_its_own() => Assert.Equal(PicturePreparation.Digit, SyntheticDigits.Create(1, 1).Preparation);

    [Theory]
    [InlineData(null)]
    [InlineData("digit")]
    [InlineData("whole")]
    [InlineData("fit")]
    [InlineData("crop")]
    public void A_weights_file_keeps_it_or_is_honest_that_it_does_not(string? name)
    {
        using var folder = new TemporaryFolder();
        PicturePreparation? preparation = name is null ? null : PicturePreparation.All.OfKey(name).CreateDefault();
        Save(folder.Sub("a"), preparation);

        NetworkDescription loaded = TrainedNetwork.Load(folder.Sub("a")).Description;
        NetworkDescription asked = TrainedNetwork.Load(folder.Sub("a"), new(Small, Normalization.Mnist, "mnist")).Description;
        NetworkDescription told = TrainedNetwork.Load(folder.Sub("a"), new(Small, Normalization.Mnist, "mnist", preparation: PicturePreparation.Whole)).Description;

        Assert.Equal((name is null, name ?? "whole"), (loaded.IsPreparationAssumed, loaded.Preparation.Name));
        // Where it is only assumed, the file knows better.
        Assert.Equal((name is null, name ?? "digit"), (asked.IsPreparationAssumed, asked.Preparation.Name));
        Assert.Equal((false, "whole"), (told.IsPreparationAssumed, told.Preparation.Name));
        Assert.Equal(name is null, loaded.PictureInstructions.Contains("assumed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_preparation_that_is_not_known_is_damage()
    {
        using var folder = new TemporaryFolder();
        var entries = new Dictionary<string, string>();
        NetworkDescriptionJson.AddTo(entries, new(Small, Normalization.Mnist, "mnist", preparation: PicturePreparation.Digit));
        string text = entries[NetworkDescriptionJson.Key].Replace("DigitPreparation", "InsideOut", StringComparison.Ordinal);
        NetworkWeights.Save(new Network(Small, 1), folder.Sub("a"), new Dictionary<string, string>
        {
            [NetworkDescriptionJson.Key] = text,
            ["thimble.network.sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
        });

        OneLine.Thrown<InvalidInputException>(() => TrainedNetwork.Load(folder.Sub("a")), "preparation is of a kind 'InsideOut', which is unknown");
        // Who names the network needs no description.
        Assert.Equal("digit", TrainedNetwork.Load(folder.Sub("a"), new(Small, Normalization.Mnist, "mnist")).Description.Preparation.Name);
    }

    [Fact]
    public void A_classifier_prepares_as_its_network_says()
    {
        // Dark on light: as a digit it would be inverted.
        byte[] grey = [200, 210, 30, 220, 215, 205];
        var network = new Network(Small, seed: 2);
        TrainedNetwork As(PicturePreparation preparation) => new(network, new(Small, new(0, 1), "", preparation: preparation));
        using var whole = new Classifier(As(PicturePreparation.Whole));
        using var digit = new Classifier(As(PicturePreparation.Digit));
        float[] ofPixels = new float[2];
        float[] ofPicture = new float[2];
        float[] ofDigit = new float[2];

        whole.Classify(grey, ofPixels);
        whole.Classify(new Picture(2, 3, grey), ofPicture);
        digit.Classify(new Picture(2, 3, grey), ofDigit);

        Assert.Equal(ofPixels, ofPicture);
        Assert.NotEqual(ofPixels, ofDigit);
    }

    [Fact]
    public void A_network_of_colours_gets_a_plane_of_each_and_one_of_grey_the_brightness()
    {
        Picture colours = Picture.FromRgb(2, 1, [255, 0, 0, 10, 20, 30]);

        Assert.Equal([255, 10, 0, 20, 0, 30], PicturePreparation.Whole.Prepare(colours, new(3, 1, 2), "a").Pixels);
        // 0.299 red, 0.587 green, 0.114 blue.
        Assert.Equal([76, 18], PicturePreparation.Whole.Prepare(colours, new(1, 1, 2), "a").Pixels);
        Assert.Equal([7, 9, 7, 9, 7, 9], PicturePreparation.Whole.Prepare(new(2, 1, [7, 9]), new(3, 1, 2), "a").Pixels);
    }

    [Fact]
    public void A_picture_that_fits_keeps_its_proportions_between_two_borders()
    {
        var wide = new Picture(2, 1, [10, 20]);

        byte[] Prepared(PictureBorder border) => PicturePreparation.Fit(border).Prepare(wide, new(1, 3, 2), "a").Pixels;

        Assert.Equal([0, 0, 10, 20, 0, 0], Prepared(PictureBorder.Black));
        Assert.Equal([255, 255, 10, 20, 255, 255], Prepared(PictureBorder.White));
        Assert.Equal([10, 20, 10, 20, 10, 20], Prepared(PictureBorder.Edge));
    }

    [Fact]
    public void A_picture_that_is_cropped_loses_its_ends()
    {
        PreparedPicture prepared = PicturePreparation.Crop().Prepare(new(4, 2, [1, 10, 20, 2, 3, 30, 40, 4]), new(1, 2, 2), "a");

        Assert.Equal([10, 20, 30, 40], prepared.Pixels);
        Assert.Equal(new PixelBox(1, 0, 2, 2), prepared.Ink);
    }

    [Theory]
    [InlineData(32_768, 1)]
    [InlineData(1, 32_768)]
    public void The_longest_pictures_are_prepared(int width, int height)
    {
        var picture = new Picture(width, height, [.. Enumerable.Repeat((byte)90, width * height)]);

        foreach (PicturePreparation preparation in (PicturePreparation[])[PicturePreparation.Whole, PicturePreparation.Crop(), PicturePreparation.Fit(PictureBorder.Edge)])
            Assert.All(preparation.Prepare(picture, new(3, 28, 28), "a").Pixels, pixel => Assert.Equal(90, pixel));
    }

    [Fact]
    public void Two_or_four_channels_are_refused_and_digits_in_colour() => Assert.Multiple(
        () => OneLine.Thrown<InvalidInputException>(() => PicturePreparation.Whole.Prepare(new(1, 1, [1]), new(2, 1, 1), "a"), "images of 2 channels", "give the network pixels"),
        () => OneLine.Thrown<InvalidInputException>(() => PicturePreparation.Fit().Prepare(new(1, 1, [1]), new(4, 1, 1), "a"), "images of 4 channels"),
        () => OneLine.Thrown<InvalidInputException>(() => PicturePreparation.Digit.Prepare(new(1, 1, [1]), new(3, 1, 1), "a"), "digit prepares pictures in grey", "use whole, fit, crop"));

    [Fact]
    public void What_is_behind_and_beside_a_picture_is_kept_in_the_weights_file()
    {
        using var folder = new TemporaryFolder();
        foreach (PicturePreparation preparation in (PicturePreparation[])[PicturePreparation.Fit(PictureBorder.Edge, PictureGround.White), PicturePreparation.Crop(PictureGround.White), PicturePreparation.Crop()])
        {
            Save(folder.Sub("a"), preparation);

            Assert.Equal(preparation, TrainedNetwork.Load(folder.Sub("a")).Description.Preparation);
        }

        Assert.Throws<InvalidInputException>(() => PicturePreparation.Fit((PictureBorder)7));
    }

    [Theory]
    [InlineData("whole", "in red, green and blue", "transparency black")]
    [InlineData("fit", "Scale the whole picture with its proportions kept", "on black")]
    [InlineData("crop", "the largest part with the proportions 3:2")]
    public void Others_are_told_what_to_do(string name, params string[] parts)
    {
        string instructions = PicturePreparation.All.OfKey(name).CreateDefault().Instructions(new(3, 20, 30));

        Assert.All(parts, part => Assert.Contains(part, instructions, StringComparison.Ordinal));
        Assert.Contains("the mean of the area", instructions, StringComparison.Ordinal);
    }

    private static void Save(string path, PicturePreparation? preparation) =>
        new TrainedNetwork(new Network(Small, seed: 1), new(Small, Normalization.Mnist, "files", preparation: preparation)).Save(path);
}
