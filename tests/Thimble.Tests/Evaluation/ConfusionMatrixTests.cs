namespace Thimble.Tests.Evaluation;

/// <summary>Counting which classes are confused.</summary>
public class ConfusionMatrixTests
{
    private static readonly ConfusionMatrix Matrix = ConfusionMatrix.Of(
        [
            new(0, Label: 0, Class: 0, 1), new(1, Label: 0, Class: 0, 1), new(2, Label: 0, Class: 2, 1),
            new(3, Label: 2, Class: 0, 1), new(4, Label: 2, Class: 0, 1), new(5, Label: 2, Class: 2, 1),
        ],
        classCount: 3);

    [Fact]
    public void Rows_are_what_is_and_columns_what_it_was_taken_for()
    {
        Assert.Equal(2, Matrix[0, 0]);
        Assert.Equal(1, Matrix[0, 2]);
        Assert.Equal(2, Matrix[2, 0]);
        Assert.Equal(6, Matrix.Count);
        Assert.Equal(3, Matrix.Correct);
    }

    [Fact]
    public void Each_class_has_its_accuracy_and_one_without_images_has_none()
    {
        Assert.Equal(2.0 / 3, Matrix.AccuracyOf(0), 12);
        Assert.Equal(1.0 / 3, Matrix.AccuracyOf(2), 12);
        Assert.Equal(0, Matrix.CountOf(1));
        Assert.Equal(0, Matrix.AccuracyOf(1));
    }

    [Fact]
    public void The_most_confused_pair_comes_first() => Assert.Equal([(2, 0, 2), (0, 2, 1)], Matrix.MostConfused());
}
