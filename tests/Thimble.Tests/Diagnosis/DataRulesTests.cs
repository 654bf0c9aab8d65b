using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

public class DataRulesTests
{
    private static readonly RepeatedImages None = new(0, 0, 0, []);

    [Fact]
    public void One_class_only_is_no_task()
    {
        Finding found = FindOne("one-class", [0, 40, 0], [5, 5, 0], [0, 5, 0]);
        Assert.Equal("All training images are of class 1: there is nothing to tell apart", found.Title);
        Assert.Contains("always guessing class 0 reaches 50% of the test images, the network 50% and a balanced accuracy (mean recall) of 50%", found.Evidence, StringComparison.Ordinal);
        Assert.Empty(Find("one-class", [20, 20, 20], [5, 5, 5], [5, 5, 5]));
        Assert.Empty(Find("class-without-images", [0, 40, 0], [5, 5, 0], [0, 5, 0]));
    }

    [Fact]
    public void A_class_without_training_images_cannot_be_learned()
    {
        Finding found = FindOne("class-without-images", [30, 0, 30], [10, 12, 10], [9, 1, 9]);
        Assert.Equal(("1 class of 3 has no training images: 1", Severity.Problem), (found.Title, found.Severity));
        Assert.Contains("12 test images of what was never trained on, 1 of them recognized", found.Evidence, StringComparison.Ordinal);
        Finding several = FindOne("class-without-images", [0, 0, 30, 30], [0, 0, 10, 10], [0, 0, 9, 9]);
        Assert.Equal(("2 classes of 4 have no training images: 0 and 1", Severity.Weakness), (several.Title, several.Severity));
        Assert.Empty(Find("class-without-images", [30, 1, 30], [10, 0, 10], [9, 0, 9]));
    }

    [Fact]
    public void A_class_without_evaluated_images_is_not_judged()
    {
        Finding found = FindOne("class-not-judged", [30, 30, 30], [10, 0, 10], [9, 0, 9]);
        Assert.Equal("The accuracy says nothing of class 1, of which there are no test images", found.Title);
        Assert.Empty(Find("class-not-judged", [30, 0, 30], [10, 0, 10], [9, 0, 9]));
    }

    [Fact]
    public void Imbalance_is_shown_beside_guessing_and_balanced_accuracy()
    {
        Finding found = FindOne("imbalanced-classes", [198, 2], [99, 1], [99, 0]);
        Assert.Equal(("Class 0 has 198 training images, class 1 has 2: the accuracy is no better than guessing", Severity.Problem), (found.Title, found.Severity));
        Assert.Contains("always guessing class 0 reaches 99% of the test images, the network 99% and a balanced accuracy (mean recall) of 50%", found.Evidence, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, FindOne("imbalanced-classes", [198, 2], [50, 50], [50, 40]).Severity);
        Assert.Contains("Class 0 has 90 test images", FindOne("imbalanced-classes", [50, 50], [90, 10], [89, 9]).Title, StringComparison.Ordinal);
    }

    // MNIST's own classes, and what chance makes of a few images.
    [Theory]
    [InlineData(5923, 6742)]
    [InlineData(5421, 6742)]
    [InlineData(1, 4)]
    [InlineData(50, 150)]
    public void Classes_of_about_one_size_are_not_called_imbalanced(int first, int second) =>
        Assert.Empty(Find("imbalanced-classes", [first, second], [first, second], [first, second]));

    [Fact]
    public void Labels_that_may_be_wrong_are_named()
    {
        var statistics = new DataStatistics([30, 30], [10, 10], [9, 9], "test", None)
        {
            ClassNames = ["cat", "dog"],
            Suspects = new(7, [new("cat/12.jpg", 0, 1), new("dog/3.jpg", 1, 0)]),
        };

        Finding found = Assert.Single(Of(statistics), finding => finding.Id == "suspect-labels");

        Assert.Equal(("7 training images may have the wrong label", Severity.Weakness), (found.Title, found.Severity));
        Assert.Equal(
            "Predicted as another class with at least 90% confidence by both the final and the best weights: cat/12.jpg (cat) looks like dog, dog/3.jpg (dog) looks like cat, …", found.Evidence);
        Assert.StartsWith(
            "Predicted as another class with at least 90% confidence by the final weights, which are the best ones: ",
            Assert.Single(Of(statistics with { Suspects = statistics.Suspects with { IsFinalBest = true } }), one => one.Id == "suspect-labels").Evidence, StringComparison.Ordinal);
        Assert.StartsWith(
            "Predicted as another class with at least 70% confidence in each of the last 5 epochs: ",
            Assert.Single(Of(statistics with { Suspects = statistics.Suspects with { LateEpochs = 5 } }), one => one.Id == "suspect-labels").Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(statistics with { Suspects = new(0, []) }), finding => finding.Id == "suspect-labels");
        Assert.DoesNotContain(Of(statistics with { Suspects = null }), finding => finding.Id == "suspect-labels");
    }

