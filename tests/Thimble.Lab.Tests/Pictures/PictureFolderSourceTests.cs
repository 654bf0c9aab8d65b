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
    public void A_folder_is_a_class_and_the_pictures_keep_the_order_of_their_paths()
    {
        _folders.Add("zebra/b.png", 30).Add("zebra/a.PNG", 20).Add("ant/deep/er/1.png", 10).Add("ant/0.png", 11);

        SourceContent content = DataSources.Recognize(_folders.Root)!;
        Dataset data = content.Read(Grey);

        Assert.Equal(("pictures", "pictures, a folder a class", false), (content.Name, content.Kind, content.HasEvaluated));
        Assert.Equal(["ant", "zebra"], content.ClassNames);
        Assert.Equal([2, 2], Assert.Single(content.Splits).Counts);
        Assert.Equal([0, 0, 1, 1], data.Train.Labels.ToArray());
        Assert.Equal([11, 10, 20, 30], Enumerable.Range(0, 4).Select(i => (int)data.Train.Pixels(i)[0]));
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
                $"{_folders["dark"]}: 1 file that is no picture by name, such as notes.txt; left out",
                $"{_folders["empty"]}: no picture is in this folder; it is no class",
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
            $"{_folders["test/grey"]}: no training picture is of this class; add some, or remove the folder",
            Assert.Throws<InvalidInputException>(() => DataSources.Recognize(_folders.Root)).Message);
    }

    [Fact]
    public void More_than_256_classes_are_refused()
    {
        for (int i = 0; i <= 256; i++)
            _folders.Write($"{i:D3}/1.png", [1]);

        Assert.EndsWith("there are 257 folders with pictures; at most 256 classes can be told apart", Assert.Throws<InvalidInputException>(() => DataSources.Recognize(_folders.Root)).Message);
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
