using Thimble.Statistics;

namespace Thimble.Tests.Evaluation;

/// <summary>Reading a network's outputs.</summary>
public class PredictionTests
{
    private static readonly ImageDataset TwoImages = new("dots", "test", new Shape(1, 1, 1), classCount: 3, pixels: [0, 255], labels: [1, 0]);

    [Fact]
    public void The_greatest_output_is_the_class_and_the_softmax_its_probability()
    {
        IReadOnlyList<Prediction> predictions = Prediction.All([0, MathF.Log(2), 0, 5, 5, 5], TwoImages);

        Assert.Equal((0, 1, 1), (predictions[0].Index, predictions[0].Label, predictions[0].Class));
        Assert.Equal(0.5, predictions[0].Probability, 6);
        Assert.Equal(Math.Log(2), predictions[0].Loss, 6);
        Assert.True(predictions[0].IsRight);
        Assert.Equal(0, predictions[1].Class);
        Assert.Equal(1.0 / 3, predictions[1].Probability, 12);
        Assert.Equal(Math.Log(3), predictions[1].Loss, 12);
    }

    [Fact]
    public void Great_outputs_do_not_overflow()
    {
        Prediction prediction = Prediction.All([3e38f, 0, -3e38f, 0, 0, 1000], TwoImages)[1];

        Assert.Equal(2, prediction.Class);
        Assert.False(prediction.IsRight);
        Assert.Equal(1, prediction.Probability);
    }

    [Fact]
    public void Outputs_of_other_images_are_refused() =>
        Assert.Throws<ArgumentException>(() => Prediction.All([1, 2, 3, 4, 5], TwoImages));

    [Fact]
    public void Two_networks_are_compared_image_by_image()
    {
        Prediction[] first = [Right(0), Right(1), Wrong(2), Wrong(3), Right(4)];
        Prediction[] second = [Right(0), Wrong(1), Wrong(2), Right(3), Wrong(4)];

        McNemarTest test = Prediction.Compare(first, second);

        Assert.Equal((2, 1), (test.OnlyFirst, test.OnlySecond));
    }

    [Fact]
    public void Refuses_to_compare_predictions_of_other_images()
    {
        string message = Assert.Throws<InvalidInputException>(() => Prediction.Compare([Right(0)], [Right(0), Right(1)])).Message;

        Assert.Contains("different images", message);
        Assert.Throws<InvalidInputException>(() => Prediction.Compare([Right(0)], [new Prediction(0, 3, 3, 1)]));
    }

    private static Prediction Right(int index) => new(index, Label: 1, Class: 1, 0.9);

    private static Prediction Wrong(int index) => new(index, Label: 1, Class: 2, 0.6);
}
