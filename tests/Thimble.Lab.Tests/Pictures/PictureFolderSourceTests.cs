using Thimble.Pictures;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>Folders of pictures, a folder a class.</summary>
public sealed class PictureFolderSourceTests : IDisposable
{
    private static readonly SourceRequest Grey = new(new Shape(1, 8, 8));
    private readonly PictureFolders _folders = new();

    /// <inheritdoc/>
    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_folder_is_a_class_and_the_classes_take_turns()
    {
        _folders.Add("zebra/b.png", 30).Add("zebra/a.PNG", 20).Add("ant/deep/er/1.png", 10).Add("ant/0.png", 11);

        SourceContent content = DataSources.Recognize(_folders.Root)!;
        Dataset data = content.Read(Grey);

        Assert.Equal(("pictures", "pictures, a folder a class", false), (content.Name, content.Kind, content.HasEvaluated));
        Assert.Equal(["ant", "zebra"], content.ClassNames);
        Assert.Equal([2, 2], Assert.Single(content.Splits).Counts);
        Assert.Equal([0, 1, 0, 1], data.Train.Labels.ToArray());
        Assert.Equal([11, 20, 10, 30], Enumerable.Range(0, 4).Select(i => (int)data.Train.Pixels(i)[0]));
        Assert.Equal(["ant", "zebra"], data.ClassNames);
        Assert.Equal(0, data.Evaluated.Count);
        Assert.Equal(Normalization.Of(data.Train), data.Normalization);
    }

    [Fact]
    public void Folders_of_splits_are_recognized_by_their_usual_names()
    {
        _folders.AddTwoClasses(3, "Training").AddTwoClasses(2, "val").AddTwoClasses(1, "TEST");

        SourceContent content = DataSources.Recognize(_folders.Root)!;
        Dataset data = content.Read(Grey);

        Assert.Equal(["train", "test", "validation"], content.Splits.Select(split => split.Name));
        Assert.Equal((6, 2, "test"), (data.Train.Count, data.Evaluated.Count, data.EvaluatedSplit));
    }

    [Fact]
    public void Without_test_pictures_those_for_validation_are_evaluated()
    {
        _folders.AddTwoClasses(3, "train").AddTwoClasses(2, "valid");

        Dataset data = DataSources.Recognize(_folders.Root)!.Read(Grey);

        Assert.Equal((4, "validation"), (data.Evaluated.Count, data.EvaluatedSplit));
    }

    [Fact]
    public void The_first_pictures_have_each_class_in_proportion()
    {
        _folders.AddTwoClasses(4);
        for (int i = 4; i < 12; i++)
            _folders.Add($"dark/{i:D2}.png");

        byte[] labels = DataSources.Recognize(_folders.Root)!.Read(Grey).Train.Labels.ToArray();

        // Twelve dark pictures at (i + ½) / 12 and four light ones at (i + ½) / 4: the second dark one and the first light one share a place.
        Assert.Equal([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0], labels);
    }

    [Theory]
    [InlineData(null, "test", 2)]
    [InlineData("test", "test", 2)]
    [InlineData("val", "validation", 4)]
    [InlineData("validation", "validation", 4)]
    public void The_split_that_is_asked_for_is_evaluated(string? asked, string expected, int count)
    {
        _folders.AddTwoClasses(3, "train").AddTwoClasses(2, "val").AddTwoClasses(1, "test");

        Dataset data = DataSources.Recognize(_folders.Root)!.Read(Grey with { Evaluated = asked });

        Assert.Equal((6, expected, count), (data.Train.Count, data.Evaluated.Split, data.Evaluated.Count));
    }

    [Fact]
    public void A_split_that_is_not_there_is_refused()
    {
        _folders.AddTwoClasses(3, "train").AddTwoClasses(2, "val");
        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal(
            $"{_folders.Root}: there are no test images to evaluate on; there are images for validation",
            Assert.Throws<InvalidInputException>(() => content.Read(Grey with { Evaluated = "test" })).Message);
        Assert.Contains("there are no train images to evaluate on", Assert.Throws<InvalidInputException>(() => content.Read(Grey with { Evaluated = "train" })).Message);
    }

