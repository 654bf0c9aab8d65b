using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>A recipe that cannot be trained is refused before training starts, in one line that names option and range.</summary>
public sealed class RecipeCheckTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 10, testCount: 10, seed: 9);

    private static readonly NetworkDefinition Definition = new(new Shape(1, 28, 28), new Flatten(), new Linear(10));

    private static readonly SgdOptions Sgd = new() { LearningRate = 0.1 };

    private static readonly Recipe Sound = new() { Epochs = 1, Optimizer = Sgd };

    public static TheoryData<Recipe, string> Unsound => new()
    {
        { Sound with { Epochs = 0 }, "Recipe: epochs: 0 is not a whole number from 1 to 100000" },
        { Sound with { Epochs = 100_001 }, "Recipe: epochs: 100001 is not a whole number from 1 to 100000" },
        { Sound with { BatchSize = -1 }, "Recipe: batch_size: -1 is not a whole number from 1 to 65536" },
        { Sound with { LabelSmoothing = 1 }, "Recipe: label_smoothing: 1 is not a number from 0 to below 1" },
        { Sound with { WeightAverageDecay = 1 }, "Recipe: weight_average: 1 is not a number above 0 to below 1" },
        { Sound with { Optimizer = Sgd with { LearningRate = double.NaN } }, "SgdOptions: learning_rate: NaN is not a number above 0" },
        { Sound with { Optimizer = Sgd with { LearningRate = 1e99 } }, "SgdOptions: learning_rate: 1E+99 is not a number above 0" },
        { Sound with { Optimizer = Sgd with { WeightDecay = -1 } }, "SgdOptions: weight_decay: -1 is not a number from 0 up" },
        { Sound with { Optimizer = Sgd with { Momentum = 2 } }, "SgdOptions: momentum: 2 is not a number from 0 to below 1" },
        { Sound with { Optimizer = Sgd with { Nesterov = true } }, "SgdOptions: nesterov: found 'true' without momentum; allowed: true with a momentum above 0, or false" },
        { Sound with { Optimizer = new AdamOptions { LearningRate = 0 } }, "AdamOptions: learning_rate: 0 is not a number above 0" },
        { Sound with { Optimizer = new AdamOptions { LearningRate = 1, Beta1 = 1 } }, "AdamOptions: beta1: 1 is not a number from 0 to below 1" },
        { Sound with { Optimizer = new AdamWOptions { LearningRate = 1, Beta2 = -0.1 } }, "AdamWOptions: beta2: -0.1 is not a number from 0 to below 1" },
        { Sound with { Optimizer = new AdamWOptions { LearningRate = 1, Eps = 0 } }, "AdamWOptions: eps: 0 is not a number above 0" },
        { Sound with { Schedule = new Thimble.Training.StepLR(0) }, "StepLR: step_size: 0 is not a whole number from 1 to 100000" },
        { Sound with { Schedule = new Thimble.Training.StepLR(1, Gamma: 0) }, "StepLR: gamma: 0 is not a number above 0" },
        { Sound with { Schedule = new MultiStepLR([]) }, "MultiStepLR: milestones: [] is not a list of 1 to 1000 whole numbers from 1 to 100000" },
        { Sound with { Schedule = new MultiStepLR([3, 2]) }, "MultiStepLR: milestones: found [3, 2]; allowed: epochs that rise" },
        { Sound with { Schedule = new MultiStepLR([2, 2]) }, "MultiStepLR: milestones: found [2, 2]; allowed: epochs that rise" },
        { Sound with { Schedule = new MultiStepLR([1, 3, 2]) }, "MultiStepLR: milestones: found [1, 3, 2]; allowed: epochs that rise" },
        { Sound with { Schedule = new OneCycleLR(PctStart: 1) }, "OneCycleLR: pct_start: 1 is not a number above 0 to below 1" },
        { Sound with { Schedule = new OneCycleLR(DivFactor: double.PositiveInfinity) }, "OneCycleLR: div_factor: Infinity is not a number above 0" },
        { Sound with { Schedule = new LinearLR(WarmupEpochs: -1) }, "LinearLR: warmup_epochs: -1 is not a number from 0 up" },
        { Sound with { Schedule = new CosineAnnealingLR(MinimumRate: double.NaN) }, "CosineAnnealingLR: minimum_rate: NaN is not a number from 0 up" },
        { Sound with { Augmentation = new(ShiftPixels: 65) }, "AugmentationOptions: shift_pixels: 65 is not a number from 0 to 64" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_value_out_of_its_range_is_refused(Recipe recipe, string message)
    {
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => Trainer(recipe, new())).Message);
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => LearningRateFinder.Find(Definition, recipe, Digits, new())).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_number_of_threads_that_cannot_be_is_refused(int threads)
    {
        string message = $"TrainerOptions: threads: {threads} is not a whole number from 1 to 1024";

        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => Trainer(Sound, new(Threads: threads))).Message);
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => LearningRateFinder.Find(Definition, Sound, Digits, new(Threads: threads))).Message);
    }

    [Fact]
    public void Milestones_that_rise_are_taken() =>
        Trainer(Sound with { Schedule = new MultiStepLR([2, 3, 7]) }, new(Threads: 1)).Dispose();

    [Fact]
    public void A_schedule_of_the_callers_own_is_taken_as_it_is()
    {
        using Trainer trainer = Trainer(Sound with { Schedule = new StepLR() }, new(Threads: 1));

        Assert.Equal(TrainingStatus.Completed, trainer.Run().Status);
    }

    private static Trainer Trainer(Recipe recipe, TrainerOptions options) => new(new Network(Definition, seed: 1), recipe, Digits, options);

    /// <summary>Of the same name as one of the library's.</summary>
    private sealed record StepLR : Schedule
    {
        public override double LearningRate(ScheduleStep step, double baseRate) => baseRate;
    }
}
