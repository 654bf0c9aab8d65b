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

        Assert.Equal(200, curve.Points.Count);
        Assert.Equal(1e-5, curve.Points[0].LearningRate, 15);
        Assert.Equal(10, curve.Points[^1].LearningRate, 9);
        Assert.Equal(Math.Pow(1e6, 1.0 / 199), curve.Points[51].LearningRate / curve.Points[50].LearningRate, 9);
        Assert.All(curve.Points, point => Assert.Equal(1, point.SmoothedLoss, 12));
        Assert.False(curve.HasDiverged);
    }

    [Fact]
    public void Smoothing_takes_noise_away_and_does_not_lag()
    {
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, place: 0);
        // A straight line, and noise of a deviation of about 0.06.
        LearningRateCurve curve = LearningRateFinder.Search(new() { StopFactor = 100 }, step => 2 - (0.005 * step) + random.Uniform(step, -0.1f, 0.1f));

        Assert.All(curve.Points, (point, step) => Assert.InRange(point.SmoothedLoss - (2 - (0.005 * step)), -0.08, 0.08));
        Assert.InRange(Math.Sqrt(curve.Points.Select((point, step) => Math.Pow(point.SmoothedLoss - (2 - (0.005 * step)), 2)).Average()), 0, 0.025);
    }

    [Fact]
    public void It_stops_at_four_times_the_best()
    {
        LearningRateCurve curve = LearningRateFinder.Search(Unsmoothed, step => step < 40 ? 1 : 100);

        Assert.True(curve.HasDiverged);
        Assert.Equal(41, curve.Points.Count);
        LearningRateCurve noNumber = LearningRateFinder.Search(Unsmoothed, step => step < 40 ? 1 : double.NaN);
        Assert.True(noNumber.HasDiverged);
        Assert.Equal(40, noNumber.Points.Count);
    }

    /// <summary>A plateau, a straight fall from step 60 to 120, and a steep rise.</summary>
    [Fact]
    public void The_suggestion_lies_between_half_of_the_fall_and_the_lowest_loss_and_not_on_the_plateau()
    {
        LearningRateCurve curve = LearningRateFinder.Search(Unsmoothed, Fall);

        Assert.Equal(Unsmoothed.RateOf(90), curve.Suggestion!.HalfWay, 12);
        Assert.Equal(Unsmoothed.RateOf(120), curve.Suggestion.Bottom, 12);
        Assert.Equal(Unsmoothed.RateOf(105), curve.Suggestion.Suggested, 12);
        Assert.False(curve.Suggestion.IsOpen);
        static double Fall(int step) => step switch { < 60 => 2.3, <= 120 => 2.3 - ((step - 60) * 0.03), _ => 0.5 + ((step - 120) * 0.1) };
    }

    [Fact]
    public void A_loss_that_still_falls_at_the_end_is_told() =>
        Assert.True(LearningRateFinder.Search(Unsmoothed, step => 3 - (0.01 * step)).Suggestion!.IsOpen);

    [Fact]
    public void A_loss_that_never_falls_suggests_nothing()
    {
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, place: 0);
        Assert.Null(LearningRateFinder.Search(Unsmoothed, step => 2 + (0.01 * step)).Suggestion);
        Assert.Null(LearningRateFinder.Search(Unsmoothed, step => 1 + (10 * step)).Suggestion);
        Assert.Null(LearningRateFinder.Search(new(), step => 2.3 + random.Uniform(step, -0.1f, 0.1f)).Suggestion);
        Assert.Null(LearningRateFinder.Search(Unsmoothed with { Steps = 20 }, step => step < 5 ? 1 : double.NaN).Suggestion);
    }

    /// <summary>The loss before anything is learned is more than four times the best of a network that learns well.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    [InlineData(0.05)]
    public void However_far_the_loss_falls_the_smoothed_one_starts_where_the_loss_does(double lowest)
    {
        LearningRateCurve curve = LearningRateFinder.Search(new(), Fall);

        Assert.All(curve.Points.Take(50), point => Assert.Equal(2.3, point.SmoothedLoss, 3));
        Assert.InRange(curve.Suggestion!.HalfWay, Unsmoothed.RateOf(86), Unsmoothed.RateOf(94));
        double Fall(int step) => step switch { < 60 => 2.3, <= 120 => 2.3 - ((step - 60) * (2.3 - lowest) / 60), _ => lowest + ((step - 120) * 0.1) };
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1e6)]
    public void A_last_loss_that_explodes_does_not_pull_the_suggestion_down(double last)
    {
        LearningRateSuggestion calm = LearningRateFinder.Search(new(), step => step < 150 ? Fall(step) : double.NaN).Suggestion!;
        LearningRateSuggestion exploded = LearningRateFinder.Search(new(), step => step < 150 ? Fall(step) : step == 150 ? last : double.NaN).Suggestion!;

        // By no more than seeds differ, and by the same however large it is.
        Assert.InRange(exploded.Suggested / calm.Suggested, 0.65, 1);
        static double Fall(int step) => 2.3 - (0.03 * Math.Max(0, step - 90));
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
        Assert.Equal(one.SuggestedRate, three.SuggestedRate);
        Assert.InRange(one.Suggestion!.Suggested, 1e-3, 1);
    }

    /// <summary>Two hundred steps of seven batches are 29 epochs of a recipe of two: the augmentation would long have faded.</summary>
    [Fact]
    public void Augmentation_does_not_fade_while_the_rate_rises()
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

    /// <summary>Up to a rate of 1e-4 this network learns nothing, however long it is trained at them.</summary>
    [Fact]
    public void A_search_in_which_the_loss_hardly_falls_is_repeated_with_more_steps_and_one_that_learns_is_not()
    {
        var definition = new NetworkDefinition(new Shape(1, 28, 28), [new Flatten(), new Linear(10)]);
        var recipe = new Recipe { Epochs = 1, BatchSize = 16, Optimizer = new SgdOptions { LearningRate = 1 } };
        Dataset data = SyntheticDigits.Create(trainCount: 100, testCount: 10);

        LearningRateCurve low = LearningRateFinder.Find(definition, recipe, data, new TrainerOptions(Threads: 1), new() { Steps = 30, MostSteps = 100, End = 1e-4 });
        LearningRateCurve usual = LearningRateFinder.Find(definition, recipe, data, new TrainerOptions(Threads: 1), new() { Steps = 100, MostSteps = 400 });

        Assert.False(low.HasLearned);
        Assert.Equal(100, low.Points.Count);
        Assert.True(usual.HasLearned);
        Assert.InRange(usual.Points.Count, 50, 100);
    }

    /// <summary>In the search the loss falls a little up to a rate of 1; a training that begins above 0.02 learns nothing.</summary>
    [Theory]
    [InlineData(200, true)]
    [InlineData(90, false)]
    public void A_suggestion_at_which_nothing_is_learned_from_the_start_gives_way(int steps, bool isTried)
    {
        static Func<int, double, double> Start()
        {
            double first = 0;
            return (step, rate) =>
            {
                first = step == 0 ? rate : first;
                // The search begins at 1e-5, a trial at a part of its rate.
                return first < 1e-4 ? 2 - (0.3 * Math.Clamp(Math.Log10(rate / 1e-3) / 3, 0, 1)) : rate > 0.02 ? 2 : 1.8;
            };
        }

        LearningRateCurve curve = LearningRateFinder.Find(new LearningRateFinderOptions { Steps = steps, MostSteps = steps }, Start);

        Assert.False(curve.HasLearned);
        Assert.True(curve.FromCurve > 0.06);
        if (isTried)
            Assert.InRange(curve.SuggestedRate!.Value, 1e-3, 0.02);
        else
            Assert.Equal((null, curve.FromCurve), (curve.HighestThatTrains, curve.SuggestedRate));
    }

    /// <summary>From 2 down to 1.5 is a quarter.</summary>
    [Theory]
    [InlineData(1.45, true)]
    [InlineData(1.55, false)]
    public void A_network_has_learned_where_a_quarter_of_the_loss_is_gone(double lowest, bool hasLearned)
    {
        LearningRateCurve curve = LearningRateFinder.Search(Unsmoothed, step => step < 100 ? 2 : lowest);

        Assert.NotNull(curve.Suggestion);
        Assert.Equal(hasLearned, curve.HasLearned);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        var definition = new NetworkDefinition(new Shape(1, 28, 28), [new Flatten(), new Linear(10)]);
        var recipe = new Recipe { Epochs = 1, Optimizer = new SgdOptions { LearningRate = 1 } };
        Dataset data = SyntheticDigits.Create(trainCount: 10, testCount: 10);

        foreach (LearningRateFinderOptions options in (LearningRateFinderOptions[])[new() { Start = 0 }, new() { Start = 1e-50 }, new() { End = 1e40 }, new() { End = 1e-8 }, new() { Steps = 5 }, new() { Smoothing = 2 }])
            Assert.Throws<InvalidInputException>(() => LearningRateFinder.Find(definition, recipe, data, new(), options));
    }
}
