using Thimble.Lab.Yaml;

namespace Thimble.Lab;

/// <summary>What makes a run shorter than its experiment, or a run of something else: other epochs, batches or images than the experiment says.</summary>
internal static class ReplacedSettings
{
    /// <summary>Lists what was replaced in an experiment after it was read, each as <c>key=value</c>; nothing for one that was made in code.</summary>
    /// <param name="experiment">The experiment as it is run.</param>
    public static IReadOnlyList<string> Of(Experiment experiment)
    {
        if (experiment.Yaml.Length == 0)
            return [];
        try
        {
            return [.. Between(ExperimentReader.Read(experiment.Source, experiment.Yaml), experiment).Where(replaced => !experiment.Changes.Any(change => $"{change}" == replaced))];
        }
        catch (ExperimentException)
        {
            // A file that only its changes made right: those are on record anyway.
            return [];
        }
    }

    /// <summary>Lists in what a run differs from its experiment, each as <c>key=value</c>.</summary>
    /// <param name="written">The experiment as it was written.</param>
    /// <param name="run">The experiment as it was run.</param>
    public static IEnumerable<string> Between(Experiment written, Experiment run)
    {
        if (run.Recipe.Epochs != written.Recipe.Epochs)
            yield return $"recipe.epochs={run.Recipe.Epochs}";
        if (run.Recipe.BatchSize != written.Recipe.BatchSize)
            yield return $"recipe.batch_size={run.Recipe.BatchSize}";
        if (run.Data.Name != written.Data.Name)
            yield return $"data.name={run.Data.Name}";
        if (run.Data.TrainImages != written.Data.TrainImages)
            yield return $"data.train_images={Count(run.Data.TrainImages)}";
        if (run.Data.EvaluatedImages != written.Data.EvaluatedImages)
            yield return $"data.test_images={Count(run.Data.EvaluatedImages)}";
        if (run.Data.Path is { } path && written.Data.Path is { } said && Path.GetFullPath(said, Path.GetDirectoryName(Path.GetFullPath(written.Source)) ?? "") != path)
            yield return $"data.path={path}";
        if (run.Data.Split != written.Data.Split)
            yield return $"data.split={run.Data.Split ?? "~"}";
        // How many are held out is found with the data: where the experiment asks for validation images, or the data has no test images.
        bool isFilledIn = written.Data.Validation is null && run.Data.Validation is not null
            && (run.Data.Validation.IsInPlaceOfTest || (run.Data.Split == written.Data.Split && written.Data.Split == StratifiedSplit.ValidationName));
        if (run.Data.Validation != written.Data.Validation && !isFilledIn)
            yield return run.Data.Validation is { } held ? $"data.validation={{images: {held.Images}, seed: {held.Seed}}}" : "data.validation=~";
    }

    private static string Count(int? images) => images is { } count ? $"{count}" : "~";
}