    [Theory]
    [InlineData("test", "test")]
    [InlineData("val", "validation")]
    public void A_split_without_training_pictures_can_be_evaluated_and_not_trained(string folder, string split)
    {
        _folders.AddTwoClasses(2, folder);

        SourceContent content = DataSources.Recognize(_folders.Root)!;
        Dataset data = content.Read(Grey);

        Assert.Equal((false, true, split), (content.HasTraining, content.HasEvaluated, Assert.Single(content.Splits).Name));
        Assert.Equal((0, 4, split), (data.Train.Count, data.Evaluated.Count, data.EvaluatedSplit));
        Assert.Equal(["dark", "light"], data.ClassNames);
        Assert.Equal(Normalization.Of(data.Evaluated), data.Normalization);
        Assert.Equal($"{_folders.Root}: there are images for {split} and none to train on; add some for train", Assert.Throws<InvalidInputException>(content.CheckTrains).Message);
    }

    [Fact]
    public void A_class_may_be_called_train()
    {
        _folders.Add("vehicles/bus/1.png").Add("vehicles/car/1.png").Add("vehicles/train/1.png");
        _folders.Add("ways/train/steam/1.png").Add("ways/car/1.png");
        _folders.Add("words/train/1.png").Add("words/test/1.png");

        Assert.Equal(["bus", "car", "train"], DataSources.Recognize(_folders["vehicles"])!.ClassNames);
        Assert.Equal(["car", "train"], DataSources.Recognize(_folders["ways"])!.ClassNames);
        Assert.Equal(["test", "train"], DataSources.Recognize(_folders["words"])!.ClassNames);
    }

    [Fact]
    public void What_is_beside_the_splits_is_left_out_and_named()
    {
        _folders.AddTwoClasses(2, "train").Write("docs/notes.txt", [1]).Add("stray.png").Add("test/unsorted.png");

        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal("train", Assert.Single(content.Splits).Name);
        Assert.Equal(
            [
                $"{_folders.Root}: 1 picture beside the folders belongs to no class and is left out",
                $"{_folders["docs"]}: there is no picture in this folder; it is not a class",
                $"{_folders["test"]}: 1 picture beside the folders belongs to no class and is left out",
            ],
            content.Oddities);
    }

