using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>A table of pictures, as CSV and as JSON lines.</summary>
public sealed class PictureTableTests : IDisposable
{
    private readonly SourceFiles _files = new();

    public PictureTableTests()
    {
        foreach (string name in (string[])["a.png", "b.png", "in/c.png", "猫, 1.png"])
            _files.Picture(name, (byte)name.Length);
    }

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("path,label\na.png,dog\nb.png,cat\nin/c.png,dog\n")]
    [InlineData("label,path\r\ndog,a.png\r\ncat,b.png\r\ndog,in/c.png")]
    [InlineData("\uFEFFPath , LABEL\na.png, dog\n\nb.png,\"cat\"\n\"in\\c.png\",dog\n")]
    [InlineData("a.png,dog\nb.png,cat\nin/c.png,dog\n")]
    public void Reads_csv_with_its_columns_in_any_order_or_without_a_header(string text)
    {
        SourceContent content = SourceFiles.Recognized(_files.Write("table.csv", text));

        Assert.Equal("picture-table", content.Name);
        Assert.Equal(["cat", "dog"], content.ClassNames);
        SourceSplit split = Assert.Single(content.Splits);
        Assert.Equal([1, 2], split.Counts);
        Dataset data = content.Read(new(new Shape(1, 4, 4)));
        Assert.Equal([1, 0, 1], data.Train.Labels.ToArray());
        Assert.Equal([5, 5, 8], Enumerable.Range(0, 3).Select(index => data.Train.Pixels(index)[0]));
        Assert.Equal(["cat", "dog"], data.ClassNames);
    }

    [Fact]
    public void Reads_json_lines_with_numbers_for_labels_in_order_of_number()
    {
        SourceContent content = SourceFiles.Recognized(_files.Write("table.jsonl", """
            {"path": "a.png", "label": 10, "split": "train"}
            {"label": 9, "path": "b.png", "split": "Training"}

            {"path": "in/c.png", "label": "10", "split": "test"}
            """));

        Assert.Equal(["9", "10"], content.ClassNames);
        Assert.Equal(["train", "test"], content.Splits.Select(split => split.Name));
        Assert.Equal([1, 1], content.Splits[0].Counts);
        Assert.Equal([0, 1], content.Splits[1].Counts);
    }

    [Fact]
    public void Takes_names_in_any_script_and_quoted_commas_quotes_and_line_ends()
    {
        SourceContent content = SourceFiles.Recognized(_files.Write("таблица.csv", "path,label\n\"猫, 1.png\",\"кот \"\"x\"\"\"\na.png,\"two\nlines\"\n"));

        Assert.Equal(["two?lines", "кот \"x\""], content.ClassNames);
    }

    [Theory]
    [InlineData("path,label\na.png,dog\nz.png,cat\n", "line 3: z.png: no such file; paths are meant from the folder of the table")]
    [InlineData("path,label,size\na.png,dog,3\n", "line 1: 'size' is not a known column; a table has path, label and, if you like, split, and without a header the first line names a picture (.png")]
    [InlineData("path,split\na.png,train\n", "line 1: there is no column called label; a table has path, label and, if you like, split")]
    [InlineData("path,path,label\na.png,a.png,x\n", "line 1: there are two columns called path; keep one of them")]
    [InlineData("path,label\na.png,\n", "line 2: the label is empty; name the picture's class, or take the line out")]
    [InlineData("path,label\n,dog\n", "line 2: the path is empty; name a picture")]
    [InlineData("a.png,dog\nb.png,cat,big\n", "line 2: there are 3 fields where 2 are wanted (path, label); quote a field that has a comma in it")]
    [InlineData("a.png,dog\n\"b.png,cat\n", "line 2: a quote is opened and not closed; close it")]
    [InlineData("a.png,dog\n\"b.png\"x,cat\n", "line 2: after a closing quote comes a comma or the end of the line; double the quotes within a field")]
    [InlineData("a.png,dog,train\nb.png,cat,trial\n", "line 2: 'trial' is not a split; write train, test or val")]
    [InlineData("a.png,dog,train\nb.png,cat,train\nin/c.png,cow,test\n", "line 3: no training picture is of the class 'cow'; add some, or take it out")]
    [InlineData("a.png,dog\nb.png,cat\n./a.png,cat\n", "line 3: ./a.png is 'cat' here and 'dog' on line 1; a picture has one class")]
    [InlineData("a.png,dog\ntable.csv,cat\n", "line 2: table.csv is not named as a picture (.png")]
    [InlineData("path,label\n", ": there is no picture in this table; name some")]
    [InlineData("path\u2028label\n", "line 1: 'path?label' is not a known column")]
    [InlineData("", ": it is empty, or a pipe or a device; give a table of pictures")]
    public void A_mistake_in_csv_is_named_by_its_line(string text, string expected) =>
        Assert.Contains(expected, SourceFiles.Refused(_files.Write("table.csv", text)));

    [Theory]
    [InlineData("{\"path\": \"a.png\", \"label\": \"x\"}\n[1]\n", "line 2: this line is not a JSON object; write {\"path\": …, \"label\": …}")]
    [InlineData("{\"path\": \"a.png\", \"label\": \"x\"\n", "line 1: this line is not a JSON object; write {\"path\": …, \"label\": …}")]
    [InlineData("{\"path\": \"a.png\", \"label\": \"\\ud800\"}", "line 1: this line is not a JSON object")]
    [InlineData("{\"path\": \"a.png\", \"class\": \"x\"}", "line 1: 'class' is not a known name; a table has path, label and, if you like, split")]
    [InlineData("{\"path\": \"a.png\"}", "line 1: there is no label; a table has path, label and, if you like, split")]
    [InlineData("{\"path\": 3, \"label\": 1}", "line 1: 'path' is neither text nor, of a label, a number; write it in quotes")]
    public void A_mistake_in_json_lines_is_named_by_its_line(string text, string expected) =>
        Assert.Contains(expected, SourceFiles.Refused(_files.Write("table.jsonl", text)));

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Assert.EndsWith(": this is not UTF-8 text; save it as UTF-8", SourceFiles.Refused(_files.Write("table.csv", [0x61, 0xff, 0xfe])));

    [Fact]
    public void One_class_and_test_pictures_alone_can_be_evaluated_and_not_trained()
    {
        SourceContent one = SourceFiles.Recognized(_files.Write("one.csv", "a.png,dog\nb.png,dog\n"));
        SourceContent test = SourceFiles.Recognized(_files.Write("test.csv", "a.png,dog,test\nb.png,cat,test\n"));

        Assert.Equal(2, one.Read(new(new Shape(1, 4, 4))).Train.Count);
        Assert.EndsWith(": all images are of one class, dog; a classifier needs at least two", Assert.Throws<InvalidInputException>(one.CheckTrains).Message);
        Assert.Equal((0, 2), (test.Read(new(new Shape(1, 4, 4))).Train.Count, test.Read(new(new Shape(1, 4, 4))).Evaluated.Count));
        Assert.EndsWith(": there are images for test and none to train on; add some for train", Assert.Throws<InvalidInputException>(test.CheckTrains).Message);
    }

    [Fact]
    public void A_picture_that_is_in_two_splits_is_named() => Assert.Equal(
        ["1 picture is in more than one split, such as a.png in train and test: the network is judged on what it learned from; keep each in one"],
        SourceFiles.Recognized(_files.Write("table.csv", "a.png,x,train\nb.png,y,train\n./a.png,x,test\n")).Oddities);

    [Fact]
    public void A_picture_that_is_named_twice_in_the_second_of_its_splits_is_counted() => Assert.Equal(
        ["1 picture is in more than one split, such as a.png in train and test: the network is judged on what it learned from; keep each in one", "1 line names a picture that was named before"],
        SourceFiles.Recognized(_files.Write("table.csv", "a.png,x,train\nb.png,y,train\na.png,x,test\na.png,x,test\n")).Oddities);

    [Fact]
    public void The_classes_of_a_table_that_is_sorted_by_label_take_turns() => Assert.Equal(
        [0, 1, 0, 1],
        SourceFiles.Recognized(_files.Write("table.csv", "a.png,x\nb.png,x\nin/c.png,y\n\"猫, 1.png\",y\n")).Read(new(new Shape(1, 4, 4))).Train.Labels.ToArray());

    [Fact]
    public void A_picture_that_is_named_twice_is_told() =>
        Assert.Equal(["1 line names a picture that was named before"], SourceFiles.Recognized(_files.Write("table.csv", "a.png,x\nb.png,y\n./a.png,x\n")).Oddities);
}
