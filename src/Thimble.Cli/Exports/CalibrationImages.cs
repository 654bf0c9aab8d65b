using System.CommandLine;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Exports;

/// <summary>The images that choose the scales of 8 bits, for every form that computes in them.</summary>
internal sealed class CalibrationImages
{
    private const int DefaultCount = 500;

    /// <summary><c>--calibration-images</c>.</summary>
    public Option<int?> Count { get; } =
        NumberOption.Create("--calibration-images", "Training images that choose the scales of --int8 and --html; 500 by default.", 1, 100_000);

    /// <summary>The images. A run's training images are those that it was trained on, from where it had them.</summary>
    public List<byte[]> Of(ExportRequest request, CommandEnvironment environment)
    {
        ImageDataset train = Find(request, environment, DatasetSplits.Train).Train;
        int count = Math.Min(request.Words.GetValue(Count) ?? DefaultCount, train.Count);
        return [.. Enumerable.Range(0, count).Select(image => train.Pixels(image).ToArray())];
    }

    /// <summary>What 8 bits cost, in words.</summary>
    public static string AccuracyInWords(ExportRequest request, CommandEnvironment environment, IReadOnlyList<byte[]> images) =>
        Int8Accuracy.InWords(request.Trained, images, () => Find(request, environment, DatasetSplits.Test));

    private static Dataset Find(ExportRequest request, CommandEnvironment environment, DatasetSplits needed)
    {
        DataChoice choice = request.Run is { } run ? request.Data.For(run.LoadEnvironment()) : request.Data;
        ExperimentData written = request.Run?.LoadExperiment().Data ?? new(request.Trained.Description.DataName);
        return StopSignal.During(cancellation => choice.Resolve(request.Source, request.Trained.Description, written, needed, environment, cancellation));
    }
}