    [Fact]
    public void Links_to_folders_are_not_followed_and_links_to_pictures_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        _folders.AddTwoClasses(2);
        Directory.CreateSymbolicLink(_folders["dark/loop"], ".");
        Directory.CreateSymbolicLink(_folders["linked"], _folders["light"]);
        File.CreateSymbolicLink(_folders["dark/other.png"], _folders["light/00.png"]);

        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal(["dark", "light"], content.ClassNames);
        Assert.Equal([3, 2], content.Splits[0].Counts);
        Assert.Equal(
            [
                $"{_folders["linked"]}: this folder is a link, which is not followed; its pictures are left out",
                $"{_folders["dark/loop"]}: this folder is a link, which is not followed; its pictures are left out",
            ],
            content.Oddities);
    }

    [Fact]
    public void Folders_deeper_than_eight_are_left_out_and_named()
    {
        _folders.Add("a/1/2/3/4/5/6/7/8/in.png").Add("a/1/2/3/4/5/6/7/8/9/out.png").Add("b/1.png");

        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal([1, 1], content.Splits[0].Counts);
        Assert.Equal($"{_folders["a/1/2/3/4/5/6/7/8"]}: folders deeper than 8 are left out", Assert.Single(content.Oddities));
    }

    [Fact]
    public void The_number_of_files_is_bounded()
    {
        _folders.AddTwoClasses(3);
        var walk = new FolderWalk(mostFiles: 4);
        ClassFolder.Of(_folders["dark"], walk);

        Assert.Equal(
            $"{_folders["light"]}: there are more than 4 files up to here; give a folder with fewer",
            Assert.Throws<InvalidInputException>(() => ClassFolder.Of(_folders["light"], walk)).Message);
    }

    [Fact]
    public void A_folder_is_listed_once_whatever_it_turns_out_to_be()
    {
        _folders.Add("train/1.png").Add("test/1.png");
        var walk = new FolderWalk(mostFiles: 2);

        Assert.Null(SplitFolders.Find(_folders.Root, PictureTree.Of(_folders.Root, walk), walk));
        Assert.Single(ClassFolder.Of(_folders["train"], walk).Pictures);
    }

    [Fact]
    public void A_class_name_is_one_that_a_network_can_keep()
    {
        string[] names = [new string('x', 199) + "😀", "a\ud800b", "tab\there", "left\u200Fright\u061C", " ", new string('é', 300)];

        Assert.Equal([new string('x', 199), "a\ufffdb", "tab?here", "left?right?", "?", new string('é', 200)], names.Select(ClassFolder.Shown));
        Assert.All(names, name => Assert.True(JsonFields.IsLine(ClassFolder.Shown(name))));
    }

    [Fact]
    public void A_class_without_test_pictures_keeps_its_label()
    {
        _folders.AddTwoClasses(3, "train").Add("test/light/1.png", 200);

        Dataset data = DataSources.Recognize(_folders.Root)!.Read(Grey);

        Assert.Equal([1], data.Evaluated.Labels.ToArray());
        Assert.Equal(2, data.Evaluated.ClassCount);
    }

    [Fact]
    public void What_is_no_picture_is_left_out_and_named()
    {
        _folders.AddTwoClasses(2).Write("dark/notes.txt", [1]).Write(".git/config.png", [1]).Write("dark/.DS_Store", [1]).Write("stray.png", [1]);
        Directory.CreateDirectory(_folders["empty"]);

        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal(["dark", "light"], content.ClassNames);
        Assert.Equal(
            [
                $"{_folders.Root}: 1 picture beside the folders belongs to no class and is left out",
                $"{_folders["dark"]}: 1 file that is not named as a picture, such as notes.txt; left out",
                $"{_folders["empty"]}: there is no picture in this folder; it is not a class",
            ],
            content.Oddities);
    }

    [Fact]
    public void Folders_with_names_in_any_script_are_classes()
    {
        _folders.Add("猫/一.png").Add("perro pequeño/a b.png");

        Assert.Equal(["perro pequeño", "猫"], DataSources.Recognize(_folders.Root)!.Read(Grey).ClassNames);
    }

    [Fact]
    public void A_control_character_in_a_name_is_shown_as_a_question_mark()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        _folders.Add("a\u001bb/1.png").Add("c/1.png");

        Assert.Equal(["a?b", "c"], DataSources.Recognize(_folders.Root)!.ClassNames);
    }

    [Fact]
    public void One_class_can_be_evaluated_and_not_trained()
    {
        _folders.Add("only/1.png");

        SourceContent content = DataSources.Recognize(_folders.Root)!;

        Assert.Equal(1, content.Read(Grey).Train.Count);
        Assert.Equal(
            $"{_folders.Root}: all images are of one class, only; a classifier needs at least two", Assert.Throws<InvalidInputException>(content.CheckTrains).Message);
    }

    [Fact]
    public void A_class_that_only_the_test_has_is_refused()
    {
        _folders.AddTwoClasses(2, "train").Add("test/grey/1.png");

        Assert.Equal(
            $"{_folders["test/grey"]}: no training picture is of the class 'grey'; add some, or take it out",
            Assert.Throws<InvalidInputException>(() => DataSources.Recognize(_folders.Root)).Message);
    }

    [Fact]
    public void More_than_256_classes_are_refused()
    {
        for (int i = 0; i <= 256; i++)
            _folders.Write($"{i:D3}/1.png", [1]);

        Assert.EndsWith("there are 257 classes; at most 256 can be told apart", Assert.Throws<InvalidInputException>(() => DataSources.Recognize(_folders.Root)).Message);
    }

    [Fact]
    public void A_folder_without_pictures_below_is_nothing_of_this_kind()
    {
        _folders.Write("a/notes.txt", [1]).Add("alone.png");

        Assert.Null(DataSources.Recognize(_folders.Root));
        Assert.Null(DataSources.Recognize(_folders["alone.png"]));
        Assert.Null(DataSources.Recognize(_folders["none"]));
    }

    [Fact]
    public void A_look_tells_sizes_and_what_cannot_be_read()
    {
        _folders.Add("a/1.png", width: 10, height: 30).Add("a/2.png", width: 40, height: 50).Write("b/1.png", [1, 2, 3]);

        SourceSample sample = DataSources.Recognize(_folders.Root)!.Look();

        Assert.Equal([(10, 30), (40, 50)], sample.Sizes);
        Assert.Equal((10, 50, false), (sample.LeastSide, sample.GreatestSide, sample.HasColour));
        Assert.StartsWith($"{_folders["b/1.png"]}: not a", Assert.Single(sample.Problems));
    }
}
