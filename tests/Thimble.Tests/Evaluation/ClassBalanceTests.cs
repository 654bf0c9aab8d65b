namespace Thimble.Tests.Evaluation;

public class ClassBalanceTests
{
    [Theory]
    [InlineData("50.00%, the mean over the 2 classes that occur; always guessing class 0 would reach 99.00% accuracy", 99, 1, 0)]
    [InlineData("every image is of class 0: always guessing it would reach 100%", 20, 0, 0)]
    [InlineData(null, 10, 10, 10)]
    [InlineData(null, 10, 10, 0)]
    public void Balanced_accuracy_is_said_where_it_says_something(string? words, params int[] counts)
    {
        // Everything is predicted as class 0.
        Prediction[] predictions = [.. counts.SelectMany((count, label) => Enumerable.Repeat(new Prediction(0, label, 0, 1), count))];
        var matrix = ConfusionMatrix.Of(predictions, counts.Length);

        Assert.Equal(words, ClassBalance.Of(matrix).InWords(matrix));
        Assert.Equal(1.0 / counts.Count(count => count > 0), matrix.BalancedAccuracy, 12);
    }
}
