namespace Thimble.Cli.Tests.Tools;

/// <summary>A short training, done once for all tests that look at what it left behind.</summary>
public sealed class TrainedRun : IDisposable
{
    /// <summary>Few images, few epochs: seconds.</summary>
    public static readonly IReadOnlyList<string> ShortTraining =
    [
        "--data-name", "synthetic-digits", "--train-images", "320", "--test-images", "100", "--epochs", "2", "--batch", "32",
    ];

    /// <summary>Trains.</summary>
    public TrainedRun() =>
        Training = ThimbleProcess.Run(Folder, ["train", "sprint", .. ShortTraining, "--threads", "1"]);

    /// <summary>Where it ran; the run is in runs/sprint.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>What the training printed.</summary>
    internal ProcessResult Training { get; }

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();
}