    [Fact]
    public void Classes_are_called_by_their_names()
    {
        var statistics = new DataStatistics([30, 0, 200], [10, 4, 10], [9, 0, 9], "test", None) { ClassNames = ["cat", "dog", "cow"] };

        Assert.Equal("1 class of 3 has no training images: dog", Assert.Single(Of(statistics), finding => finding.Id == "class-without-images").Title);
        Assert.StartsWith("Class cow has 200 training images, class cat has 30", Assert.Single(Of(statistics), finding => finding.Id == "imbalanced-classes").Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_images_that_are_trained_on_are_counted_and_named()
    {
        byte[] train = [.. Enumerable.Range(0, 6 * 4).Select(i => (byte)i)];
        byte[] test = [.. train[4..8], 9, 9, 9, 9, .. train[20..24], .. train[4..8]];
        var data = new Dataset(Images("train", train, [0, 1, 0, 1, 0, 1]), Images("test", test, [1, 0, 0, 0]), new(0, 1), "");
        Prediction[] predictions = [new(0, 1, 1, 1), new(1, 0, 1, 1), new(2, 0, 0, 1), new(3, 0, 1, 1)];

        DataStatistics statistics = DataStatistics.Of(data, predictions);
        Finding found = Assert.Single(Of(statistics), finding => finding.Id == "images-in-both-splits");

        Assert.Equal((3, 2, 2), (statistics.Repeated.Count, statistics.Repeated.OtherLabel, statistics.Repeated.Correct));
        Assert.Equal(("3 of the 4 test images are training images, too", Severity.Problem), (found.Title, found.Severity));
        Assert.Equal(
            "The same pixels, counted from 0: test 0 is training 1, test 2 is training 5, test 3 is training 1; 2 with another label; accuracy 50% with them, 0% without",
            found.Evidence);
        Assert.Empty(Find("images-in-both-splits", [30, 30], [10, 10], [9, 9]));
    }

    [Fact]
    public void Test_images_that_are_nearly_training_images_are_counted_and_named()
    {
        var statistics = new DataStatistics([30, 30], [10, 10], [9, 9], "test", new(2, 0, 2, [new(0, 1), new(5, 2)]))
        {
            Near = new(4, 1, 4, [new("cat/12.jpg", "cat/3.jpg")]),
        };

        Finding found = Assert.Single(Of(statistics), finding => finding.Id == "near-duplicates");

        Assert.Equal(("4 of the 20 test images (20%) are nearly the same as a training image", Severity.Problem), (found.Title, found.Severity));
        // 18 of 20 are right; without the 2 copies and the 4 near ones, all of them right, 12 of 14.
        Assert.Equal(
            "Pixels correlate by at least 98%, far more than with other training images: test cat/12.jpg and training cat/3.jpg, …; 1 with another label; accuracy 90% with them, 85.71% on images that are no copies",
            found.Evidence);
        Finding few = Assert.Single(Of(statistics with { Near = statistics.Near with { Count = 2 } }), finding => finding.Id == "near-duplicates");
        Assert.Equal((Severity.Note, Confidence.Possible), (few.Severity, few.Confidence));
        Assert.StartsWith("Look at the pairs: simple shapes can be alike by nature. ", few.Suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(statistics with { Near = new(0, 0, 0, []) }), finding => finding.Id == "near-duplicates");
        Assert.DoesNotContain(Of(statistics with { Near = null }), finding => finding.Id == "near-duplicates");
    }

    [Fact]
    public void Before_training_there_is_no_accuracy_to_show()
    {
        Finding found = Assert.Single(Of(new([198, 2], [99, 1], null, "test", new(1, 0, null, [new(3, 4)]))), finding => finding.Id == "imbalanced-classes");
        Assert.Equal("200 training images of 2 classes; always guessing class 0 reaches 99% of the test images", found.Evidence);
    }

    [Fact]
    public void Nothing_is_said_of_data_that_was_not_looked_at() =>
        Assert.DoesNotContain(NetworkDiagnosis.Of(Plans.Sound, Plans.Recipe, new Budget()), finding => finding.Id.Contains("class", StringComparison.Ordinal));

    private static ImageDataset Images(string split, byte[] pixels, byte[] labels) => new("small", split, new(1, 2, 2), 2, pixels, labels);

    private static IReadOnlyList<Finding> Find(string id, int[] training, int[] evaluated, int[] correct) =>
        [.. Of(new(training, evaluated, correct, "test", None)).Where(finding => finding.Id == id)];

    private static Finding FindOne(string id, int[] training, int[] evaluated, int[] correct) => Assert.Single(Find(id, training, evaluated, correct));

    private static IReadOnlyList<Finding> Of(DataStatistics data) => NetworkDiagnosis.Of(
        new(new(1, 8, 8), new Flatten(), new Linear(data.Training.Count)), Plans.Recipe, new Budget(), data);
}
