using Thimble.Export.C;

namespace Thimble.Cli.Exports;

/// <summary>What whole numbers of 8 bits cost: the accuracy with them beside that of the network as it was trained.</summary>
internal static class Int8Accuracy
{
    /// <summary>Both accuracies, in words; where the images are not available, that.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="calibrationImages">The images that choose the scales.</param>
    /// <param name="find">Finds the images to evaluate on.</param>
    public static string InWords(TrainedNetwork trained, IReadOnlyList<byte[]> calibrationImages, Func<Dataset> find)
    {
        Dataset data;
        try
        {
            data = find();
        }
        catch (ThimbleException reason)
        {
            return $"not measured: {Advice.MessageOf(reason)}";
        }

        using var evaluator = new Evaluator(trained.Network, threads: null);
        double single = Evaluator.Judge(evaluator.Logits(data.Evaluated, data.Normalization), data.Evaluated.Labels, evaluator.Classes).Accuracy;
        int[] logits = Int8Interpreter.Logits(trained, calibrationImages, data.Evaluated);
        int correct = logits.Chunk(evaluator.Classes).Zip(data.Evaluated.Labels.ToArray()).Count(image => Array.IndexOf(image.First, image.First.Max()) == image.Second);
        return $"{100 * single:0.00##}% as trained, {100.0 * correct / data.Evaluated.Count:0.00##}% in 8 bits ({data.Evaluated.Count:N0} {data.EvaluatedSplit} images of {data.Name})";
    }
}
