using System.Text;
using Thimble.Data;
using Thimble.Training;

namespace Thimble.Lab.Yaml;

/// <summary>Writes a recipe as <see cref="RecipeReader"/> reads it, every setting spelled out.</summary>
internal static class RecipeWriter
{
    /// <summary>Writes a recipe.</summary>
    /// <param name="yaml">Where to.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="seed">The seed that stands with it.</param>
    public static void Write(StringBuilder yaml, Recipe recipe, ulong seed)
    {
        yaml.Append("recipe:\n");
        yaml.Append($"  epochs: {recipe.Epochs}\n");
        yaml.Append($"  batch_size: {recipe.BatchSize}\n");
        yaml.Append($"  seed: {seed}\n");
        yaml.Append($"  optimizer: {Describe(recipe.Optimizer)}\n");
        yaml.Append($"  schedule: {Describe(recipe.Schedule)}\n");
        yaml.Append($"  augmentation: {{rotation_degrees: {recipe.Augmentation.RotationDegrees}, "
            + $"shift_pixels: {recipe.Augmentation.ShiftPixels}, scale: {recipe.Augmentation.ScaleFraction}, "
            + $"shear_degrees: {recipe.Augmentation.ShearDegrees}{FinalShare(recipe.Augmentation)}}}\n");
        yaml.Append($"  label_smoothing: {recipe.LabelSmoothing}\n");
        if (recipe.WeightAverageDecay is { } decay)
            yaml.Append($"  weight_average: {decay}\n");
    }

    // Left out where nothing falls, so that what was recorded before there was a final share still reads the same.
    private static string FinalShare(AugmentationOptions augmentation) =>
        augmentation.FinalShare == 1 ? "" : $", final_share: {augmentation.FinalShare}";

    private static string Describe(OptimizerOptions optimizer)
    {
        string own = optimizer switch
        {
            SgdOptions sgd => $"momentum: {sgd.Momentum}, nesterov: {Flag(sgd.Nesterov)}",
            AdamOptions adam => $"beta1: {adam.Beta1}, beta2: {adam.Beta2}, eps: {adam.Eps}",
            _ => throw new ArgumentException($"An optimizer of the kind {optimizer.GetType().Name} has no form in YAML.", nameof(optimizer)),
        };
        string kind = optimizer switch
        {
            SgdOptions => "sgd",
            AdamWOptions => "adamw",
            _ => "adam",
        };
        return $"{{{kind}: {{learning_rate: {optimizer.LearningRate}, {own}, weight_decay: {optimizer.WeightDecay}, "
            + $"decay_biases: {Flag(optimizer.DecayBiases)}, decay_normalization: {Flag(optimizer.DecayNormalization)}}}}}";
    }

    private static string Describe(Schedule schedule) => schedule switch
    {
        ConstantSchedule => "constant",
        StepLR step => $"{{step_lr: {{step_size: {step.StepSize}, gamma: {step.Gamma}}}}}",
        MultiStepLR steps => $"{{multi_step_lr: {{milestones: [{string.Join(", ", steps.Milestones)}], gamma: {steps.Gamma}}}}}",
        OneCycleLR cycle => $"{{one_cycle_lr: {{pct_start: {cycle.PctStart}, div_factor: {cycle.DivFactor}, "
            + $"final_div_factor: {cycle.FinalDivFactor}, cycle_momentum: {Flag(cycle.CycleMomentum)}, "
            + $"base_momentum: {cycle.BaseMomentum}, max_momentum: {cycle.MaxMomentum}}}}}",
        LinearLR linear => $"{{linear: {{warmup_epochs: {linear.WarmupEpochs}, final_rate: {linear.FinalRate}}}}}",
        CosineAnnealingLR cosine => $"{{cosine: {{minimum_rate: {cosine.MinimumRate}, warmup_epochs: {cosine.WarmupEpochs}}}}}",
        _ => throw new ArgumentException($"A schedule of the kind {schedule.GetType().Name} has no form in YAML.", nameof(schedule)),
    };

    private static string Flag(bool value) => value ? "true" : "false";
}
