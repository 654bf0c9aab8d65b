using Thimble.Options;
using Thimble.Data;
using Thimble.Training;

namespace Thimble.Lab.Yaml;

/// <summary>Reads how a network is trained. The lists of optimizers and schedules are closed.</summary>
internal static class RecipeReader
{
    private const int MaximumShift = 64;

    /// <summary>The bound of epochs.</summary>
    public const int MaximumEpochs = 100_000;

    /// <summary>The bound of a batch.</summary>
    public const int MaximumBatchSize = 65_536;

    private static readonly string[] Optimizers = ["sgd", "adam", "adamw"];

    private static readonly string[] Schedules =
        ["constant", "step_lr", "multi_step_lr", "one_cycle_lr", "linear", "cosine"];

    private static readonly string[] OptimizerKeys =
        ["learning_rate", "weight_decay", "decay_biases", "decay_normalization"];

    /// <summary>Reads a recipe and the seed that stands with it.</summary>
    public static (Recipe Recipe, ulong Seed) Read(YamlValue value)
    {
        YamlMap map = value.Map(
            "epochs", "batch_size", "seed", "optimizer", "schedule", "augmentation", "label_smoothing", "weight_average");
        var recipe = new Recipe
        {
            Epochs = map.Required("epochs").Integer(1, MaximumEpochs),
            BatchSize = map.Integer("batch_size", 1, MaximumBatchSize, otherwise: 64),
            Optimizer = ReadOptimizer(map.Required("optimizer")),
            Schedule = map["schedule"] is { } schedule ? ReadSchedule(schedule) : new ConstantSchedule(),
            Augmentation = map["augmentation"] is { } augmentation ? ReadAugmentation(augmentation) : AugmentationOptions.None,
            LabelSmoothing = map.Number("label_smoothing", NumberRange.BelowOne, otherwise: 0),
            WeightAverageDecay = map["weight_average"] is { IsEmpty: false } average ? average.Number(NumberRange.InsideOne) : null,
        };
        return (recipe, map["seed"]?.Seed() ?? 1);
    }

    private static OptimizerOptions ReadOptimizer(YamlValue value)
    {
        (string kind, YamlValue options) = value.Choice(Optimizers);
        return kind switch
        {
            "sgd" => ReadSgd(options),
            "adam" => ReadAdam(options, new AdamOptions { LearningRate = 0 }),
            _ => ReadAdam(options, new AdamWOptions { LearningRate = 0 }),
        };
    }

    private static SgdOptions ReadSgd(YamlValue options)
    {
        YamlMap map = options.Options([.. OptimizerKeys, "momentum", "nesterov"]);
        var sgd = new SgdOptions
        {
            LearningRate = map.Required("learning_rate").Number(NumberRange.Positive),
            WeightDecay = map.Number("weight_decay", NumberRange.NotNegative, otherwise: 0),
            DecayBiases = map.Flag("decay_biases", otherwise: true),
            DecayNormalization = map.Flag("decay_normalization", otherwise: true),
            Momentum = map.Number("momentum", NumberRange.BelowOne, otherwise: 0),
            Nesterov = map.Flag("nesterov", otherwise: false),
        };
        return sgd is { Nesterov: true, Momentum: 0 }
            ? throw map.Required("nesterov").Error("found 'true' without momentum; allowed: true with a momentum above 0, or false")
            : sgd;
    }

    private static AdamOptions ReadAdam(YamlValue options, AdamOptions usual)
    {
        YamlMap map = options.Options([.. OptimizerKeys, "beta1", "beta2", "eps"]);
        return usual with
        {
            LearningRate = map.Required("learning_rate").Number(NumberRange.Positive),
            WeightDecay = map.Number("weight_decay", NumberRange.NotNegative, usual.WeightDecay),
            DecayBiases = map.Flag("decay_biases", otherwise: true),
            DecayNormalization = map.Flag("decay_normalization", otherwise: true),
            Beta1 = map.Number("beta1", NumberRange.BelowOne, usual.Beta1),
            Beta2 = map.Number("beta2", NumberRange.BelowOne, usual.Beta2),
            Eps = map.Number("eps", NumberRange.Positive, usual.Eps),
        };
    }

    private static Schedule ReadSchedule(YamlValue value)
    {
        (string kind, YamlValue options) = value.Choice(Schedules);
        return kind switch
        {
            "constant" when options.IsEmpty => new ConstantSchedule(),
            "constant" => throw options.Found("nothing, this schedule has no options"),
            "step_lr" => ReadStep(options),
            "multi_step_lr" => ReadMultiStep(options),
            "one_cycle_lr" => ReadOneCycle(options),
            "linear" => ReadLinear(options),
            _ => ReadCosine(options),
        };
    }

    private static StepLR ReadStep(YamlValue options)
    {
        YamlMap map = options.Options("step_size", "gamma");
        return new(
            map.Required("step_size").Integer(1, MaximumEpochs), map.Number("gamma", NumberRange.Positive, otherwise: 0.1));
    }

    private static MultiStepLR ReadMultiStep(YamlValue options)
    {
        YamlMap map = options.Options("milestones", "gamma");
        YamlValue list = map.Required("milestones");
        int[] milestones = [.. list.List(1, 1000, "epochs").Select(value => value.Integer(1, MaximumEpochs))];
        return milestones.Zip(milestones.Skip(1)).All(pair => pair.First < pair.Second)
            ? new(milestones, map.Number("gamma", NumberRange.Positive, otherwise: 0.1))
            : throw list.Error($"found [{string.Join(", ", milestones)}]; allowed: epochs that rise");
    }

    private static OneCycleLR ReadOneCycle(YamlValue options)
    {
        YamlMap map = options.Options(
            "pct_start", "div_factor", "final_div_factor", "cycle_momentum", "base_momentum", "max_momentum");
        var usual = new OneCycleLR();
        return new(
            map.Number("pct_start", NumberRange.InsideOne, usual.PctStart),
            map.Number("div_factor", NumberRange.Positive, usual.DivFactor),
            map.Number("final_div_factor", NumberRange.Positive, usual.FinalDivFactor),
            map.Flag("cycle_momentum", usual.CycleMomentum),
            map.Number("base_momentum", NumberRange.BelowOne, usual.BaseMomentum),
            map.Number("max_momentum", NumberRange.BelowOne, usual.MaxMomentum));
    }

    private static LinearLR ReadLinear(YamlValue options)
    {
        YamlMap map = options.Options("warmup_epochs", "final_rate");
        return new(
            map.Number("warmup_epochs", NumberRange.NotNegative, otherwise: 0),
            map.Number("final_rate", NumberRange.NotNegative, otherwise: 0));
    }

    private static CosineAnnealingLR ReadCosine(YamlValue options)
    {
        YamlMap map = options.Options("minimum_rate", "warmup_epochs");
        return new(
            map.Number("minimum_rate", NumberRange.NotNegative, otherwise: 0),
            map.Number("warmup_epochs", NumberRange.NotNegative, otherwise: 0));
    }

    private static AugmentationOptions ReadAugmentation(YamlValue value)
    {
        YamlMap map = value.Options("rotation_degrees", "shift_pixels", "scale", "shear_degrees", "final_share");
        return new(
            map.Single("rotation_degrees", new(0, 180), otherwise: 0),
            map.Single("shift_pixels", new(0, MaximumShift), otherwise: 0),
            map.Single("scale", new(0, 0.5), otherwise: 0),
            map.Single("shear_degrees", new(0, 45), otherwise: 0),
            map.Single("final_share", new(0, 1), otherwise: 1));
    }
}
