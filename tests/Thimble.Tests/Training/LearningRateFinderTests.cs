using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>Looking for a learning rate.</summary>
public class LearningRateFinderTests
{
    private static readonly LearningRateFinderOptions Unsmoothed = new() { Smoothing = 0 };

    [Fact]
    public void Rates_rise_by_a_constant_factor_from_start_to_end()
    {
        LearningRateCurve curve = LearningRateFinder.Search(new(), _ => 1);

        Assert.Equal(100, curve.Points.Count);
        Assert.Equal(1e-7, curve.Points[0].LearningRate, 15);
        Assert.Equal(10, curve.Points[^1].LearningRate, 9);
        Assert.Equal(Math.Pow(1e8, 1.0 / 99), curve.Points[51].LearningRate / curve.Points[50].LearningRate, 9);
        Assert.All(curve.Points, point => Assert.Equal(1, point.SmoothedLoss, 12));
        Assert.False(curve.HasDiverged);
    }

    [Fact]
    public void The_average_is_corrected_for_its_beginning()
    {
        LearningRateCurve curve = LearningRateFinder.Search(new() { Smoothing = 0.5, StopFactor = 100 }, step => step + 1);

        Assert.Equal(1, curve.Points[0].SmoothedLoss, 12);
        Assert.Equal(((0.5 * 0.5 * 1) + (0.5 * 2)) / 0.75, curve.Points[1].SmoothedLoss, 12);
    }

    [Fact]
    public void It_stops_at_four_times_the_best()
    {
        LearningRateCurve curve = LearningRateFinder.Search(Unsmoothed, step => step < 40 ? 1 : step - 37);

        Assert.True(curve.HasDiverged);
        Assert.Equal(5, curve.Points[^1].Loss);
        Assert.True(LearningRateFinder.Search(Unsmoothed, step => step < 40 ? 1 : double.NaN).HasDiverged);
    }

    /// <summary>By hand: steps 10 to 94 are judged; the loss falls from 29 to 60, which are 32 places, the last of them 50.</summary>
    [Fact]
    public void The_suggestion_lies_half_way_into_the_longest_fall()
    {
        LearningRateCurve curve = LearningRateFinder.Search(
            Unsmoothed, step => step switch { < 30 => 2.3, <= 60 => 2.3 - (0.05 * (step - 29)), _ => 0.75 + (0.01 * (step - 60)) });

        // The valley begins at 50 - 32 = 18; a third of it is 10.67; 18 + 10 + 5 = 33 of those that are judged, which begin at 10.
        Assert.Equal(Unsmoothed.RateOf(43), curve.Valley!.Value, 15);
        Assert.InRange(curve.Steepest!.Value, Unsmoothed.RateOf(29), Unsmoothed.RateOf(60));
    }

    [Fact]
    public void A_loss_that_never_falls_suggests_nothing()
    {
        Assert.Null(LearningRateFinder.Search(Unsmoothed, step => 2 + (0.01 * step)).Valley);
        Assert.Null(LearningRateFinder.Search(Unsmoothed, step => 1 + (10 * step)).Steepest);
    }

    [Fact]
    public void The_same_seed_finds_the_same_curve_on_any_number_of_threads_and_a_rate_that_learns()
    {
        var definition = new NetworkDefinition(new Shape(1, 28, 28), [new Flatten(), new Linear(32), new ReLU(), new Linear(10)]);
        var recipe = new Recipe { Epochs = 1, BatchSize = 32, Optimizer = new SgdOptions { LearningRate = 1, Momentum = 0.9f } };
        Dataset data = SyntheticDigits.Create(trainCount: 500, testCount: 10);

        LearningRateCurve one = LearningRateFinder.Find(definition, recipe, data, new TrainerOptions(Seed: 3, Threads: 1));
        LearningRateCurve three = LearningRateFinder.Find(definition, recipe, data, new TrainerOptions(Seed: 3, Threads: 3));

        Assert.Equal(one.Points, three.Points);
        Assert.InRange(one.Valley!.Value, 1e-4, 1);
    }

    /// <summary>A hundred steps of seven batches are fifteen epochs of a recipe of two: the movements would long have fallen.</summary>
    [Fact]
    public void Movements_do_not_fall_while_the_rate_rises()
    {
        var definition = new NetworkDefinition(new Shape(1, 28, 28), [new Flatten(), new Linear(10)]);
        var steady = new Recipe
        {
            Epochs = 2,
            BatchSize = 16,
            Optimizer = new SgdOptions { LearningRate = 1 },
            Augmentation = new AugmentationOptions(RotationDegrees: 20),
        };
        Recipe falling = steady with { Augmentation = steady.Augmentation with { FinalShare = 0 } };
        Dataset data = SyntheticDigits.Create(trainCount: 100, testCount: 10);

        Assert.Equal(
            LearningRateFinder.Find(definition, steady, data, new TrainerOptions(Threads: 1)).Points,
            LearningRateFinder.Find(definition, falling, data, new TrainerOptions(Threads: 1)).Points);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        var definition = new NetworkDefinition(new Shape(1, 28, 28), [new Flatten(), new Linear(10)]);
        var recipe = new Recipe { Epochs = 1, Optimizer = new SgdOptions { LearningRate = 1 } };
        Dataset data = SyntheticDigits.Create(trainCount: 10, testCount: 10);

        foreach (LearningRateFinderOptions options in (LearningRateFinderOptions[])[new() { Start = 0 }, new() { End = 1e-8 }, new() { Steps = 5 }, new() { Smoothing = 1 }])
            Assert.Throws<InvalidInputException>(() => LearningRateFinder.Find(definition, recipe, data, new(), options));
    }
}
