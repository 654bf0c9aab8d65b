using Thimble.Options;

namespace Thimble.Training;

/// <summary>How a network is trained.</summary>
public sealed record Recipe
{
    internal const int MaximumEpochs = 100_000;
    internal const int MaximumBatchSize = 65_536;

    /// <summary>Times each training image is presented, 1 to 100,000.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images a step, 1 to 65,536; 64 by default. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How gradients become changes of the weights.</summary>
    public required OptimizerOptions Optimizer { get; init; }

    /// <summary>The learning rate over the run; constant by default.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Random changes of the training images; none by default.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;

    /// <summary>The share of each target that is spread over all classes, in [0, 1); 0 by default.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// The decay a step of an exponential average of weights and running statistics, in (0, 1), which is then
    /// evaluated and kept in place of the weights; null for none.
    /// </summary>
    public double? WeightAverageDecay { get; init; }

    internal static OptionSchema<Recipe> Schema { get; } = new OptionSchema<Recipe, Recipe>(
        "recipe",
        "how a network is trained",
        values => new Recipe
        {
            Epochs = values.Whole("epochs"),
            BatchSize = values.Whole("batch_size"),
            Optimizer = values.Thing<OptimizerOptions>("optimizer"),
            Schedule = values.Thing<Schedule>("schedule"),
            Augmentation = values.Thing<AugmentationOptions>("augmentation"),
            LabelSmoothing = values.Number("label_smoothing"),
            WeightAverageDecay = (double?)values["weight_average"],
        },
        (new WholeOption("epochs", 1, MaximumEpochs, "times each training image is presented"), recipe => recipe.Epochs),
        (new WholeOption("batch_size", 1, MaximumBatchSize, "images a step; the last batch of an epoch may be smaller") { Default = _ => 64 },
            recipe => recipe.BatchSize),
        (new ThingOption<OptimizerOptions>("optimizer", Optimizers.All, "how gradients become changes of the weights"), recipe => recipe.Optimizer),
        (new ThingOption<Schedule>("schedule", Schedules.All, "the learning rate over the run")
        {
            Default = _ => new ConstantSchedule(),
            DefaultText = "`constant`",
        }, recipe => recipe.Schedule),
        (new RecordOption<AugmentationOptions>("augmentation", AugmentationOptions.Schema, "random changes of the training images")
        {
            Default = _ => AugmentationOptions.None,
            DefaultText = "none",
        }, recipe => recipe.Augmentation),
        (new NumberOption("label_smoothing", NumberRange.BelowOne, "the share of each target that is spread over all classes") { Default = _ => 0.0 },
            recipe => recipe.LabelSmoothing),
        (new NumberOption(
            "weight_average", NumberRange.InsideOne,
            "the decay a step of an exponential average of weights and running statistics, which is evaluated and kept in place of the weights")
        {
            Default = _ => null,
            DefaultText = "none",
            EmptyIsDefault = true,
        }, recipe => recipe.WeightAverageDecay));

    /// <summary>The learning rate of every step, if an epoch had as many as given: schedules hardly change their shape with that.</summary>
    internal double[] LearningRates(int stepsPerEpoch) =>
        [.. Enumerable.Range(0, Epochs * stepsPerEpoch).Select(step => Schedule.LearningRate(new(step, stepsPerEpoch, Epochs), Optimizer.LearningRate))];

    /// <summary>The most images that a batch of a data set can have: what memory is reserved for.</summary>
    internal int LargestBatch(ImageDataset images) => Math.Min(BatchSize, images.Count);
}
